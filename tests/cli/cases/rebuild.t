# Making an archive anew of what can be read of it.
$ morgue-index archive dump > /dev/null
$ sed 's/"id": *"/&later-/' dump/bridge.jsonl | morgue-index archive - > /dev/null
$ morgue-search --dump archive | sort > before
$ morgue-search --format=jsonl archive bridge > hits
# Of a sound one.
$ morgue-index --rebuild archive
rebuilt in N s; the archive holds 9 articles; 0 lost
$ ls archive
XAPIANDB
morgue.commit
morgue.lock
morgue.manifest
shard-000003
$ morgue-search --dump archive | sort | cmp - before
$ morgue-search --format=jsonl archive bridge | cmp - hits
$ morgue-index --rebuild --json archive
{"articles": 9, "lost": 0, "uncertain": 0, "salvaged": 0, "kept": 0, "archive": "archive", "seconds": N, "damages": []}
$ morgue-index archive dump
7 articles read in N s (N MB/s): 0 added, 0 replaced, 7 unchanged, 0 rejected; the archive holds 9 articles in N KB
files read: 2 json
# A shard without its version file loses nothing.
$ rm archive/shard-*/iamglass
$ morgue-search archive bridge
! morgue-search: archive: cannot open a shard: DatabaseNotFoundError: Couldn't detect type of database: morgue-index --verify tells what is damaged
[3]
$ morgue-index --rebuild archive
rebuilt in N s; the archive holds 9 articles; 0 lost
! morgue-index: archive/shard-000004/iamglass: missing or damaged: the tables are read without it (damaged)
$ morgue-search --dump archive | sort | cmp - before
# Nor one without its index.
$ rm archive/shard-*/postlist.glass archive/shard-*/position.glass archive/shard-*/termlist.glass
$ morgue-index --rebuild archive
rebuilt in N s; the archive holds 9 articles; 0 lost
! morgue-index: archive/shard-000005/postlist.glass: it is missing (damaged)
$ morgue-search --dump archive | sort | cmp - before
# Nor an archive without a manifest, or with a damaged one.
$ rm archive/morgue.manifest
$ morgue-index --rebuild archive
rebuilt in N s; the archive holds 9 articles; 0 lost
there may have been more: nothing tells any longer
! morgue-index: archive/morgue.manifest: it is missing: all folders called shard-NUMBER are taken for shards (damaged)
[1]
$ head -c 30 archive/morgue.manifest > cut; cp cut archive/morgue.manifest
$ morgue-index --rebuild --json archive
{"articles": 9, "lost": 0, "uncertain": 1, "salvaged": 0, "kept": 0, "archive": "archive", "seconds": N, "damages": [{"place": "morgue.manifest", "id": null, "docid": null, "what": "it is damaged: all folders called shard-NUMBER are taken for shards"}]}
! morgue-index: archive/morgue.manifest: it is damaged: all folders called shard-NUMBER are taken for shards (damaged)
[1]
$ morgue-search --dump archive | sort | cmp - before
# What is lost is told, and the shard that had it is kept.
$ sed 's/"id": *"/&last-/' dump/bridge.jsonl | morgue-index archive - > /dev/null
$ grep -c ^shard archive/morgue.manifest
2
$ last=$(grep ^shard archive/morgue.manifest | tail -n 1 | cut -d ' ' -f 2); : > archive/$last/docdata.glass; echo $last
shard-000009
$ morgue-index --rebuild --rejects=lost.jsonl archive
rebuilt in N s; the archive holds 9 articles; 2 lost
1 damaged shard is kept in archive as damaged-*: remove it when nothing more is hoped for
! morgue-index: archive/shard-000009/docdata.glass: it is cut off at its beginning (damaged)
! morgue-index: archive/shard-000009: article 1 (last-b-1): its record is missing (damaged)
! morgue-index: archive/shard-000009: article 2 (last-b-2): its record is missing (damaged)
[1]
$ cat lost.jsonl
{"path": "archive/shard-000009/docdata.glass", "offset": 0, "line": null, "id": null, "severity": "damaged", "reason": "it is cut off at its beginning"}
{"path": "archive/shard-000009", "offset": 0, "line": null, "id": "last-b-1", "severity": "damaged", "reason": "article 1 (last-b-1): its record is missing"}
{"path": "archive/shard-000009", "offset": 0, "line": null, "id": "last-b-2", "severity": "damaged", "reason": "article 2 (last-b-2): its record is missing"}
$ ls archive
XAPIANDB
damaged-000009
morgue.commit
morgue.lock
morgue.manifest
shard-000010
$ morgue-search --dump archive | sort | cmp - before
# It belongs to the archive no more, and nobody touches it.
$ find archive/damaged-* -type f | sort
archive/damaged-000009/docdata.glass
archive/damaged-000009/iamglass
archive/damaged-000009/position.glass
archive/damaged-000009/postlist.glass
archive/damaged-000009/termlist.glass
$ morgue-index archive dump
7 articles read in N s (N MB/s): 0 added, 0 replaced, 7 unchanged, 0 rejected; the archive holds 9 articles in N KB
files read: 2 json
$ morgue-index --compact archive
compacted from 1 shard in N KB to 1 in N KB; the archive holds 9 articles in N KB
$ morgue-index --rebuild archive
rebuilt in N s; the archive holds 9 articles; 0 lost
$ ls archive
XAPIANDB
damaged-000009
morgue.commit
morgue.lock
morgue.manifest
shard-000011
# A shard that is missing.
$ rm -r archive/shard-*
$ morgue-index --rebuild archive
rebuilt in N s; the archive holds 0 articles; 0 lost
there may have been more: nothing tells any longer
! morgue-index: archive/shard-000011: the shard is missing (damaged)
[1]
$ morgue-index --rebuild --json archive
{"articles": 0, "lost": 0, "uncertain": 0, "salvaged": 0, "kept": 0, "archive": "archive", "seconds": N, "damages": []}
# What cannot be done.
$ morgue-index --rebuild no-such-archive
! morgue-index: no-such-archive: there is no such archive: make one with morgue-index
[3]
$ morgue-index --rebuild dump
! morgue-index: dump: not a Morgue archive: it has no file morgue.manifest
[3]
$ morgue-index --rebuild dump/bridge.jsonl
! morgue-index: dump/bridge.jsonl: is a file, not an archive: the archive's folder comes first
[3]
$ morgue-index --rebuild archive dump
! morgue-index: --rebuild is a run of its own: read dumps in another
[2]
$ morgue-index --rebuild --compact archive
! morgue-index: --rebuild is a run of its own: do the rest in another
[2]
$ printf 'morgue archive\nschema 8\nnext 9\nend\n' > archive/morgue.manifest; morgue-index --rebuild archive
! morgue-index: archive: the archive has schema 8, this version of Morgue knows 7: use a newer one
[3]
