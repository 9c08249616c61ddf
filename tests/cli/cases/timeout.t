# A search that takes too long ends with what was found, and says so. Letter case is looked up in the texts.
$ seq 1 30000 | sed 's/.*/{"id":"&","title":"Number &","text":"Of the many articles This is one, and This is all of it: &."}/' > many.jsonl
$ morgue-index archive many.jsonl > /dev/null
$ morgue-search --timeout=0.001 -n 0 archive 'cs:This W/7 cs:This' | sed 's/^at least .*/some/; s/^no articles.*/some/'
some
! morgue-search: the search was ended after N s: there may be better hits, and more of them
$ morgue-search --timeout=0.001 -n 0 --format=json archive 'cs:This' | sed 's/"total": [0-9]*/"total": N/'
{"query": "cs:This", "total": N, "total_is_exact": false, "partial": true, "missing": [], "took_ms": N, "results": [], "facets": {}, "timeline": [], "suggestion": null, "notices": ["the search was ended after N s: there may be better hits, and more of them"], "next": null}
$ morgue-search --timeout=100 -n 0 --exact archive 'cs:This'
30,000 articles (N ms)
