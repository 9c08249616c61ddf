# With the model that Morgue comes with. Persons are called by their full names, however they are
# named; places bring their countries; credits are no actors.
$ cat > talks.jsonl <<'END'
> {"id":"1","title":"Kiplagat meets Blinken in Nairobi","source":"Reuters","text":"NAIROBI (Reuters) - U.S. Secretary of State Antony Blinken met the Kenyan trade minister, Grace Kiplagat, on Monday.\n\nMs Kiplagat said the African Union (AU) would be told. \"We agree,\" Blinken's spokesman told Reuters. The AU had asked the United Nations for help, and the UN said it would give some."}
> {"id":"2","title":"Port reopens","persons":["Harbourmaster"],"text":"The port of Mombasa was opened again, said Joseph Otieno of the Kenya Ports Authority. Mr Otieno thanked the World Bank."}
> {"id":"3","title":"Merkel reist nach Moskau","lang":"de","text":"Bundeskanzlerin Angela Merkel ist am Montag nach Moskau gereist. In Russland trifft sie Präsident Putin. Die Vereinten Nationen begrüßten das."}
> END
$ $MORGUE_INDEX archive talks.jsonl
3 articles read in N s (N MB/s): 3 added, 0 replaced, 0 unchanged, 0 rejected; something found to tag in 3; the archive holds 3 articles in N KB
files read: 1 json
$ morgue-search --dump archive | sed 's/,"confidence":[0-9.]*//g; s/,"text":.*//'
{"id":"1","title":"Kiplagat meets Blinken in Nairobi","source":"Reuters","persons":[{"name":"Antony Blinken","by":"tagger","mentions":3,"main":true},{"name":"Grace Kiplagat","by":"tagger","mentions":3,"main":true}],"organizations":[{"name":"African Union","by":"tagger","mentions":3,"main":true},{"name":"United Nations","by":"tagger","mentions":2}],"locations":[{"name":"Nairobi","by":"tagger","mentions":2,"main":true},{"name":"United States","by":"tagger","mentions":1},{"name":"Kenya","by":"inherited"}]
{"id":"2","title":"Port reopens","persons":[{"name":"Harbourmaster","by":"dump"}],"organizations":[{"name":"Kenya Ports Authority","by":"tagger","mentions":1},{"name":"World Bank","by":"tagger","mentions":1}],"locations":[{"name":"Mombasa","by":"tagger","mentions":1},{"name":"Kenya","by":"inherited"}]
{"id":"3","title":"Merkel reist nach Moskau","language":"de","persons":[{"name":"Angela Merkel","by":"tagger","mentions":2,"main":true},{"name":"Vladimir Putin","by":"tagger","mentions":1}],"organizations":[{"name":"United Nations","by":"tagger","mentions":1}],"locations":[{"name":"Moscow","by":"tagger","mentions":2,"main":true},{"name":"Russia","by":"tagger","mentions":1}]
$ morgue-search --format=ids archive location:kenya
1
2
$ morgue-search --format=ids archive by:inherited
1
2
$ morgue-search --format=ids archive about:blinken
1
$ morgue-search --format=ids archive person:putin
3
# People know better.
$ echo 'African Union = AU = Organisation of African Unity' > archive/aliases.txt; echo 'person: Harbourmaster' > archive/blocklist.txt; echo 'org: World Bank' >> archive/blocklist.txt
$ $MORGUE_INDEX --retag archive
tags were looked for anew, and changed in 1 article; the archive holds 3 articles in N KB
$ morgue-search --dump archive id:2 | sed 's/,"confidence":[0-9.]*//g; s/,"text":.*//'
{"id":"2","title":"Port reopens","persons":[{"name":"Harbourmaster","by":"dump"}],"organizations":[{"name":"Kenya Ports Authority","by":"tagger","mentions":1}],"locations":[{"name":"Mombasa","by":"tagger","mentions":1},{"name":"Kenya","by":"inherited"}]
$ $MORGUE_INDEX --tag=all --retag archive
tags were looked for anew, and changed in 1 article; the archive holds 3 articles in N KB
$ morgue-search --dump archive id:2 | sed 's/,"confidence":[0-9.]*//g; s/,"text":.*//'
{"id":"2","title":"Port reopens","persons":[{"name":"Harbourmaster","by":"dump"},{"name":"Joseph Otieno","by":"tagger","mentions":2}],"organizations":[{"name":"Kenya Ports Authority","by":"tagger","mentions":1}],"locations":[{"name":"Mombasa","by":"tagger","mentions":1},{"name":"Kenya","by":"inherited"}]
$ $MORGUE_INDEX --tag=none --retag archive
what was found to tag was taken out of 3 articles; the archive holds 3 articles in N KB
$ morgue-search --dump archive id:2 | sed 's/,"confidence":[0-9.]*//g; s/,"text":.*//'
{"id":"2","title":"Port reopens","persons":[{"name":"Harbourmaster","by":"dump"}]
# Lines that are not understood are told.
$ echo 'African Union' >> archive/aliases.txt; echo 'place Reading' >> archive/blocklist.txt
$ $MORGUE_INDEX --retag archive
tags were looked for anew, and changed in 3 articles; the archive holds 3 articles in N KB
! morgue-index: aliases.txt: line 2 is left out: it has no =, as in NATO = OTAN
! morgue-index: blocklist.txt: line 3 is left out: it has no field, as in location: Reading
