# Phrases, fields, joined operands, --, the order, pages.
$ morgue-index archive dump > /dev/null
$ morgue-search --format=ids archive '"article 5"'
w-2022-geneva
$ morgue-search --format=ids archive location:ukraine
w-2022-geneva
$ morgue-search --format=ids archive 'person:blinken' 'org:nato'
w-2022-geneva
$ morgue-search --format=ids --sort=oldest archive bridge wind
b-2
$ morgue-search --format=ids archive -- harbour -ferry
w-2020-strike
$ morgue-search --format=ids archive 'harbour -ferry'
w-2020-strike
$ morgue-search --format=ids --sort=oldest archive '*'
b-1
b-2
w-2019-ferry
w-2020-strike
w-2021-zurich
w-2022-geneva
w-undated
$ morgue-search --format=ids --sort=newest -n 2 archive '*'
w-2022-geneva
w-2021-zurich
$ morgue-search --format=ids --sort=newest -n2 --offset 2 archive '*'
w-2020-strike
w-2019-ferry
$ morgue-search --format=ids archive nothingmatchesthis
[1]
$ morgue-search --format=count archive article
3
$ morgue-search --format=count archive nothingmatchesthis
0
[1]
