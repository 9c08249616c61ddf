# What later versions will have is refused by name.
$ morgue-search --facets=location archive x
! morgue-search: --facets is not in this version
[2]
$ morgue-search --timeline=month archive x
! morgue-search: --timeline is not in this version
[2]
$ morgue-search --similar=w-2019-ferry archive
! morgue-search: --similar is not in this version
[2]
$ morgue-search --explain archive x
! morgue-search: --explain is not in this version
[2]
$ morgue-search --format=csv archive x
! morgue-search: --format=csv is not in this version
[2]
$ morgue-search --format=kwic archive x
! morgue-search: --format=kwic is not in this version
[2]
$ morgue-search --snippets=3 archive x
! morgue-search: --snippets=3 is not in this version: 0 or 1
[2]
$ morgue-index --verify archive
! morgue-index: --verify is not in this version
[2]
$ morgue-index --rebuild archive
! morgue-index: --rebuild is not in this version
[2]
$ morgue-index --tag=all archive dump
! morgue-index: --tag=all is not in this version
[2]
