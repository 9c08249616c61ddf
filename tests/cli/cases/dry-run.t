# A dry run reads and reports, and leaves no archive behind.
$ morgue-index --dry-run archive dump | tail -n 2
7 articles read in N s (N MB/s): 7 would be added or found unchanged, 0 rejected; nothing was written
files read: 2 json
$ morgue-index --dry-run archive broken.jsonl
broken.jsonl
  format    json: the file begins with a JSON object or an array of them
  articles  4, rejected: 2
  in all    id, title, text
  in none   date, source, section, author, url, lang, person, org, location,
            topic, modified, dateline, version, extra
  article   line 1
    id          ok-1
    title       A sound article
    text        It is the first of two.
  article   line 4
    id          ok-2
    title       Another sound article
    text        It is the second of two.
  rejected  line 2, column 47: a value is missing or not closed (broken.jsonl
            line 2)
  rejected  the article has neither title nor text (broken.jsonl line 3)

4 articles read in N s (N MB/s): 2 would be added or found unchanged, 2 rejected; nothing was written
files read: 1 json
[1]
$ ls archive
! ls: cannot access 'archive': No such file or directory
[2]
$ morgue-index archive dump > /dev/null && morgue-index --dry-run --delete=bridge archive
2 articles would be deleted; nothing was written
$ morgue-search --format=count archive bridge
2
# Alike problems are folded, with their first places; a problem is told in the account alone.
$ for i in $(seq 12); do echo '{"title":"T '$i'","text":"x","date":"soon '$i'"}'; done > soon.jsonl
$ morgue-index --dry-run archive soon.jsonl | grep -v "^    "
soon.jsonl
  format    json: the file begins with a JSON object or an array of them
  articles  12, repaired: 12
  in all    id, title, text, raw_date
  in none   date, source, section, author, url, lang, person, org, location,
  article   line 1
  article   line 2
  article   line 3
  repaired  12 times, such as: the date "soon 1" is not understood: "soon" is no

12 articles read in N s (N MB/s): 12 would be added or found unchanged, 0 rejected, 12 repaired; nothing was written
files read: 1 json
# Files of one folder that are read in the same way are one group from the fourth on.
$ mkdir -p many/2022 && for i in $(seq -w 28); do printf 'Title: Log of day %s\nDate: 2022-02-%s\n\nNothing happened on day %s.\n' $i $i $i > many/2022/02-$i.txt; done
$ printf '%s\n' '{"title":"One","text":"A text that goes on, and on, and on, so that it does not fit on the two lines that it has in an account, however much somebody would like to read it to its end."}' > many/one.jsonl; : > many/none.txt
$ morgue-index --dry-run archive many
many/2022/: 28 files
  format    text: the file is text, of no format that is known
  articles  28
  in all    id, title, text, date
  in none   source, section, author, url, lang, person, org, location, topic,
            modified, dateline, version, extra
  article   02-01.txt, line 1
    id          xf56d3c34d21f2948ad20da05c3f5bdda
    title       Log of day 01
    text        Nothing happened on day 01.
    date        2022-02-01
  article   02-02.txt, line 1
    id          x3ec713222b4d33fc753137050d5c9886
    title       Log of day 02
    text        Nothing happened on day 02.
    date        2022-02-02
  article   02-03.txt, line 1
    id          xa00b4e76d87b5475d068367c7c784737
    title       Log of day 03
    text        Nothing happened on day 03.
    date        2022-02-03

many/none.txt: not read
  skipped   the file is empty

many/one.jsonl
  format    json: the file begins with a JSON object or an array of them
  articles  1
  in all    id, title, text
  in none   date, source, section, author, url, lang, person, org, location,
            topic, modified, dateline, version, extra
  article   line 1
    id          xd6166b0bcdd7bf141188e3ae496d52ac
    title       One
    text        A text that goes on, and on, and on, so that it does not fit on
                the two lines that it has in an account, however much...

29 articles read in N s (N MB/s): 29 would be added or found unchanged, 0 rejected; 1 file without articles skipped; nothing was written
files read: 28 text, 1 json
files skipped: 1 (the file is empty)
# Deep folders are folded into those above them.
$ for m in $(seq 50); do for d in $(seq 2); do mkdir -p deep/$m/$d && printf 'Month %s, day %s\n\nText.\n' $m $d > deep/$m/$d/a.txt; done; done
$ morgue-index --dry-run archive deep
deep/ and below: 100 files
  format    text: the file is text, of no format that is known
  articles  100
  in all    id, title, text
  in none   date, source, section, author, url, lang, person, org, location,
            topic, modified, dateline, version, extra
  article   1/1/a.txt, line 1
    id          xab61d24b71195c6247ea82fdbeceea97
    title       Month 1, day 1
    text        Text.
  article   1/2/a.txt, line 1
    id          xf2128bb63804c56319bb6f9194c4bc67
    title       Month 1, day 2
    text        Text.
  article   10/1/a.txt, line 1
    id          xc4de1c5ec68ae554b9e01152fed62474
    title       Month 10, day 1
    text        Text.

100 articles read in N s (N MB/s): 100 would be added or found unchanged, 0 rejected; nothing was written
files read: 100 text
# For programs.
$ morgue-index --dry-run --json archive broken.jsonl
{"articles_seen": 4, "added": 2, "replaced": 0, "unchanged": 0, "older": 0, "rejected": 2, "deleted": 0, "tagged": 0, "articles_total": 7, "bytes_in": 251, "bytes_text": 83, "bytes_archive": N, "to_tag": {"persons": 0, "organizations": 0, "locations": 0}, "seconds": N, "archive": "archive", "files": [{"path": "broken.jsonl", "folder": "", "files": 1, "format": "json", "why": "begins with a JSON object or an array of them", "charset": null, "charset_why": null, "articles": 4, "rejected": 2, "repaired": 0, "filled": {"id": 2, "title": 2, "text": 2}, "examples": [{"path": "broken.jsonl", "offset": 0, "line": 1, "article": {"id": "ok-1", "title": "A sound article", "text": "It is the first of two."}}, {"path": "broken.jsonl", "offset": 171, "line": 4, "article": {"id": "ok-2", "title": "Another sound article", "text": "It is the second of two."}}], "problems": [{"severity": "rejected", "reason": "line 2, column 47: a value is missing or not closed", "count": 1, "places": ["broken.jsonl line 2"]}, {"severity": "rejected", "reason": "the article has neither title nor text", "count": 1, "places": ["broken.jsonl line 3"]}]}], "problems": []}
[1]
# Nothing to tell is told too.
$ mkdir empty && morgue-index --dry-run archive empty
0 articles read in N s (N MB/s): 0 would be added or found unchanged, 0 rejected; nothing was written
