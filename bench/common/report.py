"""From the figures of a run to tables: aligned plain text that is valid Markdown too."""
import statistics

MEGABYTE = 1e6
FLOOR_MS = 0.001  # below a microsecond a ratio says nothing


def render(result):
    """The whole report. `result` is what bench/run writes as JSON."""
    systems = [system for system in result["systems"] if system["status"] == "measured"]
    absent = [f"{system['title']}: {system['status']}" for system in result["systems"] if system not in systems]
    parts = ["\n".join(absent), _indexing(systems)]
    parts += [_queries(result["queries"], systems, key, heading) for key, heading in (
        ("top10_ms", "ms, ten best"), ("exact_ms", "ms, ten best and exact count"))]
    parts += [_hits(result["queries"], systems), _closing(result)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _indexing(systems):
    header = ["indexing", "MB/s CPU", "MB/s wall", "CPU s", "wall s", "peak MB", "disk/text", "compact CPU s",
              "disk/text compacted"]
    return table(header, [[system["title"], *_costs(system["index"])] for system in systems])


def _costs(index):
    compact = [_figure(index["compact_cpu_s"]), _figure(index["disk_per_text_compacted"])]
    keys = ("mb_per_cpu_s", "mb_per_wall_s", "cpu_s", "wall_s", "peak_mb", "disk_per_text")
    return [_figure(index[key]) for key in keys] + compact


def _queries(queries, systems, key, heading):
    columns = [[row[key] for row in system["queries"]] for system in systems]
    rows = [[query, *map(_figure, row)] for query, row in zip(queries, zip(*columns))]
    rows.append(["median", *(_figure(statistics.median(column)) for column in columns)])
    rows.append(["times Morgue, geometric mean", *(_figure(system["times_morgue"][key]) for system in systems)])
    return table([heading, *_titles(systems)], rows)


def _hits(queries, systems):
    columns = [[row["hits"] for row in system["queries"]] for system in systems]
    rows = [[query, *map(str, row)] for query, row in zip(queries, zip(*columns))]
    return table(["hits", *_titles(systems)], rows)


def _titles(systems):
    return [system["title"] for system in systems]


def times_morgue(rows, morgue_rows):
    """How many times slower than Morgue, as the geometric mean over the queries; None without Morgue."""
    if morgue_rows is None:
        return {"top10_ms": None, "exact_ms": None}
    return {key: round(statistics.geometric_mean(
        max(row[key], FLOOR_MS) / max(base[key], FLOOR_MS) for row, base in zip(rows, morgue_rows)), 3)
        for key in ("top10_ms", "exact_ms")}


def _figure(value):
    if value is None:
        return "-"
    decimals = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:.{decimals}f}"


def _closing(result):
    machine, corpus = result["machine"], result["corpus"]
    versions = ", ".join(system["version"] for system in result["systems"] if system["version"])
    return "\n".join([
        "MB are 10^6 bytes of article text. Peak MB is resident memory. Query times are of the engine alone, warm, "
        f"best of {result['best_of']}. Median of {result['runs']} run(s).",
        f"Corpus: {corpus['articles']} articles, {corpus['bytes_text'] / MEGABYTE:.1f} MB of text, "
        f"{corpus['bytes_file'] / MEGABYTE:.1f} MB of JSON Lines.",
        f"Machine: {machine['cpu']}, {machine['cores']} cores, {machine['memory_gb']} GB, {machine['system']}, "
        f"load {machine['load_at_start']:.1f} at the start. {versions}.",
    ])


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
