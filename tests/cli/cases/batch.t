# Many queries in one run: a line for each, mistakes too.
$ morgue-index archive dump > /dev/null
$ printf 'title:ferry\n\n#5\r\n"open\n  \ncaf\351 x\nstop\0here\nperson:blinken' > queries
$ morgue-search -n 0 --queries=queries archive
{"query": "title:ferry", "total": 1, "total_is_exact": true, "partial": false, "missing": [], "took_ms": N, "results": [], "facets": {}, "timeline": [], "suggestion": null, "notices": [], "next": null}
{"query": "#5", "total": 1, "total_is_exact": true, "partial": false, "missing": [], "took_ms": N, "results": [], "facets": {}, "timeline": [], "suggestion": null, "notices": [], "next": null}
{"query": "\"open", "error": "column 1: the quote is never closed", "column": 1}
{"query": "caf� x", "error": "column 4: the query is not clean UTF-8 text here (byte 0xE9): type the character anew, in UTF-8", "column": 4}
{"query": "stop\u001Ahere", "error": "column 5: there is a control character here (U+001A): leave it out", "column": 5}
{"query": "person:blinken", "total": 1, "total_is_exact": true, "partial": false, "missing": [], "took_ms": N, "results": [], "facets": {}, "timeline": [], "suggestion": null, "notices": [], "next": null}
[2]
$ printf '\357\273\277ferry\nnothingmatchesthis\n' | morgue-search --queries=- --format=json --snippets=0 archive | cut -c1-60
{"query": "ferry", "total": 1, "total_is_exact": true, "part
{"query": "nothingmatchesthis", "total": 0, "total_is_exact"
$ echo nothingmatchesthis | morgue-search --queries=- archive | cut -c1-60
{"query": "nothingmatchesthis", "total": 0, "total_is_exact"
$ echo nothingmatchesthis | morgue-search --queries=- archive > /dev/null
[1]
$ printf 'ferry\nnothingmatchesthis\n' | morgue-search --queries=- archive > /dev/null
$ morgue-search --queries=/dev/null archive
[1]
$ morgue-search --queries=not-there archive
! morgue-search: not-there: No such file or directory: nothing was searched
[2]
$ morgue-search --queries=dump archive
! morgue-search: cannot read the queries: Is a directory
[3]
$ morgue-search --queries=queries archive ferry
! morgue-search: --queries names a file of queries: leave the other QUERY out
[2]
$ morgue-search --queries=queries --format=csv archive
! morgue-search: --queries writes an object of JSON for each query: leave --format out
[2]
$ morgue-search --queries=queries --similar=b-1 archive
! morgue-search: --similar does not go with --queries: it is a query itself
[2]
