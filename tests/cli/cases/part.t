# An archive may be one part of several: of what is read each takes its own, by a hash of the id.
$ for i in 1 2 3 4 5 6 7 8; do echo "{\"id\": \"n$i\", \"title\": \"Ferry $i\"}"; done > dump.jsonl
$ for k in 1 2; do morgue-index --part=$k/2 part-$k dump.jsonl; done
8 articles read in N s (N MB/s): 3 added, 0 replaced, 0 unchanged, 5 left to other parts than 1/2, 0 rejected; the archive holds 3 articles in N KB
files read: 1 json
8 articles read in N s (N MB/s): 5 added, 0 replaced, 0 unchanged, 3 left to other parts than 2/2, 0 rejected; the archive holds 5 articles in N KB
files read: 1 json
$ for k in 1 2; do morgue-search --format=ids part-$k '*' | sort | tr '\n' ' '; done
n5 n6 n8 n1 n2 n3 n4 n7 
# A later run need not name the part; what replaces and what deletes finds the archive that has it.
$ printf '{"id": "%s", "title": "Harbour"}\n' n1 n2 n3 > later.jsonl
$ printf '{"id": "%s", "deleted": true}\n' n4 n5 n6 >> later.jsonl
$ morgue-index part-1 later.jsonl
3 articles read in N s (N MB/s): 0 added, 0 replaced, 0 unchanged, 3 left to other parts than 1/2, 0 rejected; 2 articles deleted; the archive holds 1 article in N KB
files read: 1 json
$ morgue-index --part=2/2 --json part-2 later.jsonl
{"articles_seen": 3, "added": 0, "replaced": 3, "unchanged": 0, "older": 0, "elsewhere": 0, "part": "2/2", "rejected": 0, "deleted": 1, "tagged": 0, "articles_total": 4, "bytes_in": 189, "bytes_text": 21, "bytes_archive": N, "seconds": N, "archive": "part-2"}
$ for k in 1 2; do morgue-search --dump part-$k; done | sort
{"id":"n1","title":"Harbour"}
{"id":"n2","title":"Harbour"}
{"id":"n3","title":"Harbour"}
{"id":"n7","title":"Ferry 7"}
{"id":"n8","title":"Ferry 8"}
# What is wrong is told by all, and what is odd by the one that takes the article.
$ printf '{"title": ""}\n{"id": "n1", "title": "A &amp;amp; B"}\n' > odd.jsonl
$ for k in 1 2; do morgue-index part-$k odd.jsonl; done
2 articles read in N s (N MB/s): 0 added, 0 replaced, 0 unchanged, 1 left to other parts than 1/2, 1 rejected; the archive holds 1 article in N KB
files read: 1 json
2 articles read in N s (N MB/s): 0 added, 1 replaced, 0 unchanged, 0 left to other parts than 2/2, 1 rejected, 1 repaired; the archive holds 4 articles in N KB
files read: 1 json
! morgue-index: odd.jsonl:1: the article has neither title nor text (rejected)
! morgue-index: odd.jsonl:1: the article has neither title nor text (rejected)
! morgue-index: odd.jsonl:2: 1 HTML entity left in the text was resolved (repaired)
[1]
# Another part is refused, and so is any for an archive that has articles of all.
$ morgue-index --part=1/2 part-2 dump.jsonl
! morgue-index: part-2: is part 2/2, not 1/2: leave --part out, or name another archive
[2]
$ morgue-index --part=2/4 part-2 dump.jsonl
! morgue-index: part-2: is part 2/2, not 2/4: leave --part out, or name another archive
[2]
$ morgue-index whole dump.jsonl | tail -1
files read: 1 json
$ morgue-index --part=1/2 whole dump.jsonl
! morgue-index: whole: has articles of all parts, and cannot become part 1/2: leave --part out, or name a new archive
[2]
$ morgue-index --dry-run --part=1/2 whole dump.jsonl
! morgue-index: whole: has articles of all parts, and cannot become part 1/2: leave --part out, or name a new archive
[2]
$ for part in 0/2 3/2 1/1001 2 /2 1/ 1/2/3 -1/2 ' 1/2' 00001/2; do morgue-index "--part=$part" new dump.jsonl; done
! morgue-index: --part takes which part of how many, not "0/2": --part=2/4
! morgue-index: there is no part 3/2: parts are 1/N to N/N, N at most 1000
! morgue-index: there is no part 1/1001: parts are 1/N to N/N, N at most 1000
! morgue-index: --part takes which part of how many, not "2": --part=2/4
! morgue-index: --part takes which part of how many, not "/2": --part=2/4
! morgue-index: --part takes which part of how many, not "1/": --part=2/4
! morgue-index: --part takes which part of how many, not "1/2/3": --part=2/4
! morgue-index: --part takes which part of how many, not "-1/2": --part=2/4
! morgue-index: --part takes which part of how many, not " 1/2": --part=2/4
! morgue-index: --part takes which part of how many, not "00001/2": --part=2/4
[2]
$ morgue-index --part=1/2 --stats part-1
! morgue-index: --part is about what is read: name a dump, or - for standard input
[2]
$ ls -d new
! ls: cannot access 'new': No such file or directory
[2]
# A dry run tells what would be taken, of a new archive and of one that there is.
$ morgue-index --dry-run --part=2/3 new dump.jsonl
dump.jsonl
  format    json: the file begins with a JSON object or an array of them
  articles  8
  in all    id, title
  in none   text, date, source, section, author, url, lang, person, org,
            location, topic, modified, dateline, version, extra
  article   line 7
    id          n7
    title       Ferry 7

8 articles read in N s (N MB/s): 1 would be added or found unchanged, 7 left to other parts than 2/3, 0 rejected; nothing was written
files read: 1 json
$ printf '{"id": "n4", "deleted": true}\n{"id": "n5", "deleted": true}\n' | morgue-index --dry-run part-1 - | tail -2
0 articles read in N s (N MB/s): 0 would be added or found unchanged, 0 left to other parts than 1/2, 0 rejected; 1 article would be deleted; nothing was written
files read: 1 json
$ morgue-index --dry-run --json part-2 later.jsonl | grep -o '"added.*"part": "[^"]*"'
"added": 3, "replaced": 0, "unchanged": 0, "older": 0, "elsewhere": 0, "part": "2/2"
# It is told with what is in the archive.
$ morgue-index --stats part-1 | head -3
archive    part-1
part       1/2 of all articles
articles   1
$ morgue-index --stats --json part-2 | grep -o '"part": "[^"]*"'
"part": "2/2"
$ morgue-index --stats --json whole | grep -c part
0
[1]
# The manifest has it, and a schema that earlier versions refuse.
$ grep -e schema -e part part-2/morgue.manifest whole/morgue.manifest
part-2/morgue.manifest:schema 7
part-2/morgue.manifest:part 2/2
whole/morgue.manifest:schema 6
# What looks after an archive leaves it the part that it is.
$ morgue-index --compact part-2 && morgue-index --retag part-2 && morgue-index --rebuild part-2
compacted from 1 shard in N KB to 1 in N KB; the archive holds 4 articles in N KB
what was found to tag was taken out of 0 articles; the archive holds 4 articles in N KB
rebuilt in N s; the archive holds 4 articles; 0 lost
$ morgue-index --snapshot=copy part-2 && morgue-index --verify copy
copied 1 shard (N KB) to copy in N s...
1 shard and 4 articles checked in N s, the index of 4 of them: all sound
$ morgue-index --stats copy | grep part
part       2/2 of all articles
# From two to four: each is read into two, which have all of it.
$ for k in 1 2 3 4; do morgue-search --dump part-$(((k + 1) / 2)) | morgue-index --part=$k/4 --tag=none quarter-$k -; done
1 article read in N s (N MB/s): 0 added, 0 replaced, 0 unchanged, 1 left to other parts than 1/4, 0 rejected; the archive holds 0 articles in N KB
files read: 1 json
1 article read in N s (N MB/s): 1 added, 0 replaced, 0 unchanged, 0 left to other parts than 2/4, 0 rejected; the archive holds 1 article in N KB
files read: 1 json
4 articles read in N s (N MB/s): 2 added, 0 replaced, 0 unchanged, 2 left to other parts than 3/4, 0 rejected; the archive holds 2 articles in N KB
files read: 1 json
4 articles read in N s (N MB/s): 2 added, 0 replaced, 0 unchanged, 2 left to other parts than 4/4, 0 rejected; the archive holds 2 articles in N KB
files read: 1 json
$ for k in 1 2 3 4; do morgue-search --dump quarter-$k; done | sort > quarters; for k in 1 2; do morgue-search --dump part-$k; done | sort | cmp - quarters
# An article that is in another part than its own is damage.
$ cp -r part-1 mixed; sed -i '/^checksum/d; s/^part 1/part 2/' mixed/morgue.manifest
$ sum=$(head -n -1 mixed/morgue.manifest | gzip -c | tail -c8 | od -An -tx4 -N4 | tr -d ' '); sed -i "s/^end\$/checksum $sum\nend/" mixed/morgue.manifest
$ morgue-index --verify mixed
1 shard and 1 article checked in N s, the index of 1 of them: 1 damage found; morgue-index --rebuild mixed saves what can be read
! morgue-index: mixed/shard-000001: article 3 (n8): it is for part 1/2, and the archive is part 2/2 (damaged)
[1]
# Where the manifest is lost, so is the part: it is to be said again, and is checked.
$ rm mixed/morgue.manifest; morgue-index --rebuild --part=2/2 mixed
! morgue-index: mixed/morgue.manifest: it is missing: all folders called shard-NUMBER are taken for shards (damaged)
! morgue-index: mixed: cannot be rebuilt: it is not part 2/2, for it has the article 'n8': the archive is as it was; mend it and run again
[2]
$ morgue-index --rebuild --part=1/2 --json mixed | grep -o '"articles": [0-9]*'; morgue-index --stats mixed | grep part
"articles": 1
part       1/2 of all articles
! morgue-index: mixed/morgue.manifest: it is missing: all folders called shard-NUMBER are taken for shards (damaged)
$ morgue-index --rebuild --part=2/2 mixed
! morgue-index: mixed: is part 1/2, not 2/2: leave --part out
[2]
$ morgue-index --rebuild --part=3/2 mixed
! morgue-index: there is no part 3/2: parts are 1/N to N/N, N at most 1000
[2]
$ morgue-index --verify --part=1/2 mixed
! morgue-index: --part is about what is read: name a dump, or - for standard input
[2]
