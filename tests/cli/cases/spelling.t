# What may have been meant, in the sample archive.
$ morgue-index --tag=none archive samples/archive > /dev/null
$ morgue-search archive 'blinkin'
no articles (N ms)
did you mean: blinken
[1]
$ morgue-search archive 'person:washingtom'
no articles (N ms)
did you mean: person:washington
[1]
$ morgue-search -n 0 archive '(Lavrof OR blinkin) date:2022'
no articles (N ms)
did you mean: (Lavrov OR blinken) date:2022
[1]
$ morgue-search --format=json -n 0 archive 'ukrane talks'
{"query": "ukrane talks", "total": 0, "total_is_exact": true, "partial": false, "missing": [], "took_ms": N, "results": [], "facets": {}, "timeline": [], "suggestion": "ukraine talks", "notices": [], "next": null}
[1]
# Not for what is there, nor for what is like nothing.
$ morgue-search --format=json -n 0 archive 'blinken'
{"query": "blinken", "total": 3, "total_is_exact": true, "partial": false, "missing": [], "took_ms": N, "results": [], "facets": {}, "timeline": [], "suggestion": null, "notices": [], "next": null}
$ morgue-search archive 'qqqqqqqq'
no articles (N ms)
[1]
# Only people are told.
$ morgue-search --format=ids archive 'blinkin'
[1]
$ morgue-search --format=kwic archive 'blinkin'
[1]
