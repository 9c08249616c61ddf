# What a query was understood as, what it cost, and why an article has its score.
$ morgue-index --tag=none archive samples/archive > /dev/null
$ morgue-search --explain --snippets=0 -n 1 archive 'attack W/3 embassy (ferry OR storm*) -title:ferry date:2018'
1  Guards and a gardener foil attack on embassy in Kessara's capital
   2018-08-22 15:25 UTC | Meridian Wire | World | by Samira Haddadin, Karel Novotny
   persons: Tomas Idrissi, Hélène Vasseur, Yusuf Darwish
   organizations: Salt River Authority, United Nations, U.S. State Department
   locations: Bab Sahra, Kessara, Jordan, Washington
   id:mw-20180822-0455
   13.86  score
    3.41  word attack: 4 times, in the title
    7.76  word embassy: 4 times, in the title
    2.70  word storm*: once

1-1 of 1 article (N ms)

plan                      articles  weight  N
  and                            1  N
    date:2018                    5  N
    or                           7  N
      word ferry                 5    5.89  N
          ferry 5
      word storm*                2    7.62  N
          storm 2
    near w/3                     1  N
      word embassy               1    8.75  N
          embassy 1
      word attack               13    3.84  N
          4 words: attack 10, attacked 2, attackers 1, attacking 1
    not word title:ferry         2  N
        ferry 2
$ morgue-search --explain --snippets=0 -n 1 archive '(guards OR (attack storm)) W/20 (embassy capital)'
1  Guards and a gardener foil attack on embassy in Kessara's capital
   2018-08-22 15:25 UTC | Meridian Wire | World | by Samira Haddadin, Karel Novotny
   persons: Tomas Idrissi, Hélène Vasseur, Yusuf Darwish
   organizations: Salt River Authority, United Nations, U.S. State Department
   locations: Bab Sahra, Kessara, Jordan, Washington
   id:mw-20180822-0455
   23.54  score
    6.12  word guards: 4 times, in the title
    3.41  word attack: 4 times, in the title
    2.70  word storm: once
    7.76  word embassy: 4 times, in the title
    3.56  word capital: 2 times, in the title

1-1 of 1 article (N ms)

plan                 articles  weight  N
  and                       1  N
    near w/20               1  N
      word embassy          1  N
          embassy 1
      or                   12  N
        word guards         3    6.90  N
            2 words: guard 2, guards 1
        word attack        13    3.84  N
            4 words: attack 10, attacked 2, attackers 1, attacking 1
    near w/20               1  N
      word embassy          1    8.75  N
          embassy 1
      or                    4  N
        word guards         3  N
            2 words: guard 2, guards 1
        word storm          2    7.62  N
            storm 2
    near w/20               2  N
      or                    4  N
        word guards         3  N
            2 words: guard 2, guards 1
        word storm          2  N
            storm 2
      word capital          8    4.93  N
          capital 8
    near w/20               1  N
      word capital          8  N
          capital 8
      or                   12  N
        word guards         3  N
            2 words: guard 2, guards 1
        word attack        13  N
            4 words: attack 10, attacked 2, attackers 1, attacking 1
$ morgue-search --explain --snippets=0 -n 1 --format=json archive 'cs:Guards embassy'
{"query": "cs:Guards embassy", "total": 1, "total_is_exact": true, "partial": false, "missing": [], "took_ms": N, "results": [{"id": "mw-20180822-0455", "title": "Guards and a gardener foil attack on embassy in Kessara's capital", "date": "2018-08-22T15:25:00Z", "source": "Meridian Wire", "section": "World", "authors": ["Samira Haddadin", "Karel Novotny"], "url": "https://meridian.example/2018/08/22/embassy", "language": "en", "persons": ["Tomas Idrissi", "Hélène Vasseur", "Yusuf Darwish"], "organizations": ["Salt River Authority", "United Nations", "U.S. State Department"], "locations": ["Bab Sahra", "Kessara", "Jordan", "Washington"], "score": N, "snippet": null, "reasons": [{"what": "word cs:Guards", "occurrences": 4, "in_title": true, "score": N}, {"what": "word embassy", "occurrences": 4, "in_title": true, "score": N}]}], "facets": {}, "timeline": [], "suggestion": null, "notices": [], "next": null, "plan": [{"depth": 0, "what": "and", "terms": "", "n_terms": 0, "frequency": 1, "weight": 0.0, "ms": N}, {"depth": 1, "what": "word embassy", "terms": "embassy 1", "n_terms": 1, "frequency": 1, "weight": 8.74844, "ms": N}, {"depth": 1, "what": "word cs:Guards", "terms": "", "n_terms": 0, "frequency": 1, "weight": 0.0, "ms": N}, {"depth": 2, "what": "word cs:Guards", "terms": "guards 1", "n_terms": 1, "frequency": 1, "weight": 8.74844, "ms": N}]}
$ morgue-search --explain --snippets=0 -n 0 archive '~blinkin has:date OR "article 5" location:geneva'
2 articles (N ms)

plan                        articles  weight  N
  or                               2  N
    and                            2  N
      word ~blinkin                3    6.88  N
          2 words: blinken 3, blinkin 0
      has:date                    75  N
          date 75
    and                            2  N
      word location:geneva         2  N
          geneva 2
      phrase "article 5"          19  N
        word 5                    34    1.85  N
            5 34
        word article              36    1.73  N
            article 36
