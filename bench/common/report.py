"""From the figures of a run to tables: aligned plain text that is valid Markdown too."""
import statistics

from common import classes
from common.tables import figure, median, table

MEGABYTE = 1e6
FLOOR_MS = 0.001  # below a microsecond a ratio says nothing


def render(result):
    """The whole report. `result` is what bench/run writes as JSON."""
    systems = [system for system in result["systems"] if system["status"] == "measured"]
    absent = [f"{system['title']}: {system['status']}" for system in result["systems"] if system not in systems]
    parts = ["\n".join(absent), _indexing(systems)]
    parts += [_queries(result["queries"], systems, key, heading) for key, heading in (
        ("top10_ms", "ms, ten best"), ("exact_ms", "ms, ten best and exact count"))]
    parts += [_hits(result["queries"], systems), classes.render(result, systems), _goals(systems), _noise(systems),
              _closing(result)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _indexing(systems):
    header = ["indexing", "MB/s CPU", "MB/s wall", "CPU s", "wall s", "peak MB", "disk/text", "compact CPU s",
              "disk/text compacted"]
    return table(header, [[system["title"], *_costs(system["index"])] for system in systems])


def _costs(index):
    compact = [figure(index["compact_cpu_s"]), figure(index["disk_per_text_compacted"])]
    keys = ("mb_per_cpu_s", "mb_per_wall_s", "cpu_s", "wall_s", "peak_mb", "disk_per_text")
    return [figure(index[key]) for key in keys] + compact


def _queries(queries, systems, key, heading):
    columns = [[row and row[key] for row in system["queries"]] for system in systems]
    rows = [[query, *map(figure, row)] for query, row in zip(queries, zip(*columns))]
    rows.append(["median", *(figure(median(column)) for column in columns)])
    rows.append(["times Morgue, geometric mean", *(figure(system["times_morgue"][key]) for system in systems)])
    return table([heading, *_titles(systems)], rows)


def _hits(queries, systems):
    columns = [[str(row["hits"]) if row else "-" for row in system["queries"]] for system in systems]
    rows = [[query, *row] for query, row in zip(queries, zip(*columns))]
    return table(["hits", *_titles(systems)], rows)


def _goals(systems):
    rows = [[row["what"], figure(row["ms"]), f"{row['goal_ms']:.0f}", classes.mark(row["ms"], row["goal_ms"]),
             row["note"]] for system in systems for row in system["goals"]]
    return rows and table(["of Morgue alone", "ms", "goal", "", "measured as"], rows)


def _noise(systems):
    """How far the runs lie apart: medians over the queries of the best run, and of the middle one."""
    keys = ("top10_ms", "top10_median_ms", "exact_ms", "exact_median_ms", "new_ms", "new_median_ms")
    rows = [[system["title"], *(figure(median([row and row.get(key) for row in system["queries"]])) for key in keys)]
            for system in systems]
    return table(["ms, median of the queries", "ten best: best run", "middle run", "and count: best run", "middle run",
                  "new handle: best run", "middle run"], rows)


def _titles(systems):
    return [system["title"] for system in systems]


def times_morgue(rows, morgue_rows):
    """How many times slower than Morgue, as the geometric mean over the queries; None without Morgue."""
    if morgue_rows is None:
        return {"top10_ms": None, "exact_ms": None}
    both = [(row, base) for row, base in zip(rows, morgue_rows) if row and base]
    return {key: both and round(statistics.geometric_mean(
        max(row[key], FLOOR_MS) / max(base[key], FLOOR_MS) for row, base in both), 3) or None
        for key in ("top10_ms", "exact_ms")}


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
