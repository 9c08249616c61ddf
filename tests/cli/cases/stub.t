# For Xapian's own tools the archive is a database, all shards as one.
$ morgue-index archive dump | tail -1
files read: 2 json
$ printf '{"id": "late", "title": "A late ferry"}\n' | morgue-index archive - | tail -1
files read: 1 json
$ cat archive/XAPIANDB
auto shard-000001
auto shard-000002
$ xapian-delve archive | grep documents; morgue-search --format=count archive '*'
number of documents = 8
8
$ xapian-delve -t Qlate archive | head -1
Posting List for term 'Qlate' (termfreq 1, collfreq 0, wdf_max 0): 2
$ xapian-check archive/XAPIANDB | tail -1
No errors found
$ quest -d archive -s none ferry | head -2
Parsed Query: Query(ferry@1)
Exactly 2 matches
# It follows the list of shards, also into a copy.
$ morgue-index --compact archive | grep -o 'compacted from 2'; cat archive/XAPIANDB
compacted from 2
auto shard-000003
$ morgue-index --snapshot=copy archive | grep -o '^copied'; cat copy/XAPIANDB
copied
auto shard-000003
$ xapian-delve copy | grep documents
number of documents = 8
# Where it is missing or wrong, who opens the archive for writing puts it right.
$ rm archive/XAPIANDB; morgue-index archive dump | grep -o '0 added'; cat archive/XAPIANDB
0 added
auto shard-000003
$ echo 'auto shard-000001' > archive/XAPIANDB; morgue-index archive /dev/null 2> /dev/null | grep -o '0 articles read'; cat archive/XAPIANDB
0 articles read
auto shard-000003
# An archive without articles is a database without documents.
$ morgue-index empty /dev/null 2> /dev/null | grep -o '0 articles read'; wc -c < empty/XAPIANDB; xapian-delve empty | grep documents
0 articles read
0
number of documents = 0
