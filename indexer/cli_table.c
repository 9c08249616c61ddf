/* The option table of morgue-index. */
#include "indexer/cli_index.h"

static const char *const synopses[] = {"[OPTION]... ARCHIVE [PATH]...",
                                       "--follow[=SECONDS] [OPTION]... ARCHIVE [-]",
                                       "--stats ARCHIVE",
                                       "--delete=QUERY ARCHIVE",
                                       "--retag ARCHIVE",
                                       "--compact ARCHIVE",
                                       "--verify[=full] ARCHIVE",
                                       "--rebuild ARCHIVE",
                                       "--snapshot=DIR ARCHIVE",
                                       "--list-formats",
                                       NULL};

static const char *const tag_choices[] = {"auto", "all", "none", NULL};
static const char *const verify_choices[] = {"sample", "full", NULL};
static const char *const date_choices[] = {"auto", "day-first", "month-first", NULL};

#define MEMBER(name) .member = offsetof(index_options, name)

static const cli_option options[] = {
    {.kind = CLI_HEADING, .name = "Reading dumps"},
    {.kind = CLI_STRING,
     .name = "format",
     .argument = "NAME",
     .words = "morgue-index --list-formats | grep -o ^[a-z0-9_-]*",
     MEMBER(format),
     .help = "read every file as this format instead of recognising it by its content"},
    {.kind = CLI_FLAG,
     .name = "list-formats",
     MEMBER(list_formats),
     .help = "list the formats that can be read, and end"},
    {.kind = CLI_STRINGS,
     .name = "map",
     .argument = "FIELD=KEY",
     MEMBER(maps),
     .help = "take a field from this key of the dump: --map=title=headline; may be given several "
             "times",
     .details =
         "The fields are listed by morgue-search --fields. Keys that are nobody's are kept "
         "with the article and shown by morgue-search --dump. A column of a table is known by "
         "its name or its number: --map=title=2, or --map=title=column2."},
    {.kind = CLI_CHOICE,
     .name = "dates",
     .argument = "ORDER",
     .choices = date_choices,
     MEMBER(dates),
     .help = "how to read dates such as 03/04/2022",
     .details =
         "By itself the order is decided for each file, and told: by those of its dates that "
         "can be read in one way only, such as 03/27/2022; else by those of the other files "
         "in its folder; else by the way in which the dates follow one another; else by the "
         "language, which is month first where it is American English; else day first. "
         "Where a file has dates of both kinds, those that may be either are kept as they "
         "are spelled, and are no dates for searching."},
    {.kind = CLI_CHOICE,
     .name = "tag",
     .argument = "WHICH",
     .choices = tag_choices,
     MEMBER(tag),
     .help = "in which articles to look for persons, organizations and places",
     .details =
         "auto fills those of the three that an article comes without; all looks in every article "
         "and adds to what it comes with; none keeps the tags of the dump alone. Names that are "
         "written down in the archive's aliases.txt are found in all their forms and tagged by the "
         "first of them, and what is in blocklist.txt is not tagged. Articles that are in the "
         "archive already are not tagged again because this changes: see --retag. Tags that a "
         "dump of morgue-search names as found by the tagger are looked for anew."},
    {.kind = CLI_STRING,
     .name = "tagger-model",
     .argument = "FILE",
     MEMBER(tagger_model),
     .help = "what the tagger has learnt, where it is not the file that came with it",
     .details = "That file is $MORGUE_TAGGER_MODEL, where it is set, else "
                "../share/morgue/tagger.model from the folder of the program, else where Morgue "
                "was installed."},
    {.kind = CLI_SECONDS,
     .name = "follow",
     .argument = "SECONDS",
     .alone = "5",
     .above_zero = true,
     .max = 1000000000,
     MEMBER(follow_ms),
     .help = "read standard input as it comes, until it ends, and have what came found SECONDS "
             "later (default: 5)",
     .details =
         "Articles are committed SECONDS after the first of them came, or when 1000 have come "
         "(see --commit-every). JSON Lines are read line by line; other formats when the pipe has "
         "given 64 KB, or ended. Ctrl-C and SIGTERM end it as the end of its input does: what "
         "came is in the archive. If it is killed, what was committed is, and the producer has to "
         "send the rest again. Nobody else can write to the archive meanwhile. The rejects file "
         "is written line by line."},
    {.kind = CLI_NUMBER,
     .name = "commit-every",
     .argument = "ARTICLES",
     .above_zero = true,
     MEMBER(commit_every),
     .help = "commit whenever so many articles have come (default: at the end, and when memory is "
             "full; with --follow 1000)",
     .details = "What is committed can be searched, and is not lost if the run is killed. Each "
                "commit takes some hundredths of a second, and work later on, to merge what it "
                "made."},
    {.kind = CLI_FLAG,
     .name = "replace",
     MEMBER(replace),
     .help = "let each article take the place of the one with its id, also of a later version; for "
             "copies of an archive",
     .details = "By itself an article that is there already is passed over, also where it differs "
                "in nothing but what the tagger has found, and so is an earlier version of it. An "
                "archive that follows another by what morgue-search --dump --since writes is to "
                "become as that one is: it reads with --replace --tag=none."},
    {.kind = CLI_STRING,
     .name = "part",
     .argument = "K/N",
     MEMBER(part),
     .help = "make the archive part K of N: of what is read it takes the articles whose ids a hash "
             "puts there",
     .details = "For an archive that is spread over N machines: each is given every dump and takes "
                "its part, so that no one has to share them out, and an article that is replaced "
                "or deleted later finds the one that has it. The archive remembers its part, later "
                "runs need not name it, and another is refused; so is one for an archive that has "
                "articles of all parts. What is left to other parts is no reject. The ids of part "
                "K of N are those of parts 2K-1 and 2K of 2N: so N becomes 2N by reading the dump "
                "of one archive into two. With --rebuild it says which part an archive is whose "
                "manifest is lost."},
    {.kind = CLI_STRING,
     .name = "rejects",
     .argument = "FILE",
     MEMBER(rejects),
     .help = "write every problem in the input to FILE, each as a line of JSON",
     .details = "Its keys are path, offset (byte where the article begins), line (null where lines "
                "mean nothing), id (null where it is not known), severity and reason. The severity "
                "is \"rejected\" (not in the archive), \"repaired\" (in the archive, but something "
                "was mended or left out), \"skipped\" (a file without articles) or \"note\" (how "
                "something was understood)."},
    {.kind = CLI_FLAG,
     .name = "dry-run",
     MEMBER(dry_run),
     .help = "read and report, write nothing: what each file is taken for and why, which fields "
             "its articles have, the first of them as they would be stored, and what is wrong",
     .details = "Files of one folder that are read in the same way are told as one where they are "
                "more than three. With --json the account is in the summary: the array \"files\" "
                "has an object for each file or group with the keys path (null for a group), "
                "folder, files, format (null where it is not read), why, charset (null where "
                "nothing was converted), charset_why, articles, rejected, repaired, filled, "
                "examples and problems; \"problems\" has those that belong to no file."},
    {.kind = CLI_HEADING, .name = "The archive"},
    {.kind = CLI_STRING,
     .name = "delete",
     .argument = "QUERY",
     MEMBER(delete_query),
     .help = "delete the articles that match; if paths are given too, they are read afterwards"},
    {.kind = CLI_FLAG,
     .name = "retag",
     MEMBER(retag),
     .help = "look anew for persons, organizations and places in all articles of the archive; with "
             "--tag=none take out those that were found",
     .details = "To be run when aliases.txt or blocklist.txt of the archive has changed, or the "
                "tagger itself. Tags that came with the articles stay. It needs as much room on "
                "the disk as the archive has, until it is done; searching may go on meanwhile and "
                "finds the new tags at the end. If it is stopped, the archive is as it was."},
    {.kind = CLI_FLAG,
     .name = "compact",
     MEMBER(compact),
     .help = "merge the archive's shards into one and pack it; if paths are given too, after "
             "reading them",
     .details = "Searching is fastest then. Shards are also merged as articles come in, so this is "
                "worth while when an archive is finished, or much of it was replaced. It needs as "
                "much room on the disk as the archive has, until it is done; searching may go on "
                "meanwhile."},
    {.kind = CLI_FLAG,
     .name = "stats",
     MEMBER(stats),
     .help = "say what is in the archive; if paths are given too, after reading them",
     .details = "Of a list of shards (see morgue-search --shards) it sums those that answer, and "
                "says which do not; what is on their disks is not known."},
    {.kind = CLI_CHOICE,
     .name = "verify",
     .argument = "HOW",
     .alone = "sample",
     .no_default = true,
     .choices = verify_choices,
     MEMBER(verify),
     .help = "check that nothing is damaged, and tell what is: every file, every article, and the "
             "index of some articles or of all",
     .details = "Xapian checks the structure of each shard; each packed article has to unpack to "
                "what was put in, by its checksums; and of a sample of articles (full: of all) the "
                "index is compared with what their texts make today. Nothing is changed. Nobody "
                "may write to the archive meanwhile."},
    {.kind = CLI_FLAG,
     .name = "rebuild",
     MEMBER(rebuild),
     .help = "make a sound archive of all articles that can be read, and list those that cannot",
     .details =
         "For an archive that is damaged, whatever of it: tables, shards, the manifest; and for "
         "one that an earlier version has made, which this brings to the form of this one. The "
         "index is made anew from the packed articles. It needs as much room on the disk as the "
         "archive has, until it is done; searching may go on meanwhile, and sees the new state at "
         "the end. Shards of which something was lost, or may have been, stay in the archive's "
         "folder under names that begin with damaged-; remove them when they are of no use any "
         "more."},
    {.kind = CLI_STRING,
     .name = "snapshot",
     .argument = "DIR",
     MEMBER(snapshot),
     .help = "make a copy of the archive in the new folder DIR, also while somebody writes to it",
     .details =
         "The copy is the archive as the last commit has left it. On the same file system it "
         "takes next to no room and time: files share their content (reflinks, or hard "
         "links, which a writer copies before it changes such a file). For a backup, copy it "
         "to another disk."},
    {.kind = CLI_SIZE,
     .name = "memory",
     .argument = "SIZE",
     MEMBER(memory),
     .help = "stay under this much memory, such as 512M (default: a quarter of the machine's)"},
    {.kind = CLI_NUMBER,
     .name = "jobs",
     .argument = "N",
     MEMBER(jobs),
     .max = 4096,
     .help = "threads to work with (default: one for each core); the archive is the "
             "same whatever N is"},
    {.kind = CLI_HEADING, .name = "Output"},
    {.kind = CLI_FLAG,
     .name = "json",
     MEMBER(json),
     .help = "print the closing summary, or the --stats, as one JSON object"},
    CLI_COMMON_OPTIONS};

static const cli_entry examples[] = {
    {"morgue-index archive dumps/",
     "Index a folder of dumps; the archive is made where it is new."},
    {"zcat dump.json.gz | morgue-index archive -", "Index what comes through a pipe."},
    {"tail -n +1 -F feed.jsonl | morgue-index --follow=1 archive",
     "Index a file that grows; what is written to it can be searched a second later."},
    {"morgue-index --map=title=head --map=date=when archive dump.jsonl",
     "Index JSON whose keys have unusual names."},
    {"morgue-index --part=2/4 archive dumps/",
     "Index what is for the second of four machines, each of which reads the same dumps."},
    {"morgue-index --dry-run --rejects=bad.jsonl archive dumps/",
     "See first what would be rejected, and why."},
    {"morgue-index --delete='source:\"Daily Example\" before:2001' archive",
     "Delete some articles."},
    {"morgue-index --retag archive", "Find tags anew after blocklist.txt has changed."},
    {"morgue-index --compact archive", "Make a finished archive small and fast."},
    {"morgue-index --snapshot=copy archive && rsync -a --modify-window=-1 copy/ backup:archive/",
     "Back up an archive that is being written to."},
    {"morgue-index --verify=full archive || morgue-index --rebuild archive",
     "Check an archive, and mend it where it is damaged."},
    {NULL, NULL}};

static const cli_entry statuses[] = {
    {"0", "everything was indexed"},
    {"1", "some articles or files were rejected, or the rejects file is not complete; the rest is "
          "in the archive; --verify: something is damaged; --rebuild: something was lost or may "
          "have been"},
    {"2", "the command line or the query of --delete is wrong, or the tagger has no model; nothing "
          "was done"},
    {"3", "nothing could be written, or the archive could not be read"},
    {"130, 143",
     "stopped by Ctrl-C or SIGTERM; what had been read is in the archive; with --follow "
     "they are an end like others"},
    {NULL, NULL}};

static const cli_section sections[] = {
    {"Problems in the input",
     "Bad input costs the bad article or file, never the run. Each problem is a line on standard "
     "error, PATH:LINE: REASON (SEVERITY), or PATH: REASON (SEVERITY) where lines mean nothing; of "
     "each severity the first 20 are shown. --rejects writes all of them."},
    {"Stopping",
     "Ctrl-C stops the reading at the next article, commits what was read and ends; --retag leaves "
     "the archive as it was; --follow tells what came, as at the end of its input; --snapshot ends "
     "at once, and the folder that it has begun is no "
     "archive: remove it. A second Ctrl-C ends at once; the archive then is as it was at the last "
     "commit. Running the same command again goes on: what is in the archive already is passed "
     "over as unchanged."},
    {"The summary as JSON",
     "--json prints one object on standard output with the keys articles_seen, added, replaced, "
     "unchanged, older, rejected, deleted, tagged, articles_total, bytes_in, bytes_text, "
     "bytes_archive, seconds and archive. bytes_in counts the input before unpacking, bytes_text "
     "the titles and texts of the articles seen. unchanged counts what is in the archive already, "
     "and the older versions, which are not taken; rejected counts articles and files; tagged "
     "counts the articles that were written in which something was found to tag. In a dry run, "
     "articles count as added, articles_total and bytes_archive are those of the archive as it is, "
     "or 0 where there is none, and to_tag is an object that says in how many articles persons, "
     "organizations and locations would be looked for. With --follow and --commit-every, the key "
     "commits counts those "
     "that changed something; of an archive that is one part of several (see --part), part names "
     "it, \"2/4\", and elsewhere counts the articles that were left to the others; with --retag, "
     "retagged counts the "
     "articles whose tags changed; with --compact, the keys shards_before, bytes_before and shards "
     "follow.\n\n"
     "--verify prints archive, sound, shards, articles, compared, unchecked, damages and seconds; "
     "--rebuild "
     "archive, articles, lost, salvaged, kept, damages and seconds. damages is an array of objects "
     "with the keys place (a file or folder of the archive), id and docid (of the article, or "
     "null) and what. --snapshot prints archive, snapshot, shards, bytes, bytes_copied, "
     "bytes_cloned, bytes_linked and seconds."},
    {NULL, NULL}};

const cli_program index_program = {
    .name = "morgue-index",
    .purpose = "index news articles into a searchable archive",
    .synopses = synopses,
    .description =
        "Reads news articles from files, folders or standard input (-) and adds them to ARCHIVE, a "
        "folder that morgue-search searches. Formats are recognised by content. Running the same "
        "command again indexes only what is new or changed.",
    .options = options,
    .examples = examples,
    .statuses = statuses,
    .sections = sections,
    .see_also = "morgue-search(1), libmorgue(3)",
    .dash_hint = "put -- before a path that begins with -"};
