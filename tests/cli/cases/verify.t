# Nothing is damaged.
$ morgue-index archive dump/wire.jsonl >/dev/null && morgue-index --verify archive
1 shard and 5 articles checked in N s, the index of 5 of them: all sound
$ morgue-index --verify=full --json archive | sed 's/"seconds": [^,]*/"seconds": 0/'
{"sound": true, "shards": 1, "articles": 5, "compared": 5, "unchecked": 0, "archive": "archive", "seconds": N, "damages": []}
# A packed article is.
$ cp -r archive damaged && printf XXXXX | dd of=damaged/shard-000001/docdata.glass bs=1 seek=8100 conv=notrunc 2>/dev/null
$ morgue-index --verify --rejects=list damaged
1 shard and 4 articles checked in N s, the index of 4 of them: 1 damage found; morgue-index --rebuild damaged saves what can be read
! morgue-index: damaged/shard-000001: article 5 (w-undated): a packed article is damaged: ... (damaged)
[1]
$ cat list
{"path": "damaged/shard-000001", "offset": 0, "line": null, "id": "w-undated", "severity": "damaged", "reason": "article 5 (w-undated): a packed article is damaged: ..."}
# A table is.
$ rm damaged/shard-000001/position.glass && morgue-index --verify damaged
1 shard and 0 articles checked in N s, the index of 0 of them: 1 damage found; morgue-index --rebuild damaged saves what can be read
! morgue-index: damaged/shard-000001: the table 'position' is missing (damaged)
[1]
# The list of shards is.
$ truncate -s 30 damaged/morgue.manifest && morgue-index --verify damaged
0 shards and 0 articles checked in N s, the index of 0 of them: 1 damage found; morgue-index --rebuild damaged saves what can be read
! morgue-index: damaged/morgue.manifest: the manifest is damaged: 'it has no checksum' (damaged)
[1]
# What cannot be checked, and how not to ask.
$ morgue-index --verify nowhere
! morgue-index: nowhere: there is no such archive: make one with morgue-index
[3]
$ morgue-index --verify dump
! morgue-index: dump: not a Morgue archive: it has no file morgue.manifest
[3]
$ morgue-index --verify=ful archive
! morgue-index: --verify does not know "ful": did you mean full?
[2]
$ morgue-index --verify --compact archive
! morgue-index: --verify is a run of its own: do the rest in another
[2]
$ morgue-index --verify archive dump
! morgue-index: --verify is a run of its own: read dumps in another
[2]
