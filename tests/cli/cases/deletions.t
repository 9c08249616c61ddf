# A dump may say that articles are no longer there.
$ printf '{"id": "%s", "title": "Ferry"}\n' a b c > first.jsonl
$ morgue-index archive first.jsonl
3 articles read in N s (N MB/s): 3 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 3 articles in N KB
files read: 1 json
$ printf '{"id": "%s", "deleted": true}\n' b nowhere > then.jsonl
$ printf '{"id": "d", "title": "Harbour", "deleted": true}\n' >> then.jsonl
$ morgue-index --dry-run archive then.jsonl | tail -n 2
1 article read in N s (N MB/s): 1 would be added or found unchanged, 0 rejected; 2 articles would be deleted; nothing was written
files read: 1 json
$ morgue-index archive then.jsonl
1 article read in N s (N MB/s): 1 added, 0 replaced, 0 unchanged, 0 rejected; 1 article deleted; the archive holds 3 articles in N KB
files read: 1 json
$ morgue-search --dump archive '*'
{"id":"a","title":"Ferry"}
{"id":"d","title":"Harbour","extra":{"deleted":true}}
{"id":"c","title":"Ferry"}
# It has to say which, and by the word true.
$ printf '{%s}\n' '"deleted": true' '"id": "a", "deleted": "true"' '"id": "a", "deleted": 1' | morgue-index --json archive -
{"articles_seen": 3, "added": 0, "replaced": 0, "unchanged": 0, "older": 0, "rejected": 3, "deleted": 0, "tagged": 0, "articles_total": 3, "bytes_in": 75, "bytes_text": 0, "bytes_archive": N, "seconds": N, "archive": "archive"}
! morgue-index: standard input:1: it deletes an article, and does not say which: its id is missing (rejected)
! morgue-index: standard input:2: the article has neither title nor text (rejected)
! morgue-index: standard input:3: the article has neither title nor text (rejected)
[1]
# What was fetched from the web deletes nothing.
$ printf 'WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://example.org/x\r\nContent-Type: application/json\r\nContent-Length: 25\r\n\r\n{"id":"a","deleted":true}\r\n\r\n' > gone.warc
$ morgue-index archive gone.warc
1 article read in N s (N MB/s): 0 added, 0 replaced, 0 unchanged, 1 rejected; the archive holds 3 articles in N KB
files read: 1 warc
! morgue-index: gone.warc:1: http://example.org/x: the article has neither title nor text (rejected)
[1]
$ morgue-search --format=ids archive ferry
a
c
