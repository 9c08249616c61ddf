# What later versions will have is refused by name.
$ morgue-index --verify archive
! morgue-index: --verify is not in this version
[2]
$ morgue-index --rebuild archive
! morgue-index: --rebuild is not in this version
[2]
