# What is in an archive.
$ morgue-index archive dump > /dev/null
$ morgue-index --stats archive
archive    archive
articles   7
dates      2019-01-02 to 2022-01-21
languages  en 5, de 1
words      1,234
text       N KB
on disk    N KB (2.05 bytes a byte of text)
shards     1
commits    3
engine     stub

$ morgue-index --stats --json archive
{"archive": "archive", "articles": 7, "earliest": "2019-01-02", "latest": "2022-01-21", "languages": "en 5, de 1", "words": 1234, "bytes_text": 20000, "bytes_archive": N, "shards": 1, "commits": 3, "engine": "stub"}
$ morgue-index --stats no-such-archive
! morgue-index: no-such-archive: no such archive: make one with morgue-index
[3]
