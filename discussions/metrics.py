"""What the live link counts (docs/operations.md lists it)."""

import time

from common.metrics import Counter, Gauge, Histogram

SOCKETS = Gauge("chantiers_live_sockets", "Open sockets.", multiprocess_mode="livesum")
FRAMES = Counter("chantiers_live_frames_sent", "Frames sent to browsers, told every 5 s.")
CLOSED = Counter(
    "chantiers_live_closed", "Sockets closed by the server; 1013: too slow a reader.", ["code"]
)
RESYNCS = Counter(
    "chantiers_live_resyncs",
    "What was read again from the database: for one page that came back (replay), for all pages of "
    "a thread (repair), or more than can be listed (reset).",
    ["kind"],
)
NOT_TAKEN = Counter(
    "chantiers_live_layer_not_taken", "Events that the channel layer refused or took too late."
)
REOPENED = Counter(
    "chantiers_live_layer_reopened", "Times that a process opened its link to the layer anew."
)
DELAY = Histogram(
    "chantiers_live_publish_to_send_seconds",
    "From the publication of a change to its frames being sent, once per process and event.",
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def sent_now(published_at: float | None) -> None:
    """The frames of an event published at this time of the clock have been sent."""
    if published_at is not None:
        DELAY.observe(max(0.0, time.time() - published_at))
