# Wildcards, spelling, letter case, has:, in the sample archive.
$ morgue-index --tag=none archive samples/archive > /dev/null
$ morgue-search --format=ids --sort=oldest archive 'ukrain*'
mw-20220121-0417
hg-2022-01-21-03
cl-2022-01-22-02
x82c15d2432de3c39b443677d15cc44db
$ morgue-search --format=ids --sort=oldest archive 'wom?n'
hg-2016-11-19-02
mw-20180822-0455
$ morgue-search --format=ids --sort=oldest archive '*gate'
mw-20180822-0455
mw-20191028-0512
nl-104250
$ morgue-search --format=ids --sort=oldest archive 'cease*f?re'
reut-40007
mw-20170912-0377
mw-20180822-0455
mw-20191028-0512
$ morgue-search --format=ids archive '"attack * embassy"'
mw-20180822-0455
$ morgue-search --format=ids archive '"attack * * embassy"'
[1]
$ morgue-search --format=ids archive '"fren* emb?ssy"'
mw-20180822-0455
$ morgue-search --format=ids archive '"who won?"'
hg-2022-11-04-08
$ morgue-search --format=ids archive 'title:orsol*'
nl-104101
$ morgue-search --format=ids --sort=oldest archive 'id:mw-2018*'
mw-20180531-0093
mw-20180822-0455
$ morgue-search --format=ids --sort=oldest archive 'org:="eastmouth * authority" date:2016..2017'
nl-104101
hg-2016-02-09-01
hg-2016-11-19-02
# Other spellings.
$ morgue-search --format=ids --sort=oldest archive '~blinkin'
mw-20220121-0417
hg-2022-01-21-03
x82c15d2432de3c39b443677d15cc44db
$ morgue-search --format=ids --sort=oldest archive 'person:~elen'
cas-2021-1102-b
# This very letter case.
$ morgue-search --format=count archive 'us'
19
$ morgue-search --format=count archive 'cs:US'
10
$ morgue-search --format=count archive 'cs:us'
14
$ morgue-search --format=ids --sort=oldest archive 'title:cs:US'
reut-40013
mw-20220121-0417
mw-20230516-0190
$ morgue-search --format=ids --sort=oldest archive 'cs:"Prime Minister"'
mw-20140905-0101
mw-20190526-0601
nl-104175
mw-20220616-0380
mw-20240215-0129
$ morgue-search --format=ids --sort=oldest archive 'cs:Ukrain*n'
x82c15d2432de3c39b443677d15cc44db
$ morgue-search --format=ids archive 'cs:ukrain*'
cl-2022-01-22-02
# Articles that have a field.
$ morgue-search --format=count archive 'has:dateline'
13
$ morgue-search --format=count archive 'has:place -has:people'
19
$ morgue-search --format=ids archive 'NOT has:date' | grep -c .
4
