# Every occurrence on a line, in the sample archive.
$ morgue-index --tag=none archive samples/archive > /dev/null
$ morgue-search --format=kwic archive 'ferry W/3 terminal'
ouncil backs new  ferry terminal  by a single vote  2014-06-12  hg-2014-06-12-01
 approved a £48m  ferry terminal  at the old coal   2014-06-12  hg-2014-06-12-01
$ morgue-search --format=kwic --kwic-sort=right archive '"article 5" org:nato after:2017'
er attack triggers  Article 5                      2021-11-09  mw-20211109-0058
 that came near to  Article 5  .                   2021-11-09  mw-20211109-0058
      "People hear  Article 5  and think of a swi  2022-01-21  hg-2022-01-21-03
romise help, leave  Article 5  closed              2024-02-16  mw-20240216-0031
emselves by NATO's  Article 5  covers members onl  2022-01-21  mw-20220121-0417
Allies rehearse an  Article 5  crisis on an imagi  2018-05-31  mw-20180531-0093
meone will get up.  Article 5  has been invoked o  2022-09-30  hg-2022-09-30-21
ost of us remember  Article 5  of the North Atlan  2022-09-30  hg-2022-09-30-21
f assistance under  Article 5  of the North Atlan  2022-01-21  hg-2022-01-21-03
e planners call an  Article 5  scenario: one in w  2018-05-31  mw-20180531-0093
 the invocation of  Article 5  , the mutual defen  2021-11-09  mw-20211109-0058
al defence clause,  Article 5  , where it was. "T  2024-02-16  mw-20240216-0031
$ morgue-search --format=kwic --kwic-sort=left --context=20 archive '"prime minister"'
                     Prime Minister  Elise                 2022-06-16  mw-20220616-0380
with reaction, adds  prime minister  , background, bonds)  2022-06-16  mw-20220616-0380
may cut one cable,"  Prime Minister  Elise Fontaine-Dahl   2024-02-15  mw-20240215-0129
 opposition defeats  prime minister  by 61 votes           2019-05-26  mw-20190526-0601
    of an army, its  prime minister  said on Friday, is    2014-09-05  mw-20140905-0101
        the lead of  Prime Minister  Elise                 2019-05-26  mw-20190526-0601
  National Union of  Prime Minister  Elise                 2019-05-27  nl-104175
                The  prime minister  said she would wait   2019-05-27  nl-104175
    would save us,"  Prime Minister  Elise Fontaine-Dahl   2014-09-05  mw-20140905-0101
$ COLUMNS=60 morgue-search --format=kwic --sort=oldest -n 2 archive 'ukrain*'
r the border with  Ukraine  . It denies that   mw-20220121-
members only, and  Ukraine  is not one.        mw-20220121-
r the border with  Ukraine  sent back to thei  hg-2022-01-2
 its members, and  Ukraine  is not one.        hg-2022-01-2
 minutes. "We let  Ukraine  speak," said the   hg-2022-01-2
$ morgue-search --format=kwic archive 'location:geneva'
! morgue-search: the query asks for no words of title or text, so there are no lines to show: add a word, or leave out --format=kwic
$ morgue-search --format=kwic archive nothingmatchesthis
[1]
