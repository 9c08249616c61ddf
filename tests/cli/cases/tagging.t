# Without its model the tagger cannot work: that is said before anything is read or made.
$ MORGUE_TAGGER_MODEL=no-such.model $MORGUE_INDEX archive dump
! morgue-index: no-such.model: the tagger's model is not there: name another with --tagger-model=FILE, or do without tags: --tag=none
[2]
$ morgue-index --tag=all --tagger-model=no-such.model archive dump
! morgue-index: no-such.model: the tagger's model is not there: name another with --tagger-model=FILE, or do without tags: --tag=none
[2]
$ morgue-index --tag=auto --tagger-model=dump/bridge.jsonl --dry-run archive dump
! morgue-index: dump/bridge.jsonl: this is no model of the tagger: name another with --tagger-model=FILE, or do without tags: --tag=none
[2]
$ ls archive
! ls: cannot access 'archive': No such file or directory
[2]
# What finds no tags needs none.
$ export MORGUE_TAGGER_MODEL=no-such.model; $MORGUE_INDEX --tag=none archive dump
7 articles read in N s (N MB/s): 7 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 7 articles in N KB
files read: 2 json
$ export MORGUE_TAGGER_MODEL=no-such.model; $MORGUE_INDEX --delete=bridge --compact archive && $MORGUE_INDEX --stats archive | head -n 2
2 articles deleted; compacted from 1 shard in N KB to 1 in N KB; the archive holds 5 articles in N KB
archive    archive
articles   5
$ MORGUE_TAGGER_MODEL=no-such.model $MORGUE_INDEX --retag archive
! morgue-index: no-such.model: the tagger's model is not there: name another with --tagger-model=FILE, or do without tags: --tag=none
[2]
# The tags of a dump stay, those that a tagger has found too; they are no change of the article.
$ printf '%s\n' '{"id":"1","title":"Anna Berg speaks","persons":[{"name":"Anna Berg","by":"tagger","confidence":0.8,"mentions":1,"main":true}]}' '{"id":"2","title":"Otto Berg does not","persons":["Otto Berg"]}' > tags.jsonl
$ morgue-index tagged tags.jsonl
2 articles read in N s (N MB/s): 2 added, 0 replaced, 0 unchanged, 0 rejected; the archive holds 2 articles in N KB
files read: 1 json
$ morgue-search --dump tagged
{"id":"1","title":"Anna Berg speaks","persons":[{"name":"Anna Berg","by":"tagger","confidence":0.8,"mentions":1,"main":true}]}
{"id":"2","title":"Otto Berg does not","persons":[{"name":"Otto Berg","by":"dump"}]}
$ morgue-index --stats tagged | grep tagged
archive    tagged
tagged     1 article by the tagger
$ sed 's/{"name.*}\]/]/' tags.jsonl | morgue-index tagged -
2 articles read in N s (N MB/s): 0 added, 0 replaced, 2 unchanged, 0 rejected; the archive holds 2 articles in N KB
files read: 1 json
# Tagging anew, with nothing to be found, takes out what was found.
$ morgue-index --retag --dry-run tagged
what was found to tag would be taken out of all articles; nothing was written
$ morgue-index --retag --dry-run --json tagged
{"articles_seen": 0, "added": 0, "replaced": 0, "unchanged": 0, "older": 0, "rejected": 0, "deleted": 0, "tagged": 0, "articles_total": 2, "bytes_in": 0, "bytes_text": 0, "bytes_archive": N, "retagged": 0, "seconds": N, "archive": "tagged"}
$ morgue-index --retag tagged
what was found to tag was taken out of 1 article; the archive holds 2 articles in N KB
$ morgue-search --dump tagged
{"id":"1","title":"Anna Berg speaks"}
{"id":"2","title":"Otto Berg does not","persons":[{"name":"Otto Berg","by":"dump"}]}
$ morgue-index tagged tags.jsonl
2 articles read in N s (N MB/s): 0 added, 0 replaced, 2 unchanged, 0 rejected; the archive holds 2 articles in N KB
files read: 1 json
# There is nothing to do; with other deeds.
$ morgue-index --retag --json tagged
{"articles_seen": 0, "added": 0, "replaced": 0, "unchanged": 0, "older": 0, "rejected": 0, "deleted": 0, "tagged": 0, "articles_total": 2, "bytes_in": 0, "bytes_text": 0, "bytes_archive": N, "retagged": 0, "seconds": N, "archive": "tagged"}
$ morgue-index --retag --delete=otto --compact tagged
1 article deleted; what was found to tag was taken out of 0 articles; compacted from 1 shard in N KB to 1 in N KB; the archive holds 1 article in N KB
# Mistakes.
$ morgue-index --retag tagged dump
! morgue-index: --retag is about what is in the archive: read dumps in another run
[2]
$ morgue-index --retag no-such-archive
! morgue-index: no-such-archive: there is no such archive: make one with morgue-index
[3]
$ morgue-index --retag dump
! morgue-index: dump: not a Morgue archive: it has no file morgue.manifest
[3]
$ morgue-index --tag=some archive dump
! morgue-index: --tag does not know "some": choose one of auto, all, none
[2]
# How things stand is part of a dry run.
$ morgue-index --dry-run archive tags.jsonl | tail -n 2
2 articles read in N s (N MB/s): 2 would be added or found unchanged, 0 rejected; nothing was written
files read: 1 json
