# Standard input, named or by default.
$ cat dump/wire.jsonl | morgue-index archive -
5 articles read in N s (N MB/s): 5 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 5 articles in N KB
files read: 1 json
$ cat dump/bridge.jsonl | morgue-index archive
2 articles read in N s (N MB/s): 2 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 7 articles in N KB
files read: 1 json
$ morgue-index --json archive - < broken.jsonl | tr ',' '\n' | grep articles_
{"articles_seen": 4
 "articles_total": 9
! morgue-index: standard input:2: line 2, column 47: a value is missing or not closed (rejected)
! morgue-index: standard input:3: the article has neither title nor text (rejected)
