# An id twice in one file is told, and the later article counts; from one file to the next it is an update.
$ printf '{"id":"a","title":"one","text":"x"}\n{"id":"a","title":"two","text":"x"}\n{"id":"a","title":"two","text":"x"}\n' >twice.jsonl
$ morgue-index archive twice.jsonl
3 articles read in N s (N MB/s): 1 added, 1 replaced, 1 unchanged, 0 rejected, 1 repaired; the archive holds 1 article in N KB
files read: 1 json
! morgue-index: twice.jsonl:2: an article before it in this file has the same id: the later one counts (repaired)
$ printf '{"id":"a","title":"three","text":"x"}\n' >update.jsonl
$ morgue-index archive update.jsonl
1 article read in N s (N MB/s): 0 added, 1 replaced, 0 unchanged, 0 rejected; the archive holds 1 article in N KB
files read: 1 json
$ morgue-search --format=jsonl archive x | cut -d, -f1-2
{"id": "a", "title": "three"
