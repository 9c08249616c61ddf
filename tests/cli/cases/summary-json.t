# The closing summary for programs.
$ morgue-index --json archive dump
{"articles_seen": 7, "added": 7, "replaced": 0, "unchanged": 0, "older": 0, "rejected": 0, "deleted": 0, "articles_total": 7, "bytes_in": 1860, "bytes_text": 735, "bytes_archive": N, "seconds": N, "archive": "archive"}
$ morgue-index --json --delete=bridge archive
{"articles_seen": 0, "added": 0, "replaced": 0, "unchanged": 0, "older": 0, "rejected": 0, "deleted": 2, "articles_total": 5, "bytes_in": 0, "bytes_text": 0, "bytes_archive": N, "seconds": N, "archive": "archive"}
$ morgue-index --json --dry-run other dump
{"articles_seen": 7, "added": 7, "replaced": 0, "unchanged": 0, "older": 0, "rejected": 0, "deleted": 0, "articles_total": 0, "bytes_in": 1860, "bytes_text": 735, "bytes_archive": N, "seconds": N, "archive": "other", "files": [{"path": "dump/bridge.jsonl", ...}], "problems": []}
