"""Is one answer the same as another?"""

import os
import struct

CLOSE = 1e-9  # of scores, relative
TIMES = ("took_ms", "ms")  # keys that never are the same


def close(given, wanted):
    return abs(given - wanted) <= CLOSE * max(abs(given), abs(wanted))


def split_cursor(cursor):
    """What a cursor names, but for the shards, which are others elsewhere: the order, the key of the hit, its id."""
    kind, key, *_, name = cursor.split(".")
    number = int(key, 16)
    return kind, struct.unpack(">d", number.to_bytes(8, "big"))[0] if kind.endswith("r") else number, name


def leaves_out(key, value, whole):
    """Is this what may differ: a time, or a number that says that it is an estimate?"""
    return key in TIMES or (key == "total" and not whole.get("total_is_exact", True))


def shortened(given, wanted):
    """Where two values begin to differ, if they are long."""
    given, wanted = repr(given), repr(wanted)
    at = max(0, len(os.path.commonprefix([given, wanted])) - 20)
    return given[at:at + 100], wanted[at:at + 100]


def differences(given, wanted, path="answer"):
    """Where they differ, in words."""
    if isinstance(given, dict) and isinstance(wanted, dict):
        for key in {**wanted, **given}:
            if key not in given or key not in wanted:
                yield "%s: only one has %s: %.100s" % (path, key, given.get(key, wanted.get(key)))
            elif key == "next" and given[key] and wanted[key]:
                yield from differences(split_cursor(given[key]), split_cursor(wanted[key]), path + ".next")
            elif not (leaves_out(key, given[key], given) and leaves_out(key, wanted[key], wanted)):
                yield from differences(given[key], wanted[key], path + "." + key)
    elif isinstance(given, (list, tuple)) and isinstance(wanted, (list, tuple)):
        if len(given) != len(wanted):
            yield "%s: %d, not %d: %.200s, not %.200s" % (path, len(given), len(wanted), given, wanted)
        else:
            for i, pair in enumerate(zip(given, wanted)):
                yield from differences(*pair, "%s[%d]" % (path, i))
    elif isinstance(given, float) and isinstance(wanted, float):
        if not close(given, wanted):
            yield "%s: %.17g, not %.17g" % (path, given, wanted)
    elif given != wanted:
        yield "%s: %s, not %s" % (path, *shortened(given, wanted))


# ---- Where the articles stand in another order ---------------------------------------------------

def in_runs(ids, keys, full):
    """The articles with the same key as a set, in the order of the keys. Where the page is full, the last run may have
    others, and only says how long it is."""
    runs = []
    for name, key in zip(ids, keys):
        if not runs or not (runs[-1][0] == key or (isinstance(key, float) and close(runs[-1][0], key))):
            runs.append((key, set()))
        runs[-1][1].add(name)
    if full and runs:
        runs[-1] = (runs[-1][0], len(runs[-1][1]))
    return runs


def reordered(answer, key, limit):
    """The answer, with its hits as runs of the same key."""
    results = answer["results"]
    runs = in_runs([hit["id"] for hit in results], [hit[key] for hit in results], len(results) == limit)
    settled = {name for _, names in runs if isinstance(names, set) for name in names}
    rest = {name: value for name, value in answer.items() if name not in ("next", "results")}
    return {**rest, "more": answer["next"] is not None, "runs": runs,
            "hits": {hit["id"]: hit for hit in results if hit["id"] in settled}}
