# A dump that is read again is not looked into where it has not changed; what changed since is seen.
$ printf '{"id":"a","title":"one","text":"x"}\n{"id":"a","title":"two","text":"x"}\n{"id":"b","title":"bee","text":"y"}\n' >dump.jsonl
$ morgue-index archive dump.jsonl 2>/dev/null
3 articles read in N s (N MB/s): 2 added, 1 replaced, 0 unchanged, 0 rejected, 1 repaired; the archive holds 2 articles in N KB
files read: 1 json
$ morgue-index archive dump.jsonl 2>/dev/null
3 articles read in N s (N MB/s): 0 added, 2 replaced, 1 unchanged, 0 rejected, 1 repaired; the archive holds 2 articles in N KB
files read: 1 json
$ morgue-search --format=jsonl archive x | cut -d, -f1-2
{"id": "a", "title": "two"
# An article that another dump has changed is put back by the dump that says otherwise.
$ printf '{"id":"b","title":"wasp","text":"y"}\n' >other.jsonl
$ morgue-index archive other.jsonl
1 article read in N s (N MB/s): 0 added, 1 replaced, 0 unchanged, 0 rejected; the archive holds 2 articles in N KB
files read: 1 json
$ morgue-index archive dump.jsonl 2>/dev/null
3 articles read in N s (N MB/s): 0 added, 3 replaced, 0 unchanged, 0 rejected, 1 repaired; the archive holds 2 articles in N KB
files read: 1 json
$ morgue-search --format=jsonl archive y | cut -d, -f1-2
{"id": "b", "title": "bee"
# A deleted one comes back; other mappings read the same bytes anew.
$ morgue-index --delete=id:b archive
1 article deleted; the archive holds 1 article in N KB
$ morgue-index archive dump.jsonl 2>/dev/null
3 articles read in N s (N MB/s): 1 added, 2 replaced, 0 unchanged, 0 rejected, 1 repaired; the archive holds 2 articles in N KB
files read: 1 json
$ morgue-index --map=section=title archive other.jsonl
1 article read in N s (N MB/s): 0 added, 1 replaced, 0 unchanged, 0 rejected; the archive holds 2 articles in N KB
files read: 1 json
