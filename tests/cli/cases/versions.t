# The highest version of an article is kept, in whatever order they come.
$ printf '{"id":"a","title":"T","text":"version %s","version":%s}\n' 2 2 10 10 9 9 >one.jsonl
$ morgue-index archive one.jsonl
3 articles read in N s (N MB/s): 1 added, 1 replaced, 1 unchanged (1 older version), 0 rejected; the archive holds 1 article in N KB
files read: 1 json
$ morgue-search --dump archive '*'
{"id":"a","title":"T","version":"10","text":"version 10"}
# From file to file, and from run to run.
$ printf '{"id":"a","title":"T","text":"version %s","version":%s}\n' 3 3 >older.jsonl
$ printf '{"id":"a","title":"T","text":"version %s","version":%s}\n' 11 11 >newer.jsonl
$ morgue-index archive newer.jsonl older.jsonl
2 articles read in N s (N MB/s): 0 added, 1 replaced, 1 unchanged (1 older version), 0 rejected; the archive holds 1 article in N KB
files read: 2 json
$ morgue-index archive older.jsonl
1 article read in N s (N MB/s): 0 added, 0 replaced, 1 unchanged (1 older version), 0 rejected; the archive holds 1 article in N KB
files read: 1 json
$ morgue-index --json archive older.jsonl newer.jsonl
{"articles_seen": 2, "added": 0, "replaced": 0, "unchanged": 2, "older": 1, "rejected": 0, "deleted": 0, "tagged": 0, "articles_total": 1, "bytes_in": 110, "bytes_text": 21, "bytes_archive": N, "seconds": N, "archive": "archive"}
$ morgue-search --dump archive '*'
{"id":"a","title":"T","version":"11","text":"version 11"}
# Without versions, the later change counts, where both say it; else what comes later.
$ printf '{"id":"b","title":"T","text":"changed %s","modified":"%s"}\n' 2022-03-02 2022-03-02 2022-03-01 2022-03-01 >change.jsonl
$ morgue-index archive change.jsonl
2 articles read in N s (N MB/s): 1 added, 0 replaced, 1 unchanged (1 older version), 0 rejected; the archive holds 2 articles in N KB
files read: 1 json
! morgue-index: change.jsonl: 2 articles without date of publication: the date of the last change stands for it (note)
$ printf '{"id":"b","title":"T","text":"no date"}\n' >plain.jsonl
$ morgue-index archive plain.jsonl
1 article read in N s (N MB/s): 0 added, 1 replaced, 0 unchanged, 0 rejected; the archive holds 2 articles in N KB
files read: 1 json
$ morgue-search --dump archive id:b
{"id":"b","title":"T","text":"no date"}
