# Indexing: all in (0), some rejected (1), wrong (2), nothing written (3).
$ morgue-index archive dump
7 articles read in N s (N MB/s): 7 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 7 articles in N KB
files read: 2 json
$ morgue-index archive broken.jsonl
4 articles read in N s (N MB/s): 2 added, 0 replaced, 0 unchanged, 2 rejected; the archive holds 9 articles in N KB
files read: 1 json
! morgue-index: broken.jsonl:2: line 2, column 47: a value is missing or not closed (rejected)
! morgue-index: broken.jsonl:3: the article has neither title nor text (rejected)
[1]
$ morgue-index archive no-such-file dump
! morgue-index: no-such-file: No such file or directory: nothing was read
[2]
$ morgue-index --delete='"never closed' archive
! morgue-index: column 1: the quote is never closed
!   "never closed
!   ^
[2]
$ morgue-index dump/wire.jsonl dump/bridge.jsonl
! morgue-index: dump/wire.jsonl: is a file, not an archive: the archive's folder comes first
[3]
$ mkdir -p foreign && echo x > foreign/file && morgue-index foreign dump
! morgue-index: foreign: holds other files and no archive: name a new or an empty folder
[3]
$ morgue-index no/such/parent/archive dump
! morgue-index: no/such/parent/archive: cannot make the archive folder: No such file or directory
[3]
# An archive among the dumps is no dump.
$ mkdir all && cp dump/wire.jsonl all && morgue-index all/archive all && morgue-index all/archive all
5 articles read in N s (N MB/s): 5 added, 0 replaced, 0 unchanged, 0 rejected; 1 file without articles skipped; the archive holds 5 articles in N KB
files read: 1 json
files skipped: 1 (a Morgue archive: morgue-search --dump writes out what is in it)
5 articles read in N s (N MB/s): 0 added, 0 replaced, 5 unchanged, 0 rejected; 1 file without articles skipped; the archive holds 5 articles in N KB
files read: 1 json
files skipped: 1 (a Morgue archive: morgue-search --dump writes out what is in it)
! morgue-index: all/archive: a Morgue archive: morgue-search --dump writes out what is in it (skipped)
! morgue-index: all/archive: a Morgue archive: morgue-search --dump writes out what is in it (skipped)
$ morgue-index other all/archive
0 articles read in N s (N MB/s): 0 added, 0 replaced, 0 unchanged, 0 rejected; 1 file without articles skipped; the archive holds 0 articles in N KB
files skipped: 1 (a Morgue archive: morgue-search --dump writes out what is in it)
! morgue-index: all/archive: a Morgue archive: morgue-search --dump writes out what is in it (skipped)
