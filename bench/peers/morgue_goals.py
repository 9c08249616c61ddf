"""What is measured of Morgue alone, each beside its goal: whole processes, facets, words in one sentence."""
import json
import statistics
import subprocess
import time

from common.measure import PeerFailed

PROCESS_MS, PROCESS_RUNS = 15, 20
PROCESSES = ("ukraine", "interest rates", '"prime minister"', "merkel OR sarkozy", '"white house" NOT trump')
FACETS, FACETS_MS, FACETS_MATCHES, FACETS_RUNS = "source,author", 60, 50_000, 7
SENTENCE_MS, CANDIDATES = 30, 5_000
# Pairs of common words: that one is taken which has about CANDIDATES articles with both words in this corpus.
PAIRS = ("president immigration", "government care", "election congress", "government health", "people court",
         "government election", "president military", "trump clinton", "president government", "harbour council")
NOT_YET = "not supported"


def row(what, ms, goal, note=""):
    return {"what": what, "ms": ms, "goal_ms": goal, "note": note if ms is not None else NOT_YET}


def processes(program, archive):
    """The program from its start to its exit, the median over the runs, a row a query."""
    return [row(f"morgue-search '{query}', start to exit", _process_ms([program, archive, query]), PROCESS_MS,
                f"median of {PROCESS_RUNS}") for query in PROCESSES]


def _process_ms(argv):
    times = []
    for _ in range(PROCESS_RUNS):
        start = time.perf_counter()
        ended = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        times.append((time.perf_counter() - start) * 1000)
        if ended.returncode not in (0, 1):
            raise PeerFailed(f"morgue-search ended with {ended.returncode}: {ended.stderr.decode()[:200]}")
    return round(statistics.median(times), 3)


def facets(program, archive):
    """Facets over every article, by the program's own clock; the goal is in proportion to the matches."""
    answers = [_answer([program, f"--facets={FACETS}", "--format=json", archive, "*"]) for _ in range(FACETS_RUNS)]
    what = f"facets {FACETS} over *, in process"
    if None in answers or not answers[0].get("facets"):
        return row(what, None, FACETS_MS)
    goal = FACETS_MS * answers[0]["total"] / FACETS_MATCHES
    return row(what, min(answer["took_ms"] for answer in answers), goal, f"{answers[0]['total']} matches")


def _answer(argv):
    """The program's JSON; None where it does not know the option."""
    ended = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return json.loads(ended.stdout) if ended.returncode in (0, 1) and ended.stdout else None


def same_sentence(latency):
    """Two common words in one sentence. latency(queries) is the driver's."""
    counted = latency(list(PAIRS))
    pair, both = min(zip(PAIRS, counted), key=lambda found: abs(found[1]["hits"] - CANDIDATES))
    query = " W/S ".join(pair.split())
    [answer] = latency([query])
    return row(f"{query}, ten best", answer and answer["top10_ms"], SENTENCE_MS, f"{both['hits']:.0f} candidates")
