"""The classes of queries: Morgue's and Lucene's medians, their ratio, and whether it is within the goal."""
import statistics

from common.tables import figure, median, table

SET_GOAL = 1.0
BASE, PEER = "morgue", "lucene"
COLUMNS = ("class of queries", "compared", "Morgue ms", "new handle ms", "Lucene ms", "Morgue/Lucene", "geometric mean",
           "goal", "", "slowest against Lucene")


def render(result, systems):
    """The table; nothing where one of the two was not measured."""
    rows = {system["name"]: system["queries"] for system in systems}
    if BASE not in rows or PEER not in rows:
        return ""
    answers = list(zip(result["queries"], rows[BASE], rows[PEER]))
    lines = [_line(each["name"], each["goal"], [answer for answer in answers if answer[0] in each["queries"]])
             for each in result["classes"]]
    return table(COLUMNS, [*lines, _line("all", SET_GOAL, answers)])


def _line(name, goal, answers):
    """Medians are over the queries that both answer."""
    both = [answer for answer in answers if answer[1] and answer[2]]
    if not both:
        return _alone(name, [row for _, row, _ in answers if row], [row for _, _, row in answers if row], len(answers))
    ratios = {query: row["top10_ms"] / peer["top10_ms"] for query, row, peer in both}
    ours, theirs = _median([row for _, row, _ in both], "top10_ms"), _median([row for _, _, row in both], "top10_ms")
    slowest = max(ratios, key=ratios.get)
    return [name or "all others", f"{len(both)} of {len(answers)}", figure(ours),
            figure(_median([row for _, row, _ in both], "new_ms")), figure(theirs), figure(ours / theirs),
            figure(statistics.geometric_mean(ratios.values())), f"{goal:g}", mark(ours / theirs, goal),
            f"{figure(ratios[slowest])} {slowest}"]


def _alone(name, ours, theirs, queries):
    """The line of a class in which there is nothing to compare, because one of the two cannot say it."""
    return [name or "all others", f"0 of {queries}", figure(_median(ours, "top10_ms")), figure(_median(ours, "new_ms")),
            figure(_median(theirs, "top10_ms")), "-", "-", "-", "" if ours else "not supported", ""]


def _median(rows, key):
    return median([row.get(key) for row in rows])


def mark(value, goal):
    return "" if value is None else "met" if value <= goal else "MISSED"
