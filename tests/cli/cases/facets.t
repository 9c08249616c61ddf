# Values of fields, over all that matches, in the sample archive.
$ morgue-index --tag=none archive samples/archive > /dev/null
$ morgue-search -n 0 --facets=location,person --facet-values=4 archive 'ferry'
5 articles (N ms)

locations 4 of 9 values, 1 article without
  Eastmouth    3              ██████████████████████████████████████████████████
  Carrowshire  2              █████████████████████████████████▍
  Washington   1  1 about it  ████████████████▋
  Aqaba        1              ████████████████▋

persons 4 of 6 values, 1 article without
  Margaret O'Brien   3              ████████████████████████████████████████████
  Thomas Washington  2              █████████████████████████████▍
  Ellen Washington   1  1 about it  ██████████████▋
  Amara Okonjo       1              ██████████████▋
$ morgue-search -n 0 --facets=source archive '"article 5"'
19 articles (N ms)

source 5 values, 1 article without
  Meridian Wire        8  ██████████████████████████████████████████████████
  Harbour Gazette      4  █████████████████████████
  Reuters              3  ██████████████████▊
  The Northern Ledger  2  ████████████▌
  Le Courrier du Lac   1  ██████▎
$ COLUMNS=50 morgue-search -n 0 --facets=org --facet-values=3 archive nato
9 articles (N ms)

organizations 3 of 4 values, 1 article without
  NATO                       8  ██████████████████
  Baltic Institute for N...  2  ████▌
  Harbour Party              1  ██▎
$ LC_ALL=C morgue-search -n 0 --facets=section --facet-values=3 archive nato
9 articles (N ms)

section 3 values, 2 articles without
  Defence     3  ##################################################
  World       3  ##################################################
  Technology  1  #################
$ morgue-search -n 0 --facets=person,org --facet-values=2 --format=json archive 'blinken'
{"query": "blinken", "total": 3, "total_is_exact": true, "partial": false, "missing": [], "took_ms": N, "results": [], "facets": {"person": [{"value": "Antony Blinken", "count": 2, "main": 0}, {"value": "Sergei Lavrov", "count": 2, "main": 0}], "org": [{"value": "NATO", "count": 2, "main": 0}]}, "timeline": [], "suggestion": null, "notices": [], "next": null}
$ morgue-search -n 1 --offset=1 --sort=oldest --facets=lang --snippets=0 archive 'date:2022-01..2022-03'
2  Ninety minutes in Geneva: ministers agree to keep talking
   2022-01-21 19:30 UTC | Harbour Gazette | World | by Felicity Marsh
   persons: Antony Blinken, Sergei Lavrov, Ilse Brandt
   organizations: NATO
   locations: Geneva, Ukraine, Russia, United States, Moscow and 1 more
   id:hg-2022-01-21-03

2-2 of 5 articles (N ms)

language 4 values
  en  2  ██████████████████████████████████████████████████
  de  1  █████████████████████████
  fr  1  █████████████████████████
  zh  1  █████████████████████████
$ morgue-search -n 0 --facets=actor --facet-values=3 archive 'blinken'
3 articles (N ms)

actors 3 of 4 values, 1 article without
  Antony Blinken  2  ██████████████████████████████████████████████████
  NATO            2  ██████████████████████████████████████████████████
  Sergei Lavrov   2  ██████████████████████████████████████████████████
$ morgue-search -n 0 --facets=person archive nothingmatchesthis
no articles (N ms)

persons no values
[1]
$ morgue-search -n 0 --facets=text archive ferry
! morgue-search: the values of text cannot be counted
[2]
