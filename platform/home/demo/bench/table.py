"""A table on a terminal: words to the left, figures to the right."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, words: int = 1) -> str:
    """`rows` under `head`, their first `words` columns aligned to the left."""
    lines = [tuple(head), *[tuple(row) for row in rows]]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        aligned = [
            cell.ljust(width) if column < words else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return "  ".join(aligned).rstrip()

    rule = "  ".join("─" * width for width in widths)
    return "\n".join([line(lines[0]), rule, *[line(cells) for cells in lines[1:]]])


def decimal(value: float, digits: int = 1) -> str:
    """« 12,3 »."""
    return f"{value:.{digits}f}".replace(".", ",")
