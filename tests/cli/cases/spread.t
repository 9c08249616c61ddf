# A list of shards is for searching and serving: what writes or checks an archive is done on its nodes.
$ morgue-index node dump > /dev/null
$ printf '# ours\n\nlocal node\ntcp node2:7411\n' > spread
$ morgue-index spread dump
! morgue-index: spread: is a list of shards: do that on the nodes, each with its own archive
[3]
$ morgue-index --dry-run spread dump
! morgue-index: spread: is a list of shards: do that on the nodes, each with its own archive
[3]
$ morgue-index --dry-run --delete=x spread
! morgue-index: spread: is a list of shards: do that on the nodes, each with its own archive
[3]
$ morgue-index --compact spread
! morgue-index: spread: is a list of shards: do that on the nodes, each with its own archive
[3]
$ morgue-index --delete=x spread
! morgue-index: spread: is a list of shards: do that on the nodes, each with its own archive
[3]
$ morgue-index --verify spread
! morgue-index: spread: is a list of shards: do that on the nodes, each with its own archive
[3]
$ morgue-index --rebuild spread
! morgue-index: spread: is a list of shards: do that on the nodes, each with its own archive
[3]
$ morgue-index --snapshot=copy spread
! morgue-index: spread: is a list of shards: do that on the nodes, each with its own archive
[3]
$ morgue-search --dump --since=0 spread
! morgue-search: spread: is a list of shards: do that on the nodes, each with its own archive
[3]
# Another file is not taken for one.
$ printf 'A letter.\nlocal news\n' > other
$ morgue-index other dump
! morgue-index: other: is a file, not an archive: the archive's folder comes first
[3]
# What answers is found; nobody listens on port 1.
$ morgue-index other-node changed.jsonl > /dev/null
$ printf 'local node\ntcp 127.0.0.1:1\nlocal other-node\n' > list
$ morgue-search -n 1 list ferry
1  Ferry runs again
   2019-05-02 | Harbour Gazette | Local | by Mina Okafor
   locations: Port Ellery
   The ferry to the islands sails again after a winter of repairs. Fares stay as they were.
   id:w-2019-ferry

1-1 of at least 1 article (N ms), partial: 1 of 3 shards missing
! morgue-search: tcp 127.0.0.1:1 did not answer (couldn't connect: Connection refused): its articles are not in this answer
$ morgue-search -n 0 --format=json list ferry
{"query": "ferry", "total": 1, "total_is_exact": false, "partial": true, "missing": [{"shard": "tcp 127.0.0.1:1", "reason": "couldn't connect: Connection refused"}], "took_ms": N, "results": [], "facets": {}, "timeline": [], "suggestion": null, "notices": ["tcp 127.0.0.1:1 did not answer (couldn't connect: Connection refused): its articles are not in this answer"], "next": null}
$ morgue-search --format=count --require-all list ferry
1
! morgue-search: tcp 127.0.0.1:1 did not answer (couldn't connect: Connection refused): its articles are not in this answer
[4]
$ morgue-search --shards list
shard                articles     answer  state
local node                  7             answers
tcp 127.0.0.1:1             0             missing: couldn't connect: Connection refused
local other-node            3             answers
3 shards, 10 articles; 1 missing
[4]
$ morgue-search --dump list | wc -l
10
! morgue-search: tcp 127.0.0.1:1 did not answer (couldn't connect: Connection refused): its articles are left out
! morgue-search: the articles of 1 shard are not in the dump
$ morgue-search --dump list > all
! morgue-search: tcp 127.0.0.1:1 did not answer (couldn't connect: Connection refused): its articles are left out
! morgue-search: the articles of 1 shard are not in the dump
[4]
$ morgue-index --stats --json list
{"archive": "list", "articles": 10, "earliest": "2018-10-02", "latest": "2022-01-21", "languages": "en 4", "tagged": 0, "words": 173, "bytes_text": 924, "bytes_archive": null, "shards": 3, "shards_missing": 1, "commits": 1, "engine": "xapian 1.4.22; 2 shards written directly"}
! morgue-index: tcp 127.0.0.1:1 does not answer (couldn't connect: Connection refused): it is not counted
$ printf 'local node\nlocal other-node\n' > whole
$ morgue-search --format=count --require-all whole '*'
10
$ morgue-search --shards --format=json whole
{"shards": [{"shard": "local node", "articles": 7, "answers": true, "answer_ms": null, "trouble": null}, {"shard": "local other-node", "articles": 3, "answers": true, "answer_ms": null, "trouble": null}], "articles": 10, "missing": 0}
$ morgue-search --dump whole > all
$ morgue-search --shards node
shard            articles     answer  state
shard-000001            7             answers
1 shard, 7 articles
# Where no shard answers nothing is found out.
$ printf 'tcp 127.0.0.1:1\n' > dark
$ morgue-search dark ferry
! morgue-search: dark: none of its shards answers: tcp 127.0.0.1:1: couldn't connect: Connection refused
[3]
$ morgue-search --shards dark
shard               articles     answer  state
tcp 127.0.0.1:1            0             missing: couldn't connect: Connection refused
1 shard, 0 articles; 1 missing
[3]
$ printf 'local node\ntcp nowhere\n' > wrong
$ morgue-search wrong ferry
! morgue-search: wrong, line 2: not HOST:PORT, as in 'tcp node1:7411': 'nowhere'
[3]
# A list in a list is none of its shards.
$ printf 'local node\nlocal spread\n' > lists
$ morgue-search --format=count lists ferry
1
! morgue-search: local spread did not answer (is a file: name the folder of an archive; lists do not stand in lists): its articles are not in this answer
