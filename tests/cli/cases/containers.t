# Files may be compressed, and containers of files: each member is read, and told of under its path.
$ mkdir dumps work && cp broken.jsonl work && gzip -c dump/wire.jsonl > work/wire.jsonl.gz
$ tar cf work/2022.tar -C work broken.jsonl wire.jsonl.gz && gzip -k work/2022.tar
$ ln -s nowhere work/lost && : > work/.DS_Store && tar cf work/links.tar -C work .DS_Store lost
$ echo '<a/>' > '[Content_Types].xml' && python3 -m zipfile -c work/letter.docx '[Content_Types].xml'
$ python3 -m zipfile -c dumps/all.zip work/2022.tar.gz work/links.tar work/letter.docx dump/bridge.jsonl
$ gzip -c dump/bridge.jsonl | head -c 150 > dumps/cut.jsonl.gz
$ morgue-index archive dumps
13 articles read in N s (N MB/s): 9 added, 0 replaced, 1 unchanged, 4 rejected (1 file among them); 3 files without articles skipped; the archive holds 9 articles in N KB
files read: 4 json
files skipped: 1 (hidden file), 1 (a link), 1 (an office document: save it as text or HTML to index it)
! morgue-index: dumps/all.zip/2022.tar.gz/broken.jsonl:2: line 2, column 47: a value is missing or not closed (rejected)
! morgue-index: dumps/all.zip/2022.tar.gz/broken.jsonl:3: the article has neither title nor text (rejected)
! morgue-index: dumps/all.zip/links.tar/.DS_Store: hidden file (skipped)
! morgue-index: dumps/all.zip/links.tar/lost: a link (skipped)
! morgue-index: dumps/all.zip/letter.docx: an office document: save it as text or HTML to index it (skipped)
! morgue-index: dumps/cut.jsonl.gz:2: line 2, column 24: a value is missing or not closed (rejected)
! morgue-index: dumps/cut.jsonl.gz: the gzip data ends too early: the articles before this place are in, get a whole copy for the rest (rejected)
[1]
# Again, through a pipe: all of it is known.
$ cat dumps/all.zip | morgue-index --rejects=bad.jsonl archive - 2> /dev/null
11 articles read in N s (N MB/s): 0 added, 0 replaced, 9 unchanged, 2 rejected; 3 files without articles skipped; the archive holds 9 articles in N KB
files read: 3 json
files skipped: 1 (hidden file), 1 (a link), 1 (an office document: save it as text or HTML to index it)
[1]
$ cat bad.jsonl
{"path": "-/2022.tar.gz/broken.jsonl", "offset": 73, "line": 2, "id": null, "severity": "rejected", "reason": "line 2, column 47: a value is missing or not closed"}
{"path": "-/2022.tar.gz/broken.jsonl", "offset": 136, "line": 3, "id": "bad-2", "severity": "rejected", "reason": "the article has neither title nor text"}
{"path": "-/links.tar/.DS_Store", "offset": 0, "line": null, "id": null, "severity": "skipped", "reason": "hidden file"}
{"path": "-/links.tar/lost", "offset": 0, "line": null, "id": null, "severity": "skipped", "reason": "a link"}
{"path": "-/letter.docx", "offset": 0, "line": null, "id": null, "severity": "skipped", "reason": "an office document: save it as text or HTML to index it"}
# What is cut off costs the rest of its container.
$ head -c 1600 work/2022.tar > cut.tar && morgue-index other cut.tar
4 articles read in N s (N MB/s): 2 added, 0 replaced, 0 unchanged, 4 rejected (2 files among them); the archive holds 2 articles in N KB
files read: 1 json
! morgue-index: cut.tar/broken.jsonl:2: line 2, column 47: a value is missing or not closed (rejected)
! morgue-index: cut.tar/broken.jsonl:3: the article has neither title nor text (rejected)
! morgue-index: cut.tar/wire.jsonl.gz: its data in the tar container is damaged or cut off (...): what came before this place is in, get a whole copy for the rest (rejected)
! morgue-index: cut.tar: the rest of the tar container is damaged or cut off (...): what came before this place is in, get a whole copy for the rest (rejected)
[1]
