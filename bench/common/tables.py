"""Tables in plain text that is valid Markdown too, and the figures in them."""
import statistics


def figure(value):
    if value is None:
        return "-"
    decimals = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:.{decimals}f}"


def median(values):
    """Of those that are there; None where there is none."""
    values = [value for value in values if value is not None]
    return statistics.median(values) if values else None


def table(header, rows):
    rows = [header, *rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(header))]
    lines = [_row(row, widths) for row in rows]
    rule = [("-" * width if i == 0 else "-" * (width - 1) + ":") for i, width in enumerate(widths)]
    return "\n".join([lines[0], _row(rule, widths), *lines[1:]])


def _row(cells, widths):
    first, *rest = (cell.ljust(width) if i == 0 else cell.rjust(width)
                    for i, (cell, width) in enumerate(zip(cells, widths)))
    return "| " + " | ".join([first, *rest]) + " |"
