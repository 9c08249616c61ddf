# Columns, by what characters take; narrow ones lose the date, then the id.
$ COLUMNS=80 search_on_fakes --format=kwic data/ferry.json x 2>/dev/null
                    ferry       to the islands sai  2022-01-21  hg-2022-01-21-03
r all crews of the  ferry       , said on Monday    2022-01-21  hg-2022-01-21-03
re was said of the  ferry       .                   2022-01-21  hg-2022-01-21-03
      Étude of the  Ferry       Zürich to           2021-05     https://wire.exa
        étude of a  ferry boat  zurich, by          2021-05     https://wire.exa
$ COLUMNS=60 search_on_fakes --format=kwic data/ferry.json x 2>/dev/null
                  ferry       to the islands s  hg-2022-01-2
all crews of the  ferry       , said on Monday  hg-2022-01-2
 was said of the  ferry       .                 hg-2022-01-2
    Étude of the  Ferry       Zürich to         https://wire
      étude of a  ferry boat  zurich, by        https://wire
$ COLUMNS=40 search_on_fakes --format=kwic data/ferry.json x 2>/dev/null
               ferry       to the island
 crews of the  ferry       , said on Mon
s said of the  ferry       .
 Étude of the  Ferry       Zürich to
   étude of a  ferry boat  zurich, by
$ COLUMNS=20 search_on_fakes --format=kwic data/ferry.json x 2>/dev/null
          ferry  to the i
s of the  ferry  , said o
d of the  ferry  .
e of the  Ferry  Zürich t
ude of a  ferry boat  zur
# In a pipe ids are whole.
$ search_on_fakes --format=kwic data/ferry.json x 2>/dev/null
                    ferry       to the islands sai  2022-01-21  hg-2022-01-21-03
r all crews of the  ferry       , said on Monday    2022-01-21  hg-2022-01-21-03
re was said of the  ferry       .                   2022-01-21  hg-2022-01-21-03
      Étude of the  Ferry       Zürich to           2021-05     https://wire.example/2021/05/02/the-bridge-is-closed-by-wind
        étude of a  ferry boat  zurich, by          2021-05     https://wire.example/2021/05/02/the-bridge-is-closed-by-wind
# Whole contexts, as many as were asked for.
$ search_on_fakes --format=kwic --context=100 data/ferry.json x 2>/dev/null
                                                            ferry       to the islands sails again after a winter of repairs, said the minister on Friday  2022-01-21  hg-2022-01-21-03
a spokesman for the union that speaks for all crews of the  ferry       , said on Monday                                                                   2022-01-21  hg-2022-01-21-03
                              Nothing more was said of the  ferry       .                                                                                  2022-01-21  hg-2022-01-21-03
                                              Étude of the  Ferry       Zürich to                                                                          2021-05     https://wire.example/2021/05/02/the-bridge-is-closed-by-wind
                                                étude of a  ferry boat  zurich, by                                                                         2021-05     https://wire.example/2021/05/02/the-bridge-is-closed-by-wind
# East Asian characters take two columns, combining marks none, control characters are spaces.
$ COLUMNS=80 search_on_fakes --format=kwic data/wide.json x
昨日、東京の  船   が出た。今日はない。  2022-03-01  jp-1
      大阪の  船   も                    2022-03-01  jp-1
     x東京の  船   が                    2022-03-01  jp-1
  Nguyễn Văn  tàu  đi Hà Nội             2022        vi-2
      café    TÀU   [31mred              2022        vi-2
$ COLUMNS=40 search_on_fakes --format=kwic data/wide.json x
昨日、東京の  船   が出た。今日はない。
      大阪の  船   も
     x東京の  船   が
  Nguyễn Văn  tàu  đi Hà Nội
      café    TÀU   [31mred
$ COLUMNS=20 search_on_fakes --format=kwic data/wide.json x
、東京の  船   が出た。
  大阪の  船   も
 x東京の  船   が
uyễn Văn  tàu  đi Hà Nộ
  café    TÀU   [31mred
# Sorted.
$ search_on_fakes --format=kwic --kwic-sort=text data/order.json x
   the long  strike  zebra      2022-03-01  o-1
The «Short»  strike  , Étude    2022-03-01  o-1
     a long  strike  "apple     2022-03-01  o-1
             strike  .          2022-03-01  o-1
   no long,  STRIKE  etude two  2022-03-01  o-1
   an ÉTUDE  strike  Apple pie  2022-03-01  o-1
       東京  strike  で         2022-03-01  o-1
       大京  strike  が         2022-03-01  o-1
$ search_on_fakes --format=kwic --kwic-sort=right data/order.json x
             strike  .          2022-03-01  o-1
     a long  strike  "apple     2022-03-01  o-1
   an ÉTUDE  strike  Apple pie  2022-03-01  o-1
The «Short»  strike  , Étude    2022-03-01  o-1
   no long,  STRIKE  etude two  2022-03-01  o-1
   the long  strike  zebra      2022-03-01  o-1
       大京  strike  が         2022-03-01  o-1
       東京  strike  で         2022-03-01  o-1
$ search_on_fakes --format=kwic --kwic-sort=left data/order.json x
             strike  .          2022-03-01  o-1
   an ÉTUDE  strike  Apple pie  2022-03-01  o-1
     a long  strike  "apple     2022-03-01  o-1
   no long,  STRIKE  etude two  2022-03-01  o-1
   the long  strike  zebra      2022-03-01  o-1
The «Short»  strike  , Étude    2022-03-01  o-1
       大京  strike  が         2022-03-01  o-1
       東京  strike  で         2022-03-01  o-1
$ search_on_fakes --format=kwic --color=always data/wide.json x | cat -v
M-fM-^XM-(M-fM-^WM-%M-cM-^@M-^AM-fM-^]M-1M-dM-:M-,M-cM-^AM-.  ^[[1;31mM-hM-^HM-9^[[0m   M-cM-^AM-^LM-eM-^GM-:M-cM-^AM-^_M-cM-^@M-^BM-dM-;M-^JM-fM-^WM-%M-cM-^AM-/M-cM-^AM-*M-cM-^AM-^DM-cM-^@M-^B  2022-03-01  ^[[2mjp-1^[[0m
      M-eM-$M-'M-iM-^XM-*M-cM-^AM-.  ^[[1;31mM-hM-^HM-9^[[0m   M-cM-^BM-^B                    2022-03-01  ^[[2mjp-1^[[0m
     xM-fM-^]M-1M-dM-:M-,M-cM-^AM-.  ^[[1;31mM-hM-^HM-9^[[0m   M-cM-^AM-^L                    2022-03-01  ^[[2mjp-1^[[0m
  NguyeM-LM-^BM-LM-^Cn VaM-LM-^Fn  ^[[1;31mtaM-LM-^@u^[[0m  M-DM-^Qi HaM-LM-^@ NoM-LM-#M-LM-^Bi             2022        ^[[2mvi-2^[[0m
      cafM-CM-)    ^[[1;31mTM-CM-^@U^[[0m   [31mred              2022        ^[[2mvi-2^[[0m
$ search_on_fakes --format=kwic data/nothing.json x
[1]
