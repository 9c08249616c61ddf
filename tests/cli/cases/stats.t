# What is in an archive.
$ morgue-index archive dump > /dev/null
$ morgue-index --stats archive
archive    archive
articles   7
dates      2018-10-02 to 2022-01-21
languages  en 4
tagged     0 articles by the tagger
words      ...
text       N KB
on disk    N KB (... bytes a byte of text)
shards     1
commits    ...
engine     xapian ...; 1 shard written directly

$ morgue-index --stats --json archive
{"archive": "archive", "articles": 7, "earliest": "2018-10-02", "latest": "2022-01-21", "languages": "en 4", "tagged": 0, "words": ..., "bytes_text": 735, "bytes_archive": N, "shards": 1, "commits": ..., "engine": "xapian ...; 1 shard written directly"}
$ morgue-index --stats no-such-archive
! morgue-index: no-such-archive: there is no such archive: make one with morgue-index
[3]
