# Words near each other, in the sample archive.
$ morgue-index --tag=none archive samples/archive > /dev/null
$ morgue-search --format=ids archive 'attack W/3 embassy'
mw-20180822-0455
$ morgue-search --format=ids archive 'embassy NEAR/3 attack'
mw-20180822-0455
$ morgue-search --format=ids archive 'embassy PRE/3 attack'
[1]
$ morgue-search --format=ids archive 'attack pre/2 embassy'
mw-20180822-0455
$ morgue-search --format=ids archive 'embassy W/S guards'
mw-20180822-0455
$ morgue-search --format=ids archive 'minister W/P parliament'
mw-20140905-0101
$ morgue-search --format=ids archive 'guards PRE/S embassy'
mw-20180822-0455
# Without it near, and without it at all.
$ morgue-search --format=ids --sort=oldest archive 'kessara'
reut-40007
mw-20170912-0377
mw-20180822-0455
mw-20191028-0512
$ morgue-search --format=ids --sort=oldest archive 'kessara NOT W/3 capital'
reut-40007
mw-20170912-0377
mw-20180822-0455
mw-20191028-0512
$ morgue-search --format=ids --sort=oldest archive 'kessara -capital'
reut-40007
mw-20170912-0377
mw-20191028-0512
# Groups, phrases, wildcards, one within the other, in a field.
$ morgue-search --format=ids archive '(attack OR storm) W/5 (embassy OR consulate*)'
mw-20180822-0455
$ morgue-search --format=ids archive '(attack storm) W/20 embassy'
mw-20180822-0455
$ morgue-search --format=ids archive '"french embassy" W/6 capital'
mw-20180822-0455
$ morgue-search --format=ids archive '"french embassy" W/2 capital'
[1]
$ morgue-search --format=ids archive 'gunm?n W/7 emb*'
mw-20180822-0455
$ morgue-search --format=ids archive 'attack W/3 embassy W/8 capital'
mw-20180822-0455
$ morgue-search --format=ids archive 'person:(ellen PRE/1 washington)'
cas-2021-1102-b
$ morgue-search --format=ids archive 'title:(council W/4 terminal)'
hg-2014-06-12-01
# The same word, twice.
$ morgue-search --format=ids --sort=oldest archive 'attack W/9 attack'
mw-20140905-0101
mw-20180531-0093
hg-2022-09-30-21
# The title, the text and paragraphs lie apart.
$ morgue-search --format=ids archive 'article W/5 5 id:hg-2019-03-05-14'
[1]
$ morgue-search --format=ids archive 'article W/200 5 id:hg-2019-03-05-14'
hg-2019-03-05-14
$ morgue-search --format=ids archive 'article W/9 5 id:nl-104250'
[1]
$ morgue-search --format=ids archive 'article W/11 5 id:nl-104250'
nl-104250
$ morgue-search --format=ids archive 'article W/P 5 id:nl-104250'
[1]
