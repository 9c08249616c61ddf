# Problems: lines on stderr, and all of them as JSON lines.
$ morgue-index --rejects=bad.jsonl archive broken.jsonl
4 articles read in N s (N MB/s): 2 added, 0 replaced, 0 unchanged, 2 rejected; the archive holds 2 articles in N KB
files read: 1 json
! morgue-index: broken.jsonl:2: line 2, column 47: a value is missing or not closed (rejected)
! morgue-index: broken.jsonl:3: the article has neither title nor text (rejected)
[1]
$ cat bad.jsonl
{"path": "broken.jsonl", "offset": 73, "line": 2, "id": null, "severity": "rejected", "reason": "line 2, column 47: a value is missing or not closed"}
{"path": "broken.jsonl", "offset": 136, "line": 3, "id": "bad-2", "severity": "rejected", "reason": "the article has neither title nor text"}
$ for i in $(seq 30); do echo '{"title":"cut'; done > many.jsonl
$ morgue-index archive many.jsonl --rejects=bad.jsonl 2>&1 | tail -n 2
29 articles read in N s (N MB/s): 0 added, 0 replaced, 0 unchanged, 30 rejected (1 file among them); the archive holds 2 articles in N KB
files read: 1 json
$ wc -l < bad.jsonl
30
$ morgue-index archive many.jsonl 2>&1 >/dev/null | tail -n 1
morgue-index: ... and 10 more rejected; see --rejects=FILE
$ morgue-index --rejects=no/such/folder/bad.jsonl archive dump
! morgue-index: cannot write no/such/folder/bad.jsonl: No such file or directory
[3]
$ morgue-index --rejects=/dev/full archive broken.jsonl 2>&1 >/dev/null | tail -n 1
morgue-index: /dev/full is not complete: a write failed
# A file's own problems name it once.
$ gzip -nc dump/wire.jsonl | head -c 20 > cut.jsonl.gz && morgue-index cut cut.jsonl.gz
0 articles read in N s (N MB/s): 0 added, 0 replaced, 0 unchanged, 1 rejected (1 file among them); the archive holds 0 articles in N KB
! morgue-index: cut.jsonl.gz: the gzip data ends too early: the articles before this place are in, get a whole copy for the rest (rejected)
[1]
