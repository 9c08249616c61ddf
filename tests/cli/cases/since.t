# What has changed since the last time; the mark is random in its second half.
$ printf '{"id":"a","text":"one"}\n{"id":"b","text":"two"}\n' > one.jsonl; printf '{"id":"b","text":"new"}\n{"id":"c","text":"three"}\n' > two.jsonl
$ morgue-index archive one.jsonl > /dev/null
$ morgue-search --dump --since=0 archive 2>&1 | sed 's/-[0-9a-f]\{8\}$/-LINEAGE/'
{"id":"a","text":"one"}
{"id":"b","text":"two"}
morgue-search: the next --since is 1-LINEAGE
$ morgue-search --dump --since= archive 2> /dev/null | wc -l
2
$ morgue-search --dump --since=@mark archive; sed 's/-.*/-LINEAGE/' mark; cp mark first
{"id":"a","text":"one"}
{"id":"b","text":"two"}
1-LINEAGE
$ morgue-search --dump --since=@mark archive
[1]
$ morgue-index archive two.jsonl > /dev/null; morgue-index --delete=id:a archive > /dev/null
$ morgue-search --dump --since=@mark archive; sed 's/-.*/-LINEAGE/' mark; ls mark*
{"id":"c","text":"three"}
{"id":"b","text":"new"}
{"id":"a","deleted":true}
3-LINEAGE
mark
$ morgue-search --dump --since=@mark archive
[1]
$ morgue-search --dump --since=2 archive 2> /dev/null
{"id":"a","deleted":true}
$ morgue-search --dump --since=$(cat first) archive 2>&1 | sed 's/-[0-9a-f]\{8\}$/-LINEAGE/'
{"id":"c","text":"three"}
{"id":"b","text":"new"}
{"id":"a","deleted":true}
morgue-search: the next --since is 3-LINEAGE
# The mark stays where the output could not be written, and is told again.
$ cp first mark; morgue-search --dump --since=@mark archive > /dev/full
! morgue-search: cannot write the output: No space left on device
[3]
$ cmp first mark; morgue-search --dump --since=@mark archive | wc -l
3
$ mkdir folder; : > folder/mark; morgue-search --dump --since=@folder archive
! morgue-search: folder: is not a file: the mark is kept in one
[2]
$ morgue-search --dump --since=@/dev/null archive
! morgue-search: /dev/null: is not a file: the mark is kept in one
[2]
$ morgue-search --dump --since=@nowhere/mark archive
! morgue-search: nowhere/mark: its folder is not there: the mark is kept in that file
[2]
# Who begins anew, as after a first run that was stopped, is told of what was deleted, too.
$ rm mark; morgue-search --dump --since=@mark archive > /dev/full; ls mark
! morgue-search: cannot write the output: No space left on device
! ls: cannot access 'mark': No such file or directory
[2]
$ morgue-search --dump --since=@mark archive
{"id":"c","text":"three"}
{"id":"b","text":"new"}
{"id":"a","deleted":true}
# Copying keeps what is known, rebuilding begins anew.
$ cp first mark; morgue-index --snapshot=copy archive > /dev/null; morgue-search --dump --since=@mark copy
{"id":"c","text":"three"}
{"id":"b","text":"new"}
{"id":"a","deleted":true}
$ morgue-index --rebuild archive > /dev/null; morgue-search --dump --since=3 archive
! morgue-search: archive: what has changed since 3 is not known: it was rebuilt, put back from a copy, or written by a version before 0.2, since: read all of it anew, since 0
[3]
$ cp first mark; morgue-search --dump --since=@mark archive 2>&1 | sed 's/-[0-9a-f]\{8\}/-LINEAGE/'
morgue-search: archive: what has changed since 1-LINEAGE is not known: that is a mark of another archive, or of this one before it was rebuilt, or put back from a copy: read all of it anew, since 0
morgue-search: mark: keeps this mark: empty the copy and remove the file, and the next run tells all anew
$ rm mark; morgue-search --dump --since=@mark archive
{"id":"b","text":"new"}
{"id":"c","text":"three"}
# What cannot be.
$ morgue-search --dump --since=9 archive
! morgue-search: archive: what has changed since 9 is not known: it has not come so far, as where an older copy took its place: read all of it anew, since 0
[3]
$ morgue-search --dump --since=yesterday archive
! morgue-search: 'yesterday' is no mark of changes: those are numbers, or such as 12-9f3c21aa
[2]
$ morgue-search --dump --since=@ archive
! morgue-search: --since=@ lacks the name of the file with the mark: --since=@FILE
[2]
$ printf 'no mark at all\n' > mark; morgue-search --dump --since=@mark archive; cat mark
no mark at all
! morgue-search: 'no mark at all' is no mark of changes: those are numbers, or such as 12-9f3c21aa
$ morgue-search --dump --since=1 archive new
! morgue-search: --since tells of all articles, since one that does not match any more could not be told: leave the QUERY out
[2]
$ morgue-search --dump --since=1 -n 3 archive
! morgue-search: --dump writes all articles as they are: leave the other options out
[2]
$ morgue-search --since=1 archive
! morgue-search: --since is for --dump: morgue-search --dump --since=1 archive
[2]
$ morgue-search --dump --since=1 nothing
! morgue-search: nothing: there is no such archive: make one with morgue-index
[3]
