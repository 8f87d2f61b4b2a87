"""Python's search for unreachable cycles, made rarer: docs/adr/0012."""

import gc

# New objects before the youngest are looked through (Python's own: 700), and how many times that is
# done before older ones are.
THRESHOLDS = (50_000, 20, 100)


def settle() -> None:
    """Once all is imported: what is in memory by now stays, and is never looked through again;
    what comes later is, less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
