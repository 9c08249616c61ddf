# Archives that cannot be read: status 3.
$ morgue-search no-such-archive ferry
! morgue-search: no-such-archive: there is no such archive: make one with morgue-index
[3]
$ morgue-search dump ferry
! morgue-search: dump: not a Morgue archive: it has no file morgue.manifest
[3]
$ morgue-search --dump no-such-archive
! morgue-search: no-such-archive: there is no such archive: make one with morgue-index
[3]
# One that cannot be looked into is not missing.
$ ln -s loop loop && morgue-search loop ferry
! morgue-search: loop/morgue.manifest: cannot open: Too many levels of symbolic links
[3]
# A shard that is gone is damage, for readers and writers alike.
$ morgue-index gone dump/wire.jsonl >/dev/null && rm -r gone/shard-000001
$ morgue-search gone ferry
! morgue-search: gone: cannot open a shard: DatabaseNotFoundError: Couldn't stat 'gone/shard-000001' (No such file or directory): morgue-index --verify tells what is damaged
[3]
$ morgue-index gone dump/wire.jsonl
! morgue-index: gone: cannot open a shard: DatabaseNotFoundError: Couldn't stat 'gone/shard-000001' (No such file or directory): morgue-index --verify tells what is damaged
[3]
