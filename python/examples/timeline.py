"""When was it written about? A timeline of a query, as a notebook: an editor that knows `# %%` runs it cell by cell.

    python3 timeline.py ARCHIVE QUERY [PICTURE]

With matplotlib it is drawn, into a window or the file PICTURE; without, it is printed.
"""
# %%
import sys

import morgue

asked = sys.argv[1:] if "ipykernel" not in sys.modules else []  # a notebook's arguments are not for us
ARCHIVE, QUERY, PICTURE = asked + ["archive", "washington", ""][len(asked):]

# %% [markdown]
# How many articles of each year match, and how many there are of that year in all: a share that rises is a trend, where
# a count may only show that the archive has more articles.

# %%
results = morgue.open(ARCHIVE).search(QUERY, limit=0, timeline="year")
buckets = results.timeline
print(f"{results.total} articles, {results.undated} of them without a date")

# %%
try:
    import matplotlib.pyplot as plt
except ImportError:
    plt = None

if plt and buckets and (PICTURE or plt.get_backend().lower() != "agg"):  # which has no window
    figure, axes = plt.subplots(figsize=(10, 4), layout="constrained")
    axes.bar([bucket.start for bucket in buckets], [bucket.count for bucket in buckets])
    axes.set(title=QUERY, ylabel="articles")
    axes.tick_params(axis="x", rotation=90)
    share = axes.twinx()
    share.plot([100 * bucket.count / bucket.of for bucket in buckets], color="tab:red")
    share.set(ylabel="% of all articles", ylim=(0, None))
    figure.savefig(PICTURE) if PICTURE else plt.show()
elif buckets:
    most = max(bucket.count for bucket in buckets)
    for bucket in buckets:
        bar = "█" * round(40 * bucket.count / most)
        print(f"{bucket.start}  {bucket.count:6} of {bucket.of:6}  {100 * bucket.count / bucket.of:5.1f}%  {bar}".rstrip())

# %% [markdown]
# What the loudest year was about.

# %%
if buckets:
    loudest = max(buckets, key=lambda bucket: bucket.count).start
    for hit in morgue.open(ARCHIVE).search(f"({QUERY}) date:{loudest}", limit=3):
        print(f"{hit.date[:10]}  {hit.title}")
