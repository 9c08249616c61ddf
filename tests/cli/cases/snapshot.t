# A copy of an archive, which may share its files with it until one of the two is changed.
$ for i in 1 2 3; do sed "s/\"id\": *\"/&$i/" dump/bridge.jsonl | morgue-index archive - > /dev/null; done
$ echo 'Harbour = Port' > archive/aliases.txt; echo mine > archive/notes; mkdir archive/damaged-000009
$ morgue-index --snapshot=copy archive
copied 3 shards (N KB) to copy in N s...
$ ls copy
XAPIANDB
aliases.txt
morgue.manifest
shard-000001
shard-000002
shard-000003
$ ls copy/shard-000001 | grep -v '\.glass$'
iamglass
$ morgue-search --dump archive > before
$ morgue-search --dump copy | cmp - before
# Every byte of a folder, but for the locks: nothing is printed where none has changed.
$ cat > unchanged <<'END'
> for folder in "$@"; do
>     (cd $folder && find . -type f ! -name 'morgue.[lc]*' ! -name flintlock | sort | xargs cksum) > $folder.now
>     [ ! -f $folder.sums ] || cmp $folder.sums $folder.now
>     mv $folder.now $folder.sums
> done
> END
$ sh unchanged copy
# Whatever is done to the archive.
$ echo 'Harbour = Pier' > archive/aliases.txt; sh unchanged copy
$ sed -E 's/"id": *"/&1/; s/[Bb]ridge/crossing/g' dump/bridge.jsonl | morgue-index archive - > /dev/null; sh unchanged copy
$ morgue-search --format=count archive crossing; morgue-search --format=count copy crossing
2
0
[1]
$ morgue-index --delete=crossing archive; sh unchanged copy
2 articles deleted; the archive holds 4 articles in N KB
$ morgue-index --compact archive > /dev/null; sh unchanged copy
$ morgue-index --retag archive > /dev/null; sh unchanged copy
$ morgue-search --dump copy | cmp - before
# A copy of the copy, and the other way: the copy is changed.
$ morgue-index --snapshot=second copy
copied 3 shards (N KB) to second in N s...
$ sh unchanged archive copy second
$ sed 's/"id": *"/&2/' changed.jsonl > more.jsonl; sed -E 's/"id": *"/&3/; s/[Bb]ridge/crossing/g' dump/bridge.jsonl >> more.jsonl
$ morgue-index copy more.jsonl | head -n 1; sh unchanged archive second
5 articles read in N s (N MB/s): 1 added, 3 replaced, 1 unchanged, 0 rejected; the archive holds 7 articles in N KB
$ morgue-index --compact copy > /dev/null; sh unchanged archive second
$ morgue-search --dump second | cmp - before
# Either may be removed.
$ rm copy.sums; sh unchanged copy; rm -r archive; sh unchanged copy second
$ rm -r copy; sh unchanged second
$ morgue-search --dump second | cmp - before
$ morgue-index --stats second | grep -E '^(articles|shards)'
articles   6
shards     3
$ morgue-index --snapshot=third --json second | sed -E 's/("bytes[a-z_]*"): [0-9]+/\1: N/g'
{"snapshot": "third", "shards": 3, "bytes": N, "bytes_copied": N, "bytes_cloned": N, "bytes_linked": N, "archive": "second", "seconds": N}
# An empty folder will do; links in paths are seen through.
$ mkdir empty; morgue-index --snapshot=empty second | cut -d ' ' -f 1-3
copied 3 shards
$ ln -s second/shard-000001 link; morgue-index --snapshot=link/inner second
! morgue-index: link/inner: lies in the archive: name a folder outside of it
[3]
# What cannot be done, and leaves nothing behind.
$ morgue-index --snapshot=second/inner second
! morgue-index: second/inner: lies in the archive: name a folder outside of it
[3]
$ morgue-index --snapshot=second second
! morgue-index: second: lies in the archive: name a folder outside of it
[3]
$ morgue-index --snapshot=third second
! morgue-index: third: holds an archive already: name a new or an empty folder
[3]
$ morgue-index --snapshot=dump second
! morgue-index: dump: is not empty: name a new or an empty folder
[3]
$ morgue-index --snapshot=before second
! morgue-index: before: is a file: name a new or an empty folder
[3]
$ morgue-index --snapshot=no/such second
! morgue-index: no/such: cannot make the folder: No such file or directory
[3]
$ morgue-index --snapshot=fourth no-such-archive
! morgue-index: no-such-archive: there is no such archive: make one with morgue-index
[3]
$ morgue-index --snapshot=fourth dump
! morgue-index: dump: not a Morgue archive: it has no file morgue.manifest
[3]
$ rm second/shard-000002/iamglass; morgue-index --snapshot=fourth second
! morgue-index: second/shard-000002: the shard has no file iamglass: morgue-index --verify tells what is damaged
[3]
$ rm -r second/shard-000002; morgue-index --snapshot=fourth second
! morgue-index: second/shard-000002: the shard is missing: morgue-index --verify tells what is damaged
[3]
$ ls -d second/inner fourth 2> /dev/null
[2]
# One that was killed leaves no manifest.
$ rm third/morgue.manifest; echo words > third/morgue.dictionary.0badcafe; morgue-index --snapshot=third empty
! morgue-index: third: holds what a copy that was cut off has left: remove it and run again
[3]
$ morgue-search third bridge
! morgue-search: third: not a Morgue archive: it has no file morgue.manifest
[3]
