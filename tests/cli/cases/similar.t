# Articles like one, in the sample archive: updates of an item, another paper on the same event.
$ morgue-index --tag=none archive samples/archive > /dev/null
$ morgue-search --format=ids --similar=mw-20220616-0322 -n 2 archive
mw-20220616-0380
mw-20220616-0301
$ morgue-search --format=ids --similar=nl-104175 -n 1 archive
mw-20190526-0601
$ morgue-search --format=ids --similar=nl-104101 -n 1 archive
hg-2016-02-09-01
$ morgue-search --format=ids --similar=mw-20220121-0417 -n 2 archive
hg-2022-01-21-03
x82c15d2432de3c39b443677d15cc44db
# A query only filters.
$ morgue-search --format=ids --similar=mw-20211109-0058 -n 3 archive 'date:2024'
mw-20240216-0031
mw-20240215-0129
nl-104261
$ morgue-search --format=ids --similar=mw-20211109-0058 archive 'nothingmatchesthis'
[1]
$ morgue-search --similar=mw-0000 archive
! morgue-search: there is no article with the id 'mw-0000'
[2]
$ morgue-search --similar= archive
! morgue-search: there is no article with the id ''
[2]
