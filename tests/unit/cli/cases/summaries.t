# Facets, timelines, plans and reasons, at two widths and without block characters.
$ COLUMNS=80 search_on_fakes --facets=location,person,org --timeline=month --explain --snippets=3 data/ferry.json x
1  Ministers meet over ferry strike in the harbour of Port Ellery
   2022-01-21 14:05 UTC | Harbour Gazette | World | by Anna Lindqvist, Tomás
   Reyes
   persons: Antony Blinken, Sergei Lavrov
   organizations: NATO
   locations: Geneva
   The ferry to the islands sails again after a winter of repairs, said the
   minister on Friday ...
   ... and the union of ferrymen <agrees> & waits."
   ... Nothing more was said of the ferry.
   id:hg-2022-01-21-03
   8.31  score
   5.20  word ferry: 3 times, in the title
   3.11  phrase "port ellery": once

2  =SUM(A1) "Bridge", closed
   2021-05 | by O'Neil; Sons
   Étude of the ferry
   id:https://wire.example/2021/05/02/the-bridge-is-closed-by-wind
   1.50  score
   1.50  word ferry: once

1-2 of 1,340 articles (N ms)
did you mean: ferry strike

by month 5 articles without a date
  2021         3 of      3  100.0%  ▏
  2021-11      0 of    340    0.0%
  2021-12     12 of    340    3.5%  ▌
  2022-01  1,204 of 12,040   10.0%  ████████████████████████████████████████████
  2022-02      1 of 98,041   <0.1%  ▏

locations 5 of 37 values, 12 articles without
  Ukraine                                   1,204  1,001 about it  █████████████
  Port Ellery                                 870                  █████████▍
  東京                                        301     12 about it  ███▎
  Zürich                                        7                  ▏
  The Former Yugoslav Republic of Maced...      1                  ▏

persons 1 value
  Antony Blinken  1  ██████████████████████████████████████████████████

organizations no values, 1,340 articles without

plan                                                      articles  weight    ms
  and                                                        1,340          0.81
    word ferry                                               1,890    3.41  0.20
        3 words: ferry 1204, ferries 870, ferrying 12
    or                                                          40          0.50
      phrase "port ellery"                                      40    6.10  0.40
          2 words: port 3000, ellery 41
      within 5 words of any of the many words that begin like this
                                                                12          0.01
          213 words
! morgue-search: word ferry*: 213 words begin like this
$ COLUMNS=40 search_on_fakes --facets=location,person,org --timeline=month --explain --snippets=3 data/ferry.json x
1  Ministers meet over ferry strike in
   the harbour of Port Ellery
   2022-01-21 14:05 UTC | Harbour
   Gazette | World | by Anna Lindqvist,
   Tomás Reyes
   persons: Antony Blinken, Sergei
   Lavrov
   organizations: NATO
   locations: Geneva
   The ferry to the islands sails again
   after a winter of repairs, said the
   minister on Friday ...
   ... and the union of ferrymen
   <agrees> & waits."
   ... Nothing more was said of the
   ferry.
   id:hg-2022-01-21-03
   8.31  score
   5.20  word ferry: 3 times, in the
         title
   3.11  phrase "port ellery": once

2  =SUM(A1) "Bridge", closed
   2021-05 | by O'Neil; Sons
   Étude of the ferry
   id:https://wire.example/2021/05/02/the-bridge-is-closed-by-wind
   1.50  score
   1.50  word ferry: once

1-2 of 1,340 articles (N ms)
did you mean: ferry strike

by month 5 articles without a date
  2021         3 of      3  100.0%  ▏
  2021-11      0 of    340    0.0%
  2021-12     12 of    340    3.5%  ▏
  2022-01  1,204 of 12,040   10.0%  ████
  2022-02      1 of 98,041   <0.1%  ▏

locations 5 of 37 values, 12 articles
  without
  Ukraine               1,204  █████████
  Port Ellery             870  ██████▌
  東京                    301  ██▎
  Zürich                    7  ▏
  The Former Yugosl...      1  ▏

persons 1 value
  Antony Blinken  1  ███████████████████

organizations no values, 1,340 articles
  without

plan              articles  weight    ms
  and                1,340          0.81
    word ferry       1,890    3.41  0.20
        3 words: ferry 1204, ferries
        870, ferrying 12
    or                  40          0.50
      phrase "port ellery"
                        40    6.10  0.40
          2 words: port 3000, ellery 41
      within 5 words of any of the many
        words that begin like this
                        12          0.01
          213 words
! morgue-search: word ferry*: 213 words begin like this
$ search_on_fakes -n 0 --facets=location data/ferry.json x
1,340 articles (N ms)
did you mean: ferry strike

locations 5 of 37 values, 12 articles without
  Ukraine                                   1,204  1,001 about it  █████████████
  Port Ellery                                 870                  █████████▍
  東京                                        301     12 about it  ███▎
  Zürich                                        7                  ▏
  The Former Yugoslav Republic of Maced...      1                  ▏
! morgue-search: word ferry*: 213 words begin like this
$ LC_ALL=C COLUMNS=60 search_on_fakes -n 0 --facets=location --timeline=day data/ferry.json x
1,340 articles (N ms)
did you mean: ferry strike

by day 5 articles without a date
  2021         3 of      3  100.0%  #
  2021-11      0 of    340    0.0%
  2021-12     12 of    340    3.5%  #
  2022-01  1,204 of 12,040   10.0%  ########################
  2022-02      1 of 98,041   <0.1%  #

locations 5 of 37 values, 12 articles without
  Ukraine                    1,204  1,001 about it  ########
  Port Ellery                  870                  ######
  東京                         301     12 about it  ##
  Zürich                         7                  #
  The Former Yugoslav Re...      1                  #
! morgue-search: word ferry*: 213 words begin like this
$ COLUMNS=20 search_on_fakes -n 0 --facets=location --timeline=year data/ferry.json x
1,340 articles (N ms)
did you mean: ferry
  strike

by year 5 articles
  without a date
  2021         3 of      3  100.0%
  2021-11      0 of    340    0.0%
  2021-12     12 of    340    3.5%
  2022-01  1,204 of 12,040   10.0%
  2022-02      1 of 98,041   <0.1%

locations 5 of 37
  values, 12
  articles without
  Ukraine   1,204
  Port ...    870
  東京        301
  Zürich        7
  The F...      1
! morgue-search: word ferry*: 213 words begin like this
$ COLUMNS=80 search_on_fakes -n 0 --facets=location --timeline=year data/nothing.json x
no articles (N ms)
did you mean: ferry harbour

by year no articles

locations no values
[1]
$ COLUMNS=80 search_on_fakes --color=always --facets=location --explain data/ferry.json x | cat -v
1  ^[[1mMinisters meet over ^[[1;31mferry^[[0m^[[1m strike in the harbour of Port Ellery^[[0m
   2022-01-21 14:05 UTC | Harbour Gazette | World | by Anna Lindqvist, TomM-CM-!s
   Reyes
   ^[[2mpersons:^[[0m Antony Blinken, Sergei Lavrov
   ^[[2morganizations:^[[0m NATO
   ^[[2mlocations:^[[0m Geneva
   The ^[[1;31mferry^[[0m to the islands sails again after a winter of repairs, said the
   minister on Friday ...
   ^[[2mid:hg-2022-01-21-03^[[0m
   8.31  score
   5.20  word ferry: 3 times, in the title
   3.11  phrase "port ellery": once

2  ^[[1m=SUM(A1) "Bridge", closed^[[0m
   2021-05 | by O'Neil; Sons
   M-CM-^Itude of the ^[[1;31mferry^[[0m
   ^[[2mid:https://wire.example/2021/05/02/the-bridge-is-closed-by-wind^[[0m
   1.50  score
   1.50  word ferry: once

1-2 of 1,340 articles (N ms)
did you mean: ^[[1mferry strike^[[0m

^[[1mlocations^[[0m ^[[2m5 of 37 values, 12 articles without^[[0m
  Ukraine                                   1,204  1,001 about it  M-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^H
  Port Ellery                                 870                  M-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^M
  M-fM-^]M-1M-dM-:M-,                                        301     12 about it  M-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^N
  ZM-CM-<rich                                        7                  M-bM-^VM-^O
  The Former Yugoslav Republic of Maced...      1                  M-bM-^VM-^O

^[[1mplan                                                    ^[[0m  articles  weight    ms
  and                                                        1,340          0.81
    word ferry                                               1,890    3.41  0.20
        ^[[2m3 words: ferry 1204, ferries 870, ferrying 12^[[0m
    or                                                          40          0.50
      phrase "port ellery"                                      40    6.10  0.40
          ^[[2m2 words: port 3000, ellery 41^[[0m
      within 5 words of any of the many words that begin like this
                                                                12          0.01
          ^[[2m213 words^[[0m
! morgue-search: word ferry*: 213 words begin like this
