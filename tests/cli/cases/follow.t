# What comes through a pipe, until it ends; see also test_follow.py.
$ printf '{"id": "%s", "title": "Ferry"}\n' a b | morgue-index --follow archive
2 articles read in N s (N MB/s): 2 added, 0 replaced, 0 unchanged, 0 rejected; 1 commit; the archive holds 2 articles in N KB
files read: 1 json
$ printf '{"id": "%s", "title": "Ferry"}\n' b c | morgue-index --follow=0.5 archive -
2 articles read in N s (N MB/s): 1 added, 0 replaced, 1 unchanged, 0 rejected; 1 commit; the archive holds 3 articles in N KB
files read: 1 json
$ printf '{"id": "a", "deleted": true}\n' | morgue-index --follow=0.5 --json archive
{"articles_seen": 0, "added": 0, "replaced": 0, "unchanged": 0, "older": 0, "rejected": 0, "deleted": 1, "tagged": 0, "articles_total": 2, "bytes_in": 29, "bytes_text": 0, "bytes_archive": N, "commits": 1, "seconds": N, "archive": "archive"}
$ morgue-search --format=ids archive ferry
b
c
# A long import may commit on the way, too.
$ printf '{"id": "%s", "title": "Quay"}\n' d e f g h > more.jsonl
$ morgue-index --commit-every=2 archive more.jsonl
5 articles read in N s (N MB/s): 5 added, 0 replaced, 0 unchanged, 0 rejected; 3 commits; the archive holds 7 articles in N KB
files read: 1 json
$ morgue-index --commit-every=2 archive more.jsonl
5 articles read in N s (N MB/s): 0 added, 0 replaced, 5 unchanged, 0 rejected; 0 commits; the archive holds 7 articles in N KB
files read: 1 json
# Only standard input is followed.
$ morgue-index --follow archive more.jsonl
! morgue-index: --follow reads what comes through standard input, not more.jsonl: tail -n +1 -F more.jsonl | morgue-index --follow archive
[2]
$ morgue-index --follow 5 archive < more.jsonl
! morgue-index: --follow takes its seconds behind a sign of equality: --follow=5 archive
[2]
$ morgue-index --follow=0 archive < more.jsonl
! morgue-index: --follow needs a time above 0, not 0
[2]
$ morgue-index --follow=soon archive < more.jsonl
! morgue-index: --follow needs a time in seconds such as 2 or 0.5, not "soon"
[2]
$ morgue-index --commit-every=0 archive more.jsonl
! morgue-index: --commit-every needs a number above 0, not 0
[2]
$ morgue-index --follow --dry-run archive < more.jsonl
! morgue-index: --follow adds articles as they come: leave out --dry-run
[2]
$ morgue-index --follow --retag archive < more.jsonl
! morgue-index: --retag is about what is in the archive: read dumps in another run
[2]
$ morgue-index --commit-every=-1 archive more.jsonl
! morgue-index: --commit-every needs a whole number, not "-1"
[2]
