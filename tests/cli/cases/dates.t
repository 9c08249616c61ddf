# Which of day and month comes first is decided for a whole file, by the dates that can be read in one way only.
$ printf '{"id":"%s","title":"T","text":"x","date":"%s"}\n' a 03/04/2022 b 03/27/2022 c 5/6/2022 >us.jsonl
$ morgue-index archive us.jsonl
3 articles read in N s (N MB/s): 3 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 3 articles in N KB
files read: 1 json
! morgue-index: us.jsonl: dates such as 03/04/2022 are read month first: 1 date can only be that (03/27/2022) (note)
$ morgue-search --sort=oldest --format=jsonl archive x | cut -d, -f1,3
{"id": "a", "date": "2022-03-04"
{"id": "b", "date": "2022-03-27"
{"id": "c", "date": "2022-05-06"
$ printf '{"id":"%s","title":"T","text":"x","date":"%s"}\n' a 03/04/2022 b 27/03/2022 >eu.jsonl
$ morgue-index eu eu.jsonl
2 articles read in N s (N MB/s): 2 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 2 articles in N KB
files read: 1 json
! morgue-index: eu.jsonl: dates such as 03/04/2022 are read day first: 1 date can only be that (27/03/2022) (note)
$ morgue-search --format=jsonl eu id:a | cut -d, -f1,3
{"id": "a", "date": "2022-04-03"
# Running again comes to the same.
$ morgue-index archive us.jsonl
3 articles read in N s (N MB/s): 0 added, 0 replaced, 3 unchanged, 0 rejected; the archive holds 3 articles in N KB
files read: 1 json
! morgue-index: us.jsonl: dates such as 03/04/2022 are read month first: 1 date can only be that (03/27/2022) (note)
# The user's word counts.
$ morgue-index --dates=day-first archive us.jsonl
3 articles read in N s (N MB/s): 0 added, 2 replaced, 1 unchanged, 0 rejected; the archive holds 3 articles in N KB
files read: 1 json
$ morgue-search --format=jsonl archive id:a | cut -d, -f1,3
{"id": "a", "date": "2022-04-03"
$ morgue-index --dates=month-first archive us.jsonl 2>&1 | head -n 1
3 articles read in N s (N MB/s): 0 added, 2 replaced, 1 unchanged, 0 rejected; the archive holds 3 articles in N KB
$ morgue-index --dates=year-first archive us.jsonl
! morgue-index: --dates does not know "year-first": choose one of auto, day-first, month-first
[2]
# A dump that has grown is decided anew, for what it had before too.
$ printf '{"id":"%s","title":"T","text":"x","date":"%s"}\n' a 03/04/2022 b 05/06/2022 >grows.jsonl
$ morgue-index grows grows.jsonl
2 articles read in N s (N MB/s): 2 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 2 articles in N KB
files read: 1 json
! morgue-index: grows.jsonl: dates such as 03/04/2022 are read day first: nothing shows their order; --dates=month-first reads them so (note)
$ printf '{"id":"%s","title":"T","text":"x","date":"%s"}\n' c 03/27/2022 >>grows.jsonl
$ morgue-index grows grows.jsonl
3 articles read in N s (N MB/s): 1 added, 2 replaced, 0 unchanged, 0 rejected; the archive holds 3 articles in N KB
files read: 1 json
! morgue-index: grows.jsonl: dates such as 03/04/2022 are read month first: 1 date can only be that (03/27/2022) (note)
$ morgue-search --sort=oldest --format=jsonl grows x | cut -d, -f1,3
{"id": "a", "date": "2022-03-04"
{"id": "c", "date": "2022-03-27"
{"id": "b", "date": "2022-05-06"
$ morgue-index grows grows.jsonl
3 articles read in N s (N MB/s): 0 added, 0 replaced, 3 unchanged, 0 rejected; the archive holds 3 articles in N KB
files read: 1 json
! morgue-index: grows.jsonl: dates such as 03/04/2022 are read month first: 1 date can only be that (03/27/2022) (note)
# Articles without ids keep those that they have, however their dates are read.
$ printf '{"title":"T","text":"x","date":"%s"}\n' 03/04/2022 >noid.jsonl
$ morgue-index noid noid.jsonl 2>/dev/null | head -n 1
1 article read in N s (N MB/s): 1 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 1 article in N KB
$ morgue-index --dates=month-first noid noid.jsonl | head -n 1
1 article read in N s (N MB/s): 0 added, 1 replaced, 0 unchanged, 0 rejected; the archive holds 1 article in N KB
# Files that say nothing go by those beside them; files of another folder do not matter.
$ mkdir -p log/a log/b && for d in 01 02 27; do printf 'Title: A %s\nDate: 03/%s/2022\n\nx\n' $d $d > log/a/$d.txt; printf 'Title: B %s\nDate: %s/03/2022\n\nx\n' $d $d > log/b/$d.txt; done
$ morgue-index log-archive log
6 articles read in N s (N MB/s): 6 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 6 articles in N KB
files read: 6 text
! morgue-index: log/a: dates such as 03/01/2022 are read month first: 1 date in this folder can only be that (03/27/2022) (note)
! morgue-index: log/b: dates such as 01/03/2022 are read day first: 1 date in this folder can only be that (27/03/2022) (note)
$ morgue-search --sort=oldest --format=jsonl log-archive x | cut -d, -f2,3
 "title": "A 01", "date": "2022-03-01"
 "title": "B 01", "date": "2022-03-01"
 "title": "A 02", "date": "2022-03-02"
 "title": "B 02", "date": "2022-03-02"
 "title": "A 27", "date": "2022-03-27"
 "title": "B 27", "date": "2022-03-27"
# Dates of both kinds: those that may be either are kept as they are spelled.
$ printf '{"id":"%s","title":"T","text":"x","date":"%s"}\n' a 03/04/2022 b 03/27/2022 c 27/03/2022 >both.jsonl
$ morgue-index both both.jsonl
3 articles read in N s (N MB/s): 3 added, 0 replaced, 0 unchanged, 0 rejected, 1 repaired; the archive holds 3 articles in N KB
files read: 1 json
! morgue-index: both.jsonl: dates such as 03/04/2022 are kept as they are spelled, not as dates: 1 can only be month first (03/27/2022), 1 only day first (27/03/2022); --dates=month-first or --dates=day-first decides (note)
! morgue-index: both.jsonl:1: the date "03/04/2022" may have the day or the month first (repaired)
$ morgue-search --dump both '*' | cut -d, -f1,3
{"id":"a","raw_date":"03/04/2022"
{"id":"b","date":"2022-03-27"
{"id":"c","date":"2022-03-27"
# A sequence that runs one way, and American English.
$ printf '{"id":"%s","title":"T","text":"x","date":"%s"}\n' a 03/11/2022 b 03/12/2022 c 04/01/2022 >runs.jsonl
$ morgue-index runs runs.jsonl
3 articles read in N s (N MB/s): 3 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 3 articles in N KB
files read: 1 json
! morgue-index: runs.jsonl: dates such as 03/11/2022 are read month first: only so do they follow one another in time (note)
$ printf '{"id":"a","title":"T","text":"x","date":"03/04/2022","lang":"en-US"}\n' >lang.jsonl
$ morgue-index lang lang.jsonl
1 article read in N s (N MB/s): 1 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 1 article in N KB
files read: 1 json
! morgue-index: lang.jsonl: dates such as 03/04/2022 are read month first: the language is American English, or am and pm stand beside them (note)
$ morgue-search --format=jsonl lang x | cut -d, -f1,3
{"id": "a", "date": "2022-03-04"
# The articles come in as they came, though some of them wait: the later one counts.
$ printf '%s\n' '{"id":"a","title":"first","text":"x","date":"03/04/2022"}' '{"id":"a","title":"second","text":"x","date":"2022-03-04"}' '{"id":"b","title":"third","date":"27/03/2022"}' >order.jsonl
$ morgue-index order order.jsonl
3 articles read in N s (N MB/s): 2 added, 1 replaced, 0 unchanged, 0 rejected, 1 repaired; the archive holds 2 articles in N KB
files read: 1 json
! morgue-index: order.jsonl: dates such as 03/04/2022 are read day first: 1 date can only be that (27/03/2022) (note)
! morgue-index: order.jsonl:2: an article before it in this file has the same id: the later one counts (repaired)
$ morgue-search --format=jsonl order x | cut -d, -f1-3
{"id": "a", "title": "second", "date": "2022-03-04"
# What is no date is kept as it is spelled.
$ printf '{"id":"%s","title":"T","text":"x","date":"%s"}\n' a 0001-01-01 b 2099-12-31 c '31 February 2022' d 1970-01-01T00:00:00 e 1900-01-01 f 'Monday, 4 March 2022' >odd.jsonl
$ morgue-index odd odd.jsonl
6 articles read in N s (N MB/s): 6 added, 0 replaced, 0 unchanged, 0 rejected, 6 repaired; the archive holds 6 articles in N KB
files read: 1 json
! morgue-index: odd.jsonl:1: the date "0001-01-01" is not understood: the year 0001 is a placeholder (repaired)
! morgue-index: odd.jsonl:2: the date "2099-12-31" is not understood: the date 2099-12-31 lies in the future (repaired)
! morgue-index: odd.jsonl:3: the date "31 February 2022" is not understood: day 31 of month 2 of 2022 (repaired)
! morgue-index: odd.jsonl:4: the date "1970-01-01T00:00:00" is not understood: Unix time 0 is a placeholder (repaired)
! morgue-index: odd.jsonl:5: the date "1900-01-01" is not understood: 1900-01-01 is a placeholder (repaired)
! morgue-index: odd.jsonl:6: the date "Monday, 4 March 2022" names a weekday that it does not fall on (repaired)
$ morgue-search --dump odd '*' | cut -d, -f1,3,4
{"id":"a","raw_date":"0001-01-01","text":"x"}
{"id":"b","raw_date":"2099-12-31","text":"x"}
{"id":"c","raw_date":"31 February 2022","text":"x"}
{"id":"d","raw_date":"1970-01-01T00:00:00","text":"x"}
{"id":"e","raw_date":"1900-01-01","text":"x"}
{"id":"f","date":"2022-03-04","raw_date":"Monday
# The last change is no publication, but better than no date at all.
$ printf '%s\n' '{"id":"a","title":"T","text":"x","date":"2022-01-21","dateModified":"22 Jan 2022"}' '{"id":"b","title":"T","text":"x","updated":"23 Jan 2022"}' '{"id":"c","title":"T","text":"x","updated":"soon"}' >changed-dates.jsonl
$ morgue-index changed-dates changed-dates.jsonl
3 articles read in N s (N MB/s): 3 added, 0 replaced, 0 unchanged, 0 rejected, 1 repaired; the archive holds 3 articles in N KB
files read: 1 json
! morgue-index: changed-dates.jsonl:3: the date of the last change "soon" is not understood: "soon" is no word of a date (repaired)
! morgue-index: changed-dates.jsonl: 1 article without date of publication: the date of the last change stands for it (note)
$ morgue-search --dump changed-dates '*' | cut -d, -f1,3-5
{"id":"a","date":"2022-01-21","modified":"2022-01-22","text":"x"}
{"id":"b","date":"2022-01-23","modified":"2022-01-23","text":"x"}
{"id":"c","extra":{"raw_modified":"soon"},"text":"x"}
