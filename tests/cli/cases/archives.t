# Archives that cannot be read: status 3.
$ morgue-search no-such-archive ferry
! morgue-search: no-such-archive: no such archive: make one with morgue-index
[3]
$ morgue-search dump ferry
! morgue-search: dump: the folder is not a Morgue archive
[3]
$ morgue-search --dump no-such-archive
! morgue-search: no-such-archive: no such archive: make one with morgue-index
[3]
