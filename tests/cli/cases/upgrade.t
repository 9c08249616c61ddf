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
# One of schema 5 is taken as it is. What changes in it is told from the next commit on.
$ tar -xJf archives/schema-5.tar.xz; morgue-search --dump schema-5 | sort | cmp - archives/schema-2.jsonl
$ morgue-search --dump --since=0 schema-5 | wc -l
5
! morgue-search: the next --since is 3
$ morgue-search --dump --since=@mark schema-5 | wc -l; cat mark
5
3
$ morgue-search --dump --since=@mark schema-5
[1]
$ morgue-search --dump --since=2 schema-5
! morgue-search: schema-5: what has changed since 2 is not known: it was written by a version before 0.2: read all of it anew, since 0
[3]
$ morgue-index --verify schema-5; grep -c changes schema-5/morgue.manifest
2 shards and 5 articles checked in N s, the index of 5 of them: all sound
0
[1]
$ morgue-index schema-5 archives/later.jsonl | head -1; grep -c changes schema-5/morgue.manifest
2 articles read in N s (N MB/s): 0 added, 0 replaced, 2 unchanged, 0 rejected; the archive holds 5 articles in N KB
0
[1]
$ morgue-index --delete=id:clock schema-5; grep changes schema-5/morgue.manifest | cut -d' ' -f1,2
1 article deleted; the archive holds 4 articles in N KB
changes 3
$ morgue-search --dump --since=@mark schema-5; sed 's/-.*/-LINEAGE/' mark
{"id":"clock","deleted":true}
4-LINEAGE
$ morgue-index --compact schema-5 > /dev/null; morgue-search --dump --since=3 schema-5 2> /dev/null
{"id":"clock","deleted":true}
$ morgue-search --dump --since=2 schema-5
! morgue-search: schema-5: what has changed since 2 is not known: it was rebuilt, put back from a copy, or written by a version before 0.2, since: read all of it anew, since 0
[3]
$ morgue-index --verify schema-5
1 shard and 4 articles checked in N s, the index of 4 of them: all sound
