# What people see.
$ morgue-index archive dump > /dev/null
$ morgue-search archive '"article 5"'
1  Ministers meet in Geneva over treaty
   2022-01-21 | Meridian Wire | World | by Anna Lindqvist, Tomas Reyes
   persons: Antony Blinken, Sergei Lavrov
   organizations: NATO, United Nations
   locations: Geneva, Ukraine
   The foreign ministers met in Geneva on Friday. Both sides named Article 5 of the treaty, and neither gave way. A spokesman said that talks at NATO & the <UN> would go on "next week".
   id:w-2022-geneva

1-1 of 1 article (N ms)
$ COLUMNS=40 morgue-search archive geneva minister
1  Ministers meet in Geneva over treaty
   2022-01-21 | Meridian Wire | World |
   by Anna Lindqvist, Tomas Reyes
   persons: Antony Blinken, Sergei
   Lavrov
   organizations: NATO, United Nations
   locations: Geneva, Ukraine
   The foreign ministers met in Geneva
   on Friday. Both sides named Article 5
   of the treaty, and neither gave way.
   A spokesman said that talks at NATO &
   the <UN> would go on "next week".
   id:w-2022-geneva

1-1 of 1 article (N ms)
$ morgue-search --color=always archive '"article 5"' | cat -v
1  ^[[1mMinisters meet in Geneva over treaty^[[0m
   2022-01-21 | Meridian Wire | World | by Anna Lindqvist, Tomas Reyes
   ^[[2mpersons:^[[0m Antony Blinken, Sergei Lavrov
   ^[[2morganizations:^[[0m NATO, United Nations
   ^[[2mlocations:^[[0m Geneva, Ukraine
   The foreign ministers met in Geneva on Friday. Both sides named ^[[1;31mArticle 5^[[0m of the treaty, and neither gave way. A spokesman said that talks at NATO & the <UN> would go on "next week".
   ^[[2mid:w-2022-geneva^[[0m

1-1 of 1 article (N ms)
$ morgue-search --full archive '"article 5"'
1  Ministers meet in Geneva over treaty
   2022-01-21 | Meridian Wire | World | by Anna Lindqvist, Tomas Reyes
   persons: Antony Blinken, Sergei Lavrov
   organizations: NATO, United Nations
   locations: Geneva, Ukraine
   The foreign ministers met in Geneva on Friday. Both sides named Article 5 of the treaty, and neither gave way.

   A spokesman said that talks at NATO & the <UN> would go on "next week".
   id:w-2022-geneva

1-1 of 1 article (N ms)
$ morgue-search --snippets=0 archive 'source:harbour' --sort=oldest
1  Ferry runs again
   2019-05-02 | Harbour Gazette | Local | by Mina Okafor
   locations: Port Ellery
   id:w-2019-ferry

2  Strike shuts the harbour
   2020-03-24 06:30 UTC | Harbour Gazette | Business
   organizations: Dockers' Union
   locations: Port Ellery
   id:w-2020-strike

1-2 of 2 articles (N ms)
$ morgue-search archive nothingmatchesthis
no articles (N ms)
[1]
$ morgue-search --exact -n 2 --offset=1 --sort=oldest --snippets=0 archive '*'
2  Bridge closed by wind
   2018-11-12 | Vale Courier
   id:b-2

3  Ferry runs again
   2019-05-02 | Harbour Gazette | Local | by Mina Okafor
   locations: Port Ellery
   id:w-2019-ferry

2-3 of 7 articles (N ms)
$ morgue-search --exact --offset=50 archive '*'
none of 7 articles (N ms)
$ morgue-search -n 0 --exact archive '*'
7 articles (N ms)
