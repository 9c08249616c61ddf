# How many articles there are of each time, of how many, in the sample archive.
$ morgue-index --tag=none archive samples/archive > /dev/null
$ morgue-search -n 0 --timeline=year archive 'ferry'
5 articles (N ms)

by year
  2014  1 of 2   50.0%  ██████████████████████████████████████████████████
  2015  0 of 3    0.0%
  2016  0 of 7    0.0%
  2017  0 of 6    0.0%
  2018  1 of 5   20.0%  ██████████████████████████████████████████████████
  2019  1 of 6   16.7%  ██████████████████████████████████████████████████
  2020  1 of 5   20.0%  ██████████████████████████████████████████████████
  2021  1 of 5   20.0%  ██████████████████████████████████████████████████
$ morgue-search -n 0 --timeline=year archive 'ferry source:ledger'
no articles (N ms)

by year no articles
[1]
# Of some articles only the year is known.
$ morgue-search -n 0 --timeline=month archive 'eastmouth date:2016..2017-03'
4 articles (N ms)

by month
  2016     1 of 2   50.0%  █████████████████████████
  2016-02  2 of 2  100.0%  ██████████████████████████████████████████████████
  2016-05  1 of 1  100.0%  █████████████████████████
$ morgue-search -n 0 --timeline=day archive 'eastmouth date:2016..2017-03'
4 articles (N ms)

by day
  2016        1 of 2   50.0%  █████████████████████████
  2016-02-09  2 of 2  100.0%  ██████████████████████████████████████████████████
  2016-05-14  1 of 1  100.0%  █████████████████████████
$ morgue-search -n 0 --timeline=month --format=json archive 'eastmouth date:2016..2017-03'
{"query": "eastmouth date:2016..2017-03", "total": 4, "total_is_exact": true, "partial": false, "missing": [], "took_ms": N, "results": [], "facets": {}, "timeline": [{"from": "2016", "count": 1, "of": 2}, {"from": "2016-02", "count": 2, "of": 2}, {"from": "2016-05", "count": 1, "of": 1}], "suggestion": null, "notices": [], "next": null}
# Some have no date.
$ morgue-search -n 0 --timeline=year archive '"article 5" ukraine'
4 articles (N ms)

by year 1 article without a date
  2022  3 of 11   27.3%  ██████████████████████████████████████████████████
$ morgue-search -n 0 --timeline=year archive -- '-has:date'
4 articles (N ms)

by year 4 articles without a date
$ morgue-search -n 0 --timeline=year archive 'nothingmatchesthis'
no articles (N ms)

by year no articles
[1]
