# Archives of earlier versions are refused, with what to do about it, and made into ones of this.
$ for n in 1 2 3; do tar -xJf archives/schema-$n.tar.xz; done
$ morgue-search schema-1 bridge
! morgue-search: schema-1: is of an earlier version: morgue-index --rebuild schema-1 brings it to this one
[3]
$ morgue-search --dump schema-2
! morgue-search: schema-2: is of an earlier version: morgue-index --rebuild schema-2 brings it to this one
[3]
$ morgue-index schema-3 archives/later.jsonl
! morgue-index: schema-3: is of an earlier version: morgue-index --rebuild schema-3 brings it to this one
[3]
$ morgue-index --stats schema-3
! morgue-index: schema-3: is of an earlier version: morgue-index --rebuild schema-3 brings it to this one
[3]
$ grep schema schema-3/morgue.manifest
schema 3
# Articles, tags, and keys that had no field then.
$ for n in 1 2 3; do morgue-index --rebuild schema-$n; done
rebuilt in N s; the archive holds 5 articles; 0 lost
rebuilt in N s; the archive holds 5 articles; 0 lost
rebuilt in N s; the archive holds 5 articles; 0 lost
$ sed 's/^changes 4 [0-9a-f]*$/changes 4 LINEAGE/; /^checksum/d' schema-3/morgue.manifest
morgue archive
schema 6
next 3
changes 4 LINEAGE
feature dateline
feature sentence-marks
feature record-2
feature about-terms
shard shard-000003
end
$ morgue-search --dump schema-1 | sort | cmp - archives/schema-1.jsonl
$ morgue-search --dump schema-2 | sort | cmp - archives/schema-2.jsonl
$ morgue-search --dump schema-3 | sort | cmp - archives/schema-2.jsonl
# What they lacked is there.
$ for n in 1 2 3; do morgue-search --format=count schema-$n 'stone W/S alm'; done
1
1
1
$ morgue-search --format=count schema-3 by:tagger
2
# The dumps that they were made of have nothing new for them, but for what was deleted.
$ for n in 2 3; do morgue-index schema-$n archives/later.jsonl; morgue-index schema-$n archives/articles.jsonl; done
2 articles read in N s (N MB/s): 0 added, 0 replaced, 2 unchanged, 0 rejected; the archive holds 5 articles in N KB
files read: 1 json
5 articles read in N s (N MB/s): 1 added, 1 replaced, 3 unchanged, 0 rejected; the archive holds 6 articles in N KB
files read: 1 json
2 articles read in N s (N MB/s): 0 added, 0 replaced, 2 unchanged, 0 rejected; the archive holds 5 articles in N KB
files read: 1 json
5 articles read in N s (N MB/s): 1 added, 1 replaced, 3 unchanged, 0 rejected; the archive holds 6 articles in N KB
files read: 1 json
