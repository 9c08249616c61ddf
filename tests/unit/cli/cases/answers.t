# What is told besides the hits.
$ search_on_fakes data/partial.json x
1  One
   id:a-1

1-1 of at least 812 articles (N ms)
! morgue-search: the search was ended after N s: there may be better articles than these
$ search_on_fakes --format=json data/partial.json x
{"query": "x", "total": 812, "total_is_exact": false, "partial": true, "missing": [], "took_ms": N, "results": [{"id": "a-1", "title": "One", "date": null, "source": null, "section": null, "authors": [], "url": null, "language": null, "persons": [], "organizations": [], "locations": [], "score": N, "snippet": ""}], "facets": {}, "timeline": [], "suggestion": null, "notices": ["the search was ended after N s: there may be better articles than these"], "next": null}
$ search_on_fakes --format=jsonl data/partial.json x
{"id": "a-1", "title": "One", "date": null, "source": null, "section": null, "authors": [], "url": null, "language": null, "persons": [], "organizations": [], "locations": [], "score": N, "snippet": ""}
! morgue-search: the search was ended after N s: there may be better articles than these
$ search_on_fakes --format=count data/partial.json x
812
! morgue-search: the search was ended after N s: there may be better articles than these
$ search_on_fakes data/nothing.json x
no articles (N ms)
did you mean: ferry harbour
[1]
$ search_on_fakes --format=json data/nothing.json x
{"query": "x", "total": 0, "total_is_exact": true, "partial": false, "missing": [], "took_ms": N, "results": [], "facets": {}, "timeline": [], "suggestion": "ferry harbour", "notices": [], "next": null}
[1]
$ search_on_fakes --format=ids data/nothing.json x
[1]
# Similar articles need no query.
$ search_on_fakes --format=ids --similar=a-1 data/wide.json
jp-1
vi-2
$ search_on_fakes --similar=z-9 data/nothing.json
! morgue-search: no such id
[2]
# JSON with all that there is.
$ search_on_fakes --format=json --snippets=2 --explain --facets=location,org --timeline=year data/ferry.json x
{"query": "x", "total": 1340, "total_is_exact": true, "partial": false, "missing": [], "took_ms": N, "results": [{"id": "hg-2022-01-21-03", "title": "Ministers meet over ferry strike in the harbour of Port Ellery", "date": "2022-01-21T14:05:00Z", "source": "Harbour Gazette", "section": "World", "authors": ["Anna Lindqvist", "Tomás Reyes"], "url": null, "language": "en", "persons": ["Antony Blinken", "Sergei Lavrov"], "organizations": ["NATO"], "locations": ["Geneva"], "score": N, "snippet": "The <mark>ferry</mark> to the islands sails again after a winter of repairs, said the minister on Friday ... and the union of <mark>ferrymen</mark> &lt;agrees&gt; &amp; waits.&quot;", "snippets": ["The <mark>ferry</mark> to the islands sails again after a winter of repairs, said the minister on Friday", "and the union of <mark>ferrymen</mark> &lt;agrees&gt; &amp; waits.&quot;"], "reasons": [{"what": "word ferry", "occurrences": 3, "in_title": true, "score": N}, {"what": "phrase \"port ellery\"", "occurrences": 1, "in_title": false, "score": N}]}, {"id": "https://wire.example/2021/05/02/the-bridge-is-closed-by-wind", "title": "=SUM(A1) \"Bridge\", closed", "date": "2021-05", "source": null, "section": null, "authors": ["O'Neil; Sons"], "url": null, "language": null, "persons": [], "organizations": [], "locations": [], "score": N, "snippet": "Étude of the <mark>ferry</mark>", "snippets": ["Étude of the <mark>ferry</mark>"], "reasons": [{"what": "word ferry", "occurrences": 1, "in_title": false, "score": N}]}], "facets": {"location": [{"value": "Ukraine", "count": 1204, "main": 1001}, {"value": "Port Ellery", "count": 870, "main": 0}, {"value": "東京", "count": 301, "main": 12}, {"value": "Zürich", "count": 7, "main": 0}, {"value": "The Former Yugoslav Republic of Macedonia and the lands beyond the river", "count": 1, "main": 0}], "org": []}, "timeline": [{"from": "2021", "count": 3, "of": 3}, {"from": "2021-11", "count": 0, "of": 340}, {"from": "2021-12", "count": 12, "of": 340}, {"from": "2022-01", "count": 1204, "of": 12040}, {"from": "2022-02", "count": 1, "of": 98041}], "suggestion": "ferry strike", "notices": ["word ferry*: 213 words begin like this"], "next": null, "plan": [{"depth": 0, "what": "and", "terms": "", "n_terms": 0, "frequency": 1340, "weight": 0.0, "ms": N}, {"depth": 1, "what": "word ferry", "terms": "ferry 1204, ferries 870, ferrying 12", "n_terms": 3, "frequency": 1890, "weight": 3.4123, "ms": N}, {"depth": 1, "what": "or", "terms": "", "n_terms": 0, "frequency": 40, "weight": 0.0, "ms": N}, {"depth": 2, "what": "phrase \"port ellery\"", "terms": "port 3000, ellery 41", "n_terms": 2, "frequency": 40, "weight": 6.1, "ms": N}, {"depth": 2, "what": "within 5 words of any of the many words that begin like this", "terms": "", "n_terms": 213, "frequency": 12, "weight": 0.0, "ms": N}]}
# Passages in CSV are joined.
$ search_on_fakes --format=csv --snippets=2 data/ferry.json x 2>/dev/null | tail -n +2 | cat -v
hg-2022-01-21-03,Ministers meet over ferry strike in the harbour of Port Ellery,2022-01-21T14:05:00Z,Harbour Gazette,World,"Anna Lindqvist; TomM-CM-!s Reyes",,en,"Antony Blinken; Sergei Lavrov",NATO,Geneva,8.3125,"The ferry to the islands sails again after a winter of repairs, said the minister on Friday ... and the union of ferrymen <agrees> & waits."""^M
https://wire.example/2021/05/02/the-bridge-is-closed-by-wind,"=SUM(A1) ""Bridge"", closed",2021-05,,,"O'Neil; Sons",,,,,,1.5,"M-CM-^Itude of the ferry"^M
