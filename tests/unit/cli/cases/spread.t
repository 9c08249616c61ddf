# A shard of a spread archive does not answer: what was found is told, and what is missing.
$ search_on_fakes data/spread.json x
1  One
   id:a-1

2  Three
   id:a-3

1-2 of at least 3 articles (N ms), partial: 1 of 4 shards missing
! morgue-search: tcp 10.0.0.2:7411 did not answer (connection refused): its articles are not in this answer
$ search_on_fakes --format=json -n 0 data/spread.json x
{"query": "x", "total": 3, "total_is_exact": false, "partial": true, "missing": [{"shard": "tcp 10.0.0.2:7411", "reason": "connection refused"}], "took_ms": N, "results": [], "facets": {}, "timeline": [], "suggestion": null, "notices": ["tcp 10.0.0.2:7411 did not answer (connection refused): its articles are not in this answer"], "next": null}
$ search_on_fakes --format=jsonl data/spread.json x | wc -l
2
! morgue-search: tcp 10.0.0.2:7411 did not answer (connection refused): its articles are not in this answer
$ search_on_fakes --format=csv data/spread.json x | wc -l
3
! morgue-search: tcp 10.0.0.2:7411 did not answer (connection refused): its articles are not in this answer
$ search_on_fakes --format=ids data/spread.json x
a-1
a-3
! morgue-search: tcp 10.0.0.2:7411 did not answer (connection refused): its articles are not in this answer
$ search_on_fakes --format=count data/spread.json x
3
! morgue-search: tcp 10.0.0.2:7411 did not answer (connection refused): its articles are not in this answer
# A script may ask for all or nothing; the answer is written all the same.
$ search_on_fakes --require-all --format=ids data/spread.json x
a-1
a-3
! morgue-search: tcp 10.0.0.2:7411 did not answer (connection refused): its articles are not in this answer
[4]
$ search_on_fakes --require-all --format=ids data/partial.json x
a-1
! morgue-search: the search was ended after N s: there may be better articles than these
[4]
$ search_on_fakes --require-all --format=ids data/wide.json x
jp-1
vi-2
$ search_on_fakes --require-all data/nothing.json x
no articles (N ms)
did you mean: ferry harbour
[1]
$ printf 'x\ny\n' | search_on_fakes --queries=- -n 0 data/spread.json | grep -c '"missing": \[{"shard": "tcp 10.0.0.2:7411", "reason": "connection refused"}\]'
2
$ echo x | search_on_fakes --queries=- --require-all -n 0 data/spread.json > answers
[4]
$ echo x | search_on_fakes --queries=- -n 0 data/spread.json > answers
$ echo x | search_on_fakes --queries=- --require-all -n 0 data/wide.json > answers
# A dump that is not whole does not look whole.
$ search_on_fakes --dump data/spread.json
{"id":"a-1","title":"One"}
{"id":"a-3","title":"Three"}
! morgue-search: tcp 10.0.0.2:7411 does not answer: connection refused
! morgue-search: the articles of 1 shard are not in the dump
[4]
# How the shards are.
$ search_on_fakes --shards data/spread.json
shard                   articles     answer  state
local /srv/news           41,200             answers
tcp 10.0.0.2:7411         39,876             missing: connection refused
tcp 10.0.0.3:7411         40,011     N ms  answers
ssh node4 /srv/news    1,234,567    N ms  answers
4 shards, 1,355,654 articles; 1 missing
[4]
$ search_on_fakes --shards --format=json data/spread.json
{"shards": [{"shard": "local /srv/news", "articles": 41200, "answers": true, "answer_ms": null, "trouble": null}, {"shard": "tcp 10.0.0.2:7411", "articles": 39876, "answers": false, "answer_ms": null, "trouble": "connection refused"}, {"shard": "tcp 10.0.0.3:7411", "articles": 40011, "answers": true, "answer_ms": 1.3, "trouble": null}, {"shard": "ssh node4 /srv/news", "articles": 1234567, "answers": true, "answer_ms": 12.25, "trouble": null}], "articles": 1355654, "missing": 1}
[4]
$ search_on_fakes --shards data/dark.json
shard                 articles     answer  state
tcp 10.0.0.2:7411            0             missing: connection refused
tcp 10.0.0.3:7411            0             missing: no route to host
2 shards, 0 articles; 2 missing
[3]
$ search_on_fakes --shards data/wide.json
shard     articles     answer  state
0 shards, 0 articles
$ search_on_fakes --shards data/spread.json x
! morgue-search: --shards looks at the shards alone: leave the QUERY out
[2]
$ search_on_fakes --shards -n 3 data/spread.json
! morgue-search: --shards looks at the shards alone: leave the other options out
[2]
$ search_on_fakes --shards --format=csv data/spread.json
! morgue-search: --shards writes --format=text and json
[2]
