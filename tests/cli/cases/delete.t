# Deleting by query; with paths, they are read afterwards.
$ morgue-index archive dump
7 articles read in N s (N MB/s): 7 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 7 articles in N KB
files read: 2 json
$ morgue-index --delete=source:vale archive
2 articles deleted; the archive holds 5 articles in N KB
$ morgue-search --format=count archive bridge
0
[1]
$ morgue-index --delete='source:harbour' archive dump/bridge.jsonl
2 articles read in N s (N MB/s): 2 added, 0 replaced, 0 unchanged, 0 rejected; 2 articles deleted; the archive holds 5 articles in N KB
files read: 1 json
$ morgue-index --delete='no:such' archive
! morgue-index: column 1: there is no field 'no': the fields are id, title, text, date, source, section, author, url, lang, person, org, location, topic, dateline, actor, about, by, before, after; to search for these words, put them in quotes
!   no:such
!   ^
[2]
$ morgue-index --delete=nothingmatchesthis archive
0 articles deleted; the archive holds 5 articles in N KB
$ morgue-index --delete=x no-such-archive
! morgue-index: no-such-archive: there is no such archive: make one with morgue-index
[3]
# What is deleted and then read again, from the same bytes, is there.
$ printf '{"id":"a","text":"one bell"}\n{"id":"b","text":"two drums"}\n' > twice.jsonl
$ morgue-index twice twice.jsonl > /dev/null
$ morgue-index --delete=bell twice twice.jsonl
2 articles read in N s (N MB/s): 1 added, 0 replaced, 1 unchanged, 0 rejected; 1 article deleted; the archive holds 2 articles in N KB
files read: 1 json
