# Running it again reads only what is new or changed, and says so.
$ morgue-index archive dump
7 articles read in N s (N MB/s): 7 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 7 articles in N KB
files read: 2 json
$ morgue-index archive dump
7 articles read in N s (N MB/s): 0 added, 0 replaced, 7 unchanged, 0 rejected; the archive holds 7 articles in N KB
files read: 2 json
$ morgue-index archive changed.jsonl
3 articles read in N s (N MB/s): 1 added, 1 replaced, 1 unchanged, 0 rejected; the archive holds 8 articles in N KB
files read: 1 json
$ morgue-search --format=count archive 'bridge'
3
