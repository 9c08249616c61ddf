# Merging the shards of an archive into one.
$ for i in 1 2 3; do cat dump/bridge.jsonl | sed "s/\"id\": *\"/&$i/" | morgue-index archive - > /dev/null; done
$ morgue-index --stats archive | grep -E '^(articles|shards|engine)'
articles   6
shards     3
engine     xapian 1.4.22; 3 shards written directly
$ morgue-search --dump archive '*' | sort > before
$ morgue-index --compact archive
compacted from 3 shards in N KB to 1 in N KB; the archive holds 6 articles in N KB
$ morgue-index --stats archive | grep -E '^(articles|shards|engine)'
articles   6
shards     1
engine     xapian 1.4.22; 1 shard written directly
$ morgue-search --dump archive '*' | sort | cmp - before
# It is packed already.
$ morgue-index --compact archive
compacted from 1 shard in N KB to 1 in N KB; the archive holds 6 articles in N KB
# With paths, they are read first.
$ morgue-index --compact archive dump
7 articles read in N s (N MB/s): 7 added, 0 replaced, 0 unchanged, 0 rejected; compacted from 2 shards in N KB to 1 in N KB; the archive holds 13 articles in N KB
files read: 2 json
$ morgue-index --compact --json archive
{"articles_seen": 0, "added": 0, "replaced": 0, "unchanged": 0, "older": 0, "rejected": 0, "deleted": 0, "tagged": 0, "articles_total": 13, "bytes_in": 0, "bytes_text": 0, "bytes_archive": N, "shards_before": 1, "bytes_before": N, "shards": 1, "seconds": N, "archive": "archive"}
# After deleting.
$ morgue-index --compact --delete=bridge archive
8 articles deleted; compacted from 1 shard in N KB to 1 in N KB; the archive holds 5 articles in N KB
$ morgue-index --compact --stats archive | grep -E '^(compacted|shards)'
compacted from 1 shard in N KB to 1 in N KB; the archive holds 5 articles in N KB
shards     1
# Nothing is written.
$ morgue-index --compact --dry-run archive
the archive would be compacted; nothing was written
$ morgue-index --compact --dry-run archive dump | tail -n 2
7 articles read in N s (N MB/s): 7 would be added or found unchanged, 0 rejected; the archive would be compacted; nothing was written
files read: 2 json
# What cannot be done.
$ morgue-index --compact no-such-archive
! morgue-index: no-such-archive: there is no such archive: make one with morgue-index
[3]
$ morgue-index --compact dump
! morgue-index: dump: not a Morgue archive: it has no file morgue.manifest
[3]
