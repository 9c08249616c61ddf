# Names that mean the same, and tags that are wrong: files in the archive's folder.
$ morgue-index --tag=none archive samples/archive > /dev/null
$ morgue-search --format=count archive nato
9
$ morgue-search --format=count archive otan
1
$ cat > archive/aliases.txt <<END
> # The alliance.
> NATO = North Atlantic Treaty Organization = OTAN
> Washington # alone
> Eastmouth = Port of Eastmouth
> END
$ morgue-search --format=count archive nato
10
! morgue-search: aliases.txt: line 3 is left out: it has no =, as in NATO = OTAN
$ morgue-search --format=ids archive 'otan lang:fr'
cl-2022-01-22-02
! morgue-search: aliases.txt: line 3 is left out: it has no =, as in NATO = OTAN
$ morgue-search --format=count archive 'north atlantic treaty organization'
10
! morgue-search: aliases.txt: line 3 is left out: it has no =, as in NATO = OTAN
$ morgue-search --format=count archive 'org:"north atlantic treaty organization"'
11
! morgue-search: aliases.txt: line 3 is left out: it has no =, as in NATO = OTAN
$ morgue-search --format=count archive '=nato'
9
! morgue-search: aliases.txt: line 3 is left out: it has no =, as in NATO = OTAN
$ morgue-search --format=ids archive 'OTAN W/4 Secretary'
! morgue-search: aliases.txt: line 3 is left out: it has no =, as in NATO = OTAN
[1]
$ morgue-search --format=json -n 0 archive nato
{"query": "nato", "total": 10, "total_is_exact": true, "partial": false, "missing": [], "took_ms": N, "results": [], "facets": {}, "timeline": [], "suggestion": null, "notices": ["aliases.txt: line 3 is left out: it has no =, as in NATO = OTAN"], "next": null}
$ morgue-search -n 0 --facets=org --facet-values=2 archive nato
10 articles (N ms)

organizations 2 of 4 values, 1 article without
  NATO                                  9  █████████████████████████████████████
  Baltic Institute for Network Defence  2  ████████▎
! morgue-search: aliases.txt: line 3 is left out: it has no =, as in NATO = OTAN
$ rm archive/aliases.txt
$ cat > archive/blocklist.txt <<END
> location: Jordan
> actor: NATO
> colour: red
> END
$ morgue-search --format=count archive 'location:jordan'
0
! morgue-search: blocklist.txt: line 3 is left out: there is no field of this name
[1]
$ morgue-search --format=count archive 'org:nato'
0
! morgue-search: blocklist.txt: line 3 is left out: there is no field of this name
[1]
$ morgue-search --format=count archive 'nato'
9
! morgue-search: blocklist.txt: line 3 is left out: there is no field of this name
$ morgue-search -n 0 --facets=org,location --facet-values=2 archive 'location:kessara'
3 articles (N ms)

organizations 2 of 4 values
  Salt River Authority  3  ██████████████████████████████████████████████████
  United Nations        3  ██████████████████████████████████████████████████

locations 2 of 6 values
  Kessara  3  ██████████████████████████████████████████████████
  Amman    1  ████████████████▋
! morgue-search: blocklist.txt: line 3 is left out: there is no field of this name
$ morgue-search --snippets=0 archive id:mw-20231114-0710
1  Jordan rescues a point for Marenne against Jordan
   2023-11-14 20:45 UTC | Meridian Wire | Sport | by Felix Osei
   persons: Colm Jordan, Yazan Al-Khatib
   organizations: Marenne Football Union, Jordan Football Association
   locations: Amman, Marenne
   id:mw-20231114-0710

1-1 of 1 article (N ms)
! morgue-search: blocklist.txt: line 3 is left out: there is no field of this name
$ morgue-search --dump archive id:mw-20231114-0710 | grep -o '"locations":.[^]]*'
"locations":[{"name":"Amman","by":"dump"},{"name":"Jordan","by":"dump"},{"name":"Marenne","by":"dump"}
