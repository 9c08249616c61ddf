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
! morgue-search: --format does not know "tables": choose one of text, json, jsonl, csv, kwic, ids, count
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
# Fields to count.
$ morgue-search --facets=locatoin archive x
! morgue-search: --facets does not know the field "locatoin": did you mean location?
[2]
$ morgue-search --facets=person,zzzzzz archive x
! morgue-search: --facets does not know the field "zzzzzz": see morgue-search --fields
[2]
$ morgue-search --facets=person, archive x
! morgue-search: --facets needs the names of fields: --facets=person,location
[2]
$ morgue-search --facets=date archive x
! morgue-search: --facets cannot count dates: use --timeline=year, month or day
[2]
$ morgue-search --timeline=weekly archive x
! morgue-search: --timeline does not know "weekly": choose one of year, month, day
[2]
$ morgue-search --timeout=soon archive x
! morgue-search: --timeout needs a time in seconds such as 2 or 0.5, not "soon"
[2]
$ morgue-search --timeout=1. archive x
! morgue-search: --timeout needs a time in seconds such as 2 or 0.5, not "1."
[2]
$ morgue-search --timeout=-1 archive x
! morgue-search: --timeout needs a time in seconds such as 2 or 0.5, not "-1"
[2]
$ morgue-search --timeout=99999999999999999999 archive x
! morgue-search: --timeout needs a time in seconds such as 2 or 0.5, not "99999999999999999999"
[2]
$ morgue-search --timeout=1000000.001 archive x
! morgue-search: --timeout needs a time up to 1000000 seconds, not 1000000.001
[2]
# Options that say nothing with some of the others.
$ morgue-search --facets=person --format=csv archive x
! morgue-search: --facets are shown by --format=text and json
[2]
$ morgue-search --timeline=year --format=jsonl archive x
! morgue-search: --timeline is shown by --format=text and json
[2]
$ morgue-search --explain --format=kwic archive x
! morgue-search: --explain is shown by --format=text, json and jsonl
[2]
$ morgue-search --facet-values=3 archive x
! morgue-search: --facet-values is for --facets: name the fields, --facets=person,location
[2]
$ morgue-search --bom archive x
! morgue-search: --bom is for --format=csv
[2]
$ morgue-search --context=30 archive x
! morgue-search: --context is for --format=kwic; elsewhere --snippets says how much is shown
[2]
$ morgue-search --kwic-sort=left archive x
! morgue-search: --kwic-sort is for --format=kwic
[2]
$ morgue-search --dump --facets=person archive
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
# A query that looks like options is none of them, however it begins.
$ morgue-search archive -has:date
! morgue-search: unknown option -has:date: see morgue-search --help; put -- before a query that begins with -
[2]
