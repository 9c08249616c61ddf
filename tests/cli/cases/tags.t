# What is known of a tag: who gave it, how often it is named, whether the article is about it.
$ morgue-index --tag=none archive samples/archive > /dev/null
$ morgue-search --format=ids archive about:washington
cas-2021-1102-b
$ morgue-search --format=count archive 'person:washington'
8
$ morgue-search --format=count archive 'about:"curtis pell"'
0
[1]
$ morgue-search --format=ids archive 'about:="ellen washington" has:about'
cas-2021-1102-b
$ morgue-search --format=ids archive by:inherited
cas-2021-1102-b
$ morgue-search --format=ids archive 'by:(tagger OR inherited)'
cas-2021-1102-b
$ morgue-search --format=count archive 'by:dump -by:tagger'
71
$ morgue-search archive by:smith
! morgue-search: column 4: by: takes dump, tagger or inherited: who gave a person, organization or place; for bylines write author:smith
!   by:smith
!      ^
[2]
$ morgue-search archive 'by:"Ruth Ann"'
! morgue-search: column 5: by: takes dump, tagger or inherited: who gave a person, organization or place; for bylines write author:Ruth Ann
!   by:"Ruth Ann"
!       ^
[2]
$ morgue-search archive 'by:tag*'
! morgue-search: column 4: by: takes dump, tagger or inherited: who gave a person, organization or place; for bylines write author:tag*
!   by:tag*
!      ^
[2]
$ morgue-search archive 'by: tagger'
! morgue-search: column 1: nothing follows 'by:': write by:word, without a space
!   by: tagger
!   ^
[2]
$ morgue-search archive 'cs:by:tagger'
! morgue-search: column 7: cs: is for words, and by holds whole values: leave it out
!   cs:by:tagger
!         ^
[2]
$ morgue-search --snippets=0 archive by:tagger
1  Washington wins in Washington as mail ballots close the gap
   2021-11-03 06:30 UTC | Cascade Sentinel | Politics | by Ruth Ann Delacroix
   persons: Ellen Washington, Curtis Pell
   organizations: Friends of the Wharf
   locations: Port Ansel, Washington, (United States)
   id:cas-2021-1102-b

1-1 of 1 article (N ms)
$ morgue-search --snippets=0 --format=json archive by:tagger
{"query": "by:tagger", "total": 1, "total_is_exact": true, "partial": false, "missing": [], "took_ms": N, "results": [{"id": "cas-2021-1102-b", "title": "Washington wins in Washington as mail ballots close the gap", "date": "2021-11-03T06:30:00Z", "source": "Cascade Sentinel", "section": "Politics", "authors": ["Ruth Ann Delacroix"], "url": "https://cascade-sentinel.example/2021/11/02/mayor", "language": "en", "persons": ["Ellen Washington", "Curtis Pell"], "organizations": ["Friends of the Wharf"], "locations": ["Port Ansel", "Washington"], "inherited": ["United States"], "score": N, "snippet": null}], "facets": {}, "timeline": [], "suggestion": null, "notices": [], "next": null}
$ morgue-search --snippets=0 --format=csv archive by:tagger | tr -d '\r'
id,title,date,source,section,authors,url,language,persons,organizations,locations,score,snippet
cas-2021-1102-b,Washington wins in Washington as mail ballots close the gap,2021-11-03T06:30:00Z,Cascade Sentinel,Politics,Ruth Ann Delacroix,https://cascade-sentinel.example/2021/11/02/mayor,en,"Ellen Washington; Curtis Pell",Friends of the Wharf,"Port Ansel; Washington; (United States)",0,
$ morgue-search --dump archive by:tagger | grep -o '"persons":.*"topics"'
"persons":[{"name":"Ellen Washington","by":"dump","mentions":4,"main":true},{"name":"Curtis Pell","by":"dump","mentions":2}],"organizations":[{"name":"Friends of the Wharf","by":"dump"}],"locations":[{"name":"Port Ansel","by":"tagger","confidence":0.94,"mentions":1},{"name":"Washington","by":"dump","mentions":2,"main":true},{"name":"United States","by":"inherited","confidence":0.94}],"topics"
$ morgue-search -n 0 --facets=by,about,location --facet-values=3 archive 'location:washington'
7 articles (N ms)

by 3 values
  dump       7  ██████████████████████████████████████████████████
  inherited  1  ███████▏
  tagger     1  ███████▏

about 2 values, 6 articles without
  Ellen Washington  1  ██████████████████████████████████████████████████
  Washington        1  ██████████████████████████████████████████████████

locations 3 of 16 values
  Washington     7  1 about it  ████████████████████████████████████████████████
  United States  4              ███████████████████████████▍
  Geneva         2              █████████████▊
$ morgue-search -n 0 --facets=about --format=json archive 'location:washington'
{"query": "location:washington", "total": 7, "total_is_exact": true, "partial": false, "missing": [], "took_ms": N, "results": [], "facets": {"about": [{"value": "Ellen Washington", "count": 1}, {"value": "Washington", "count": 1}]}, "timeline": [], "suggestion": null, "notices": [], "next": null}
$ morgue-search -n 1 --explain --snippets=0 archive 'election about:washington about:="ellen washington" by:dump'
1  Washington wins in Washington as mail ballots close the gap
   2021-11-03 06:30 UTC | Cascade Sentinel | Politics | by Ruth Ann Delacroix
   persons: Ellen Washington, Curtis Pell
   organizations: Friends of the Wharf
   locations: Port Ansel, Washington, (United States)
   id:cas-2021-1102-b
   2.50  score
   2.50  word election: once

1-1 of 1 article (N ms)

plan                                     articles  weight  N
  and                                           1  N
    word about:washington                       1  N
        washington 1
    or                                          1  N
      main person:="ellen washington"           1  N
          ellen washington 1
      main org:="ellen washington"              0  N
          ellen washington 0
      main location:="ellen washington"         0  N
          ellen washington 0
    word election                               5    5.93  N
        3 words: elected 2, election 2, elections 1
    value by:dump                              72  N
        dump 72
$ morgue-index --map=by=writer archive samples/archive
! morgue-index: --map cannot fill by: map author, for a byline
[2]
$ morgue-index --map=about=subject archive samples/archive
! morgue-index: --map cannot fill about: map person, org or location
[2]
# A line of a dump with "by" for its author.
$ echo '{"id": "1", "title": "T", "by": "By Ann Lee", "about": "X"}' > byline.jsonl
$ morgue-index second byline.jsonl > /dev/null
$ morgue-search --dump second
{"id":"1","title":"T","authors":["Ann Lee"],"extra":{"about":"X"}}
# Names that are different, and tags that are wrong.
$ printf 'Washington = Ellen Washington = Denise Washington\nWashington != Denise Washington\nA != B = C\n' > archive/aliases.txt
$ morgue-search -n 0 --facets=person --facet-values=20 archive 'person:washington' | grep -o '.*Washington *[0-9]'
  Thomas Washington     5
  Denise Washington     2
  Washington            1
! morgue-search: aliases.txt: line 3 is left out: it says != and more, as in A != B
$ printf 'location: Washington\nabout: Washington\n' > archive/blocklist.txt
$ morgue-search --format=count archive 'about:=washington'
0
! morgue-search: aliases.txt: line 3 is left out: it says != and more, as in A != B
! morgue-search: blocklist.txt: line 2 is left out: values of this field cannot be blocked
[1]
$ morgue-search --format=count archive 'about:="ellen washington"'
1
! morgue-search: aliases.txt: line 3 is left out: it says != and more, as in A != B
! morgue-search: blocklist.txt: line 2 is left out: values of this field cannot be blocked
