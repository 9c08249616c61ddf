# The whole help: a change of the table shows here.
$ morgue-index --help
Usage: morgue-index [OPTION]... ARCHIVE [PATH]...
       morgue-index --follow[=SECONDS] [OPTION]... ARCHIVE [-]
       morgue-index --stats ARCHIVE
       morgue-index --delete=QUERY ARCHIVE
       morgue-index --retag ARCHIVE
       morgue-index --compact ARCHIVE
       morgue-index --verify[=full] ARCHIVE
       morgue-index --rebuild ARCHIVE
       morgue-index --snapshot=DIR ARCHIVE
       morgue-index --list-formats
Reads news articles from files, folders or standard input (-) and adds them to
ARCHIVE, a folder that morgue-search searches. Formats are recognised by
content. Running the same command again indexes only what is new or changed.

Reading dumps:
      --format=NAME       read every file as this format instead of recognising
                          it by its content
      --list-formats      list the formats that can be read, and end
      --map=FIELD=KEY     take a field from this key of the dump:
                          --map=title=headline; may be given several times
      --dates=ORDER       how to read dates such as 03/04/2022: auto (default),
                          day-first or month-first
      --tag=WHICH         in which articles to look for persons, organizations
                          and places: auto (default), all or none
      --tagger-model=FILE
                          what the tagger has learnt, where it is not the file
                          that came with it
      --follow[=SECONDS]  read standard input as it comes, until it ends, and
                          have what came found SECONDS later (default: 5)
      --commit-every=ARTICLES
                          commit whenever so many articles have come (default:
                          at the end, and when memory is full; with --follow
                          1000)
      --replace           let each article take the place of the one with its
                          id, also of a later version; for copies of an archive
      --part=K/N          make the archive part K of N: of what is read it takes
                          the articles whose ids a hash puts there
      --rejects=FILE      write every problem in the input to FILE, each as a
                          line of JSON
      --dry-run           read and report, write nothing: what each file is
                          taken for and why, which fields its articles have, the
                          first of them as they would be stored, and what is
                          wrong

The archive:
      --delete=QUERY      delete the articles that match; if paths are given
                          too, they are read afterwards
      --retag             look anew for persons, organizations and places in all
                          articles of the archive; with --tag=none take out
                          those that were found
      --compact           merge the archive's shards into one and pack it; if
                          paths are given too, after reading them
      --stats             say what is in the archive; if paths are given too,
                          after reading them
      --verify[=HOW]      check that nothing is damaged, and tell what is: every
                          file, every article, and the index of some articles or
                          of all: sample or full
      --rebuild           make a sound archive of all articles that can be read,
                          and list those that cannot
      --snapshot=DIR      make a copy of the archive in the new folder DIR, also
                          while somebody writes to it
      --memory=SIZE       stay under this much memory, such as 512M (default: a
                          quarter of the machine's)
      --jobs=N            threads to work with (default: one for each core); the
                          archive is the same whatever N is

Output:
      --json              print the closing summary, or the --stats, as one JSON
                          object

Help:
  -h, --help              show this text and end
  -V, --version           show the version and end

Examples:
  Index a folder of dumps; the archive is made where it is new.
    morgue-index archive dumps/
  Index what comes through a pipe.
    zcat dump.json.gz | morgue-index archive -
  Index a file that grows; what is written to it can be searched a second later.
    tail -n +1 -F feed.jsonl | morgue-index --follow=1 archive
  Index JSON whose keys have unusual names.
    morgue-index --map=title=head --map=date=when archive dump.jsonl
  Index what is for the second of four machines, each of which reads the same
  dumps.
    morgue-index --part=2/4 archive dumps/
  See first what would be rejected, and why.
    morgue-index --dry-run --rejects=bad.jsonl archive dumps/
  Delete some articles.
    morgue-index --delete='source:"Daily Example" before:2001' archive
  Find tags anew after blocklist.txt has changed.
    morgue-index --retag archive
  Make a finished archive small and fast.
    morgue-index --compact archive
  Back up an archive that is being written to.
    morgue-index --snapshot=copy archive && rsync -a --modify-window=-1 copy/ backup:archive/
  Check an archive, and mend it where it is damaged.
    morgue-index --verify=full archive || morgue-index --rebuild archive

Exit status:
  0                       everything was indexed
  1                       some articles or files were rejected, or the rejects
                          file is not complete; the rest is in the archive;
                          --verify: something is damaged; --rebuild: something
                          was lost or may have been
  2                       the command line or the query of --delete is wrong, or
                          the tagger has no model; nothing was done
  3                       nothing could be written, or the archive could not be
                          read
  130, 143                stopped by Ctrl-C or SIGTERM; what had been read is in
                          the archive; with --follow they are an end like others

$ morgue-search --help
Usage: morgue-search [OPTION]... ARCHIVE QUERY...
       morgue-search --similar=ID ARCHIVE [QUERY]...
       morgue-search --queries=FILE ARCHIVE
       morgue-search --dump ARCHIVE [QUERY]...
       morgue-search --shards ARCHIVE
       morgue-search --fields
Finds the articles in ARCHIVE, a folder that morgue-index made or a file that
lists several, that match QUERY, and shows the best ones first.

Which articles:
  -n, --limit=N           show N articles (default: 10)
      --offset=N          pass over the first N articles: the next page
      --after=CURSOR      the page after the one that --format=json has given
                          this as "next", for the same query and order
      --sort=ORDER        which come first: relevance (default), newest or
                          oldest
      --similar=ID        articles like the one with this id; a QUERY then only
                          filters them
      --queries=FILE      answer a query a line of FILE (- is standard input),
                          each with a line of JSON
      --exact             count every article that matches; without it a great
                          number is estimated, and the search is faster
      --timeout=SECONDS   end the search after so long, with what was found;
                          such as 0.5 (default: never)
      --require-all       end with status 4 where the answer is partial: a shard
                          did not answer, or the time was up
      --dump              write all articles, or all that match, whole, one a
                          line as JSON; morgue-index reads them back
      --since=REV         with --dump, only what has changed since then: a mark
                          that an earlier run has told, or @FILE, a file in
                          which it is kept

What to count:
      --facets=FIELD[,FIELD...]
                          the most frequent values of these fields, such as
                          person,location
      --facet-values=N    values of each facet to show (default: 10)
      --timeline=PERIOD   how many articles match in each period, and of how
                          many that there are: year, month or day

Output:
      --format=FORMAT     how to write the result: text (default), json, jsonl,
                          csv, kwic, ids or count
      --full              with the whole text of each article
      --snippets=N        passages to show of an article, at most (default: 1)
      --context=N         characters on either side of what was found, in kwic
                          (default: what the width allows)
      --kwic-sort=ORDER   lines of kwic by their place, or by the words on one
                          side: text (default), left or right
      --explain           how the query was understood and what its parts cost,
                          and why each article has its score
      --bom               begin csv with a byte order mark, which some
                          spreadsheets need to see UTF-8
      --color=WHEN        mark the words that were found: auto (default), always
                          or never
      --pager=WHEN        show the result with a pager: auto (default), always
                          or never
      --no-pager          the same as --pager=never
      --shards            list the shards of the archive, whether each answers
                          and how fast, and end
      --fields            list the fields that a query can name, with examples,
                          and end

Help:
  -h, --help              show this text and end
  -V, --version           show the version and end

Examples:
  A phrase, in articles tagged with a place.
    morgue-search archive '"article 5" location:ukraine'
  Without a word. Behind -- nothing is taken for an option; inside quotes, as in
  'nato -ukraine', there is no need of it.
    morgue-search archive nato -- -ukraine
  The three newest articles on a person in a quarter.
    morgue-search --sort=newest -n 3 archive 'person:blinken date:2022-01..2022-03'
  Who and where, and when, in all articles that match.
    morgue-search -n 0 --facets=person,location --timeline=year archive ferry
  A concordance: every occurrence on a line, sorted by what follows.
    morgue-search --format=kwic --kwic-sort=right -n 100 archive '"article 5"'
  For a spreadsheet.
    morgue-search --format=csv --bom -n 1000 archive strike > strike.csv
  For a script.
    morgue-search --format=json archive strike | jq -r '.results[].title'
  Get out all that was put in.
    morgue-search --dump archive 'source:gazette' > gazette.jsonl
  Get out what has changed since the last time.
    morgue-search --dump --since=@mark archive > changes.jsonl

Exit status:
  0                       something was found
  1                       nothing was found
  2                       the query or the command line is wrong
  3                       the archive cannot be read, or the output written
  4                       shards are missing from what --dump or --shards wrote,
                          or, with --require-all, an answer is partial
  130                     stopped by Ctrl-C
