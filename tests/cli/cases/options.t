# Mistakes in options: named, with the nearest one where there is one.
$ morgue-search --facet archive x
! morgue-search: unknown option --facet: did you mean --facets?
[2]
$ morgue-search --fromat=json archive x
! morgue-search: unknown option --fromat: did you mean --format?
[2]
$ morgue-search --nothing-like-it archive x
! morgue-search: unknown option --nothing-like-it: see morgue-search --help
[2]
$ morgue-search --format=jsno archive x
! morgue-search: --format does not know "jsno": did you mean json?
[2]
$ morgue-search --format=tables archive x
! morgue-search: --format does not know "tables": choose one of text, json, jsonl, ids, count
[2]
$ morgue-search --format
! morgue-search: --format needs an argument: --format=FORMAT
[2]
$ morgue-search --full=yes archive x
! morgue-search: --full takes no argument
[2]
$ morgue-search -n ten archive x
! morgue-search: -n needs a whole number, not "ten"; put -- before a query that begins with -
[2]
$ morgue-search -n 5000000000 archive x
! morgue-search: -n needs a number up to 1000000, not 5000000000
[2]
$ morgue-search archive -england
! morgue-search: unknown option -england: see morgue-search --help; put -- before a query that begins with -
[2]
$ morgue-search archive -nato
! morgue-search: -n needs a whole number, not "ato"; put -- before a query that begins with -
[2]
$ morgue-search
! morgue-search: no archive was named: morgue-search ARCHIVE QUERY..., or see morgue-search --help
[2]
$ morgue-search archive
! morgue-search: nothing to search for was named: morgue-search archive QUERY...; the query * finds every article
[2]
$ morgue-search --dump --format=json archive
! morgue-search: --dump writes all articles as they are: leave the other options out
[2]
$ morgue-index --memroy=1G archive x
! morgue-index: unknown option --memroy: did you mean --memory?
[2]
$ morgue-index --memory=lots archive x
! morgue-index: --memory needs a size such as 512M or 2G, not "lots"
[2]
$ morgue-index --memory=99999999999T archive x
! morgue-index: --memory needs a size such as 512M or 2G, not "99999999999T"
[2]
$ morgue-index --map=headline archive dump
! morgue-index: --map needs a field and a key, not "headline": --map=title=headline
[2]
$ morgue-index --map=tilte=head archive dump
! morgue-index: --map does not know the field "tilte": did you mean title?
[2]
$ morgue-index --map=actor=who archive dump
! morgue-index: --map cannot fill actor: map person or org
[2]
$ morgue-index --format=jsnol archive dump
! morgue-index: --format does not know "jsnol": did you mean json?
[2]
$ morgue-index --format=tables archive dump
! morgue-index: --format does not know "tables": see morgue-index --list-formats
[2]
$ morgue-index
! morgue-index: no archive was named: morgue-index ARCHIVE PATH..., or see morgue-index --help
[2]
$ ls archive
! ls: cannot access 'archive': No such file or directory
[2]
