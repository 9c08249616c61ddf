# A word that was hyphenated at a line's end is found joined and in parts, and so it is in what was dumped and read again.
$ printf 'Mayor names date\n\nThe govern-\nment said the so-\ncalled date &amp; <b>place</b> stay.\n' > a.txt
$ morgue-index archive a.txt 2> /dev/null
1 article read in N s (N MB/s): 1 added, 0 replaced, 0 unchanged, 0 rejected, 1 repaired; the archive holds 1 article in N KB
files read: 1 text
$ morgue-search --format=count archive government '"govern-ment said"'
1
$ morgue-search --format=count archive '"the government" "government said"'
1
$ morgue-search --dump archive > dump.jsonl && cat dump.jsonl
{"id":"x1303a728fc103c9d9e25150916b497ce","title":"Mayor names date","text_type":"plain","text":"The govern­ment said the so­called date & <b>place</b> stay."}
$ morgue-index again dump.jsonl
1 article read in N s (N MB/s): 1 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 1 article in N KB
files read: 1 json
$ morgue-search --dump again | cmp - dump.jsonl
$ morgue-search --format=count again government '"govern-ment said"'
1
