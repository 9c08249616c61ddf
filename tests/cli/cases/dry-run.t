# A dry run reads and reports, and leaves no archive behind.
$ morgue-index --dry-run archive dump
7 articles read in N s (N MB/s): 7 would be added or found unchanged, 0 rejected; nothing was written
$ morgue-index --dry-run archive broken.jsonl
4 articles read in N s (N MB/s): 2 would be added or found unchanged, 2 rejected; nothing was written
! morgue-index: broken.jsonl:2: line 2, column 47: a value is missing or not closed (rejected)
! morgue-index: broken.jsonl:3: the article has neither title nor text (rejected)
[1]
$ ls archive
! ls: cannot access 'archive': No such file or directory
[2]
$ morgue-index archive dump > /dev/null && morgue-index --dry-run --delete=bridge archive
2 articles would be deleted; nothing was written
$ morgue-search --format=count archive bridge
2
