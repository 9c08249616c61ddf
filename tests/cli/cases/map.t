# Keys of the dump that are fields of ours.
$ morgue-index --map=id=nr --map=headline=head --map=date=when --map=text=copy archive odd-keys.jsonl
1 article read in N s (N MB/s): 1 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 1 article in N KB
files read: 1 json
$ morgue-search archive hurry
1  Keys with unusual names
   2017-06-01
   Somebody named them in a hurry.
   id:k-1

1-1 of 1 article (N ms)
# A key that never comes by is told, with those that do.
$ morgue-index --map=title=headlin --map=text=copy new odd-keys.jsonl
1 article read in N s (N MB/s): 1 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 1 article in N KB
files read: 1 json
! morgue-index: no article has the key 'headlin', which was to be the title: keys seen: nr, head, when, copy (note)
$ morgue-index --map=title=headlin --map=text=copy new odd-keys.jsonl
1 article read in N s (N MB/s): 0 added, 0 replaced, 1 unchanged, 0 rejected; the archive holds 1 article in N KB
files read: 1 json
