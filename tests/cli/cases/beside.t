# What lies beside dumps is no article, unless it is named.
$ mkdir all && cp dump/wire.jsonl all && echo 'Dumps of the wire.' > all/README && echo 'Free.' > all/LICENSE.txt && md5sum all/wire.jsonl > all/wire.jsonl.md5 && echo 'wire.jsonl' > all/MANIFEST && echo 'A readme of another kind.' > all/readmes-are-read.txt
$ morgue-index archive all
6 articles read in N s (N MB/s): 6 added, 0 replaced, 0 unchanged, 0 rejected; 4 files without articles skipped; the archive holds 6 articles in N KB
files read: 1 text, 1 json
files skipped: 2 (a note beside the dumps: name it to read it), 2 (check sums: name it to read it)
! morgue-index: all/LICENSE.txt: a note beside the dumps: name it to read it (skipped)
! morgue-index: all/MANIFEST: check sums: name it to read it (skipped)
! morgue-index: all/README: a note beside the dumps: name it to read it (skipped)
! morgue-index: all/wire.jsonl.md5: check sums: name it to read it (skipped)
$ morgue-index archive all/README
1 article read in N s (N MB/s): 1 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 7 articles in N KB
files read: 1 text
$ morgue-index --format=text other all | tail -n 1
files read: 6 text
