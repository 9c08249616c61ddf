/* The option table of morgue-search. */
#include "search/cli_search.h"

static const char *const synopses[] = {"[OPTION]... ARCHIVE QUERY...",
                                       "--similar=ID ARCHIVE [QUERY]...",
                                       "--queries=FILE ARCHIVE",
                                       "--dump ARCHIVE [QUERY]...",
                                       "--shards ARCHIVE",
                                       "--fields",
                                       NULL};

static const char *const sorts[] = {"relevance", "newest", "oldest", NULL};
static const char *const periods[] = {"year", "month", "day", NULL};
static const char *const formats[] = {"text", "json", "jsonl", "csv", "kwic", "ids", "count", NULL};
static const char *const kwic_sorts[] = {"text", "left", "right", NULL};
static const char *const pagers[] = {"auto", "always", "never", NULL};
static const char *const colors[] = {"auto", "always", "never", NULL};

#define MEMBER(name) .member = offsetof(search_options, name)

static const cli_option options[] = {
    {.kind = CLI_HEADING, .name = "Which articles"},
    {.kind = CLI_NUMBER,
     .letter = 'n',
     .name = "limit",
     .argument = "N",
     MEMBER(limit),
     .max = 1000000,
     .help = "show N articles (default: 10)"},
    {.kind = CLI_NUMBER,
     .name = "offset",
     .argument = "N",
     MEMBER(offset),
     .max = UINT32_MAX,
     .help = "pass over the first N articles: the next page"},
    {.kind = CLI_STRING,
     .name = "after",
     .argument = "CURSOR",
     MEMBER(after),
     .help = "the page after the one that --format=json has given this as \"next\", for the same "
             "query and order",
     .details = "However far it goes, such a page costs what the first one does, and whatever is "
                "added meanwhile, pages sorted by date pass over no article. --offset counts from "
                "there, and so do the numbers of hits."},
    {.kind = CLI_CHOICE,
     .name = "sort",
     .argument = "ORDER",
     .choices = sorts,
     MEMBER(sort),
     .help = "which come first"},
    {.kind = CLI_STRING,
     .name = "similar",
     .argument = "ID",
     MEMBER(similar),
     .help = "articles like the one with this id; a QUERY then only filters them"},
    {.kind = CLI_STRING,
     .name = "queries",
     .argument = "FILE",
     MEMBER(queries),
     .help = "answer a query a line of FILE (- is standard input), each with a line of JSON",
     .details = "Each line is the object of --format=json, or for a query that cannot be answered "
                "an object with the keys query, error and column, which may be null. Empty lines "
                "are passed over."},
    {.kind = CLI_FLAG,
     .name = "exact",
     MEMBER(exact),
     .help = "count every article that matches; without it a great number is estimated, and the "
             "search is faster"},
    {.kind = CLI_SECONDS,
     .name = "timeout",
     .argument = "SECONDS",
     MEMBER(timeout_ms),
     .max = 1000000000,
     .help = "end the search after so long, with what was found; such as 0.5 (default: never)"},
    {.kind = CLI_FLAG,
     .name = "require-all",
     MEMBER(require_all),
     .help = "end with status 4 where the answer is partial: a shard did not answer, or the time "
             "was up",
     .details = "What was found is written all the same."},
    {.kind = CLI_FLAG,
     .name = "dump",
     MEMBER(dump),
     .help = "write all articles, or all that match, whole, one a line as JSON; morgue-index reads "
             "them back",
     .details = "Every value that was put in is there, and each tag says by whom it was given. "
                "Options that shape a page of hits (-n, --offset, --sort, --format and so on) do "
                "not go with it."},
    {.kind = CLI_STRING,
     .name = "since",
     .argument = "REV",
     MEMBER(since),
     .help = "with --dump, only what has changed since then: a mark that an earlier run has told, "
             "or @FILE, a file in which it is kept",
     .details =
         "Each article that was added, replaced or tagged anew stands once, as it is now, in the "
         "order of the commits; one that was deleted is the line "
         "{\"id\":\"...\",\"deleted\":true}. REV is a mark such as 12-9f3c21aa, the number of a "
         "commit (morgue-index --stats tells how many there were), or 0 for all that is there. The "
         "next mark is told on standard error. With @FILE it is read from FILE, which may be "
         "missing or empty the first time, and FILE is replaced when all was written: so each run "
         "tells what the one before did not, and one that fails is told again. A copy of the "
         "archive takes them by morgue-index --replace --tag=none."},
    {.kind = CLI_HEADING, .name = "What to count"},
    {.kind = CLI_STRINGS,
     .name = "facets",
     .argument = "FIELD[,FIELD...]",
     .words = "morgue-search --fields | grep -o ^[a-z0-9_-]*",
     MEMBER(facets),
     .help = "the most frequent values of these fields, such as person,location"},
    {.kind = CLI_NUMBER,
     .name = "facet-values",
     .argument = "N",
     MEMBER(facet_values),
     .max = 1000000,
     .help = "values of each facet to show (default: 10)"},
    {.kind = CLI_CHOICE,
     .name = "timeline",
     .argument = "PERIOD",
     .choices = periods,
     .no_default = true,
     MEMBER(timeline),
     .help = "how many articles match in each period, and of how many that there are"},
    {.kind = CLI_HEADING, .name = "Output"},
    {.kind = CLI_CHOICE,
     .name = "format",
     .argument = "FORMAT",
     .choices = formats,
     MEMBER(format),
     .help = "how to write the result"},
    {.kind = CLI_FLAG, .name = "full", MEMBER(full), .help = "with the whole text of each article"},
    {.kind = CLI_NUMBER,
     .name = "snippets",
     .argument = "N",
     MEMBER(snippets),
     .max = 1000,
     .help = "passages to show of an article, at most (default: 1)"},
    {.kind = CLI_NUMBER,
     .name = "context",
     .argument = "N",
     MEMBER(context),
     .max = 10000,
     .help =
         "characters on either side of what was found, in kwic (default: what the width allows)"},
    {.kind = CLI_CHOICE,
     .name = "kwic-sort",
     .argument = "ORDER",
     .choices = kwic_sorts,
     MEMBER(kwic_sort),
     .help = "lines of kwic by their place, or by the words on one side"},
    {.kind = CLI_FLAG,
     .name = "explain",
     MEMBER(explain),
     .help = "how the query was understood and what its parts cost, and why each article has its "
             "score"},
    {.kind = CLI_FLAG,
     .name = "bom",
     MEMBER(bom),
     .help = "begin csv with a byte order mark, which some spreadsheets need to see UTF-8"},
    {.kind = CLI_CHOICE,
     .name = "color",
     .argument = "WHEN",
     .choices = colors,
     MEMBER(color),
     .help = "mark the words that were found",
     .details = "auto marks on a terminal, unless NO_COLOR is set or TERM is dumb."},
    {.kind = CLI_CHOICE,
     .name = "pager",
     .argument = "WHEN",
     .choices = pagers,
     MEMBER(pager),
     .help = "show the result with a pager",
     .details = "auto does so with text and kwic on a terminal. The pager is the environment's "
                "MORGUE_PAGER or PAGER, else less; there is none where the variable is empty or "
                "\"cat\", or where TERM is dumb."},
    {.kind = CLI_FLAG, .name = "no-pager", MEMBER(no_pager), .help = "the same as --pager=never"},
    {.kind = CLI_FLAG,
     .name = "shards",
     MEMBER(shards),
     .help = "list the shards of the archive, whether each answers and how fast, and end",
     .details = "For an archive that is spread over several machines; with --format=json as an "
                "object with the keys shards, articles and missing, where each shard has the keys "
                "shard, articles, answers, answer_ms and trouble."},
    {.kind = CLI_FLAG,
     .name = "fields",
     MEMBER(fields),
     .help = "list the fields that a query can name, with examples, and end"},
    CLI_COMMON_OPTIONS};

static const cli_entry examples[] = {
    {"morgue-search archive '\"article 5\" location:ukraine'",
     "A phrase, in articles tagged with a place."},
    {"morgue-search archive nato -- -ukraine",
     "Without a word. Behind -- nothing is taken for an option; inside quotes, as in 'nato "
     "-ukraine', there is no need of it."},
    {"morgue-search --sort=newest -n 3 archive 'person:blinken date:2022-01..2022-03'",
     "The three newest articles on a person in a quarter."},
    {"morgue-search -n 0 --facets=person,location --timeline=year archive ferry",
     "Who and where, and when, in all articles that match."},
    {"morgue-search --format=kwic --kwic-sort=right -n 100 archive '\"article 5\"'",
     "A concordance: every occurrence on a line, sorted by what follows."},
    {"morgue-search --format=csv --bom -n 1000 archive strike > strike.csv", "For a spreadsheet."},
    {"morgue-search --format=json archive strike | jq -r '.results[].title'", "For a script."},
    {"morgue-search --dump archive 'source:gazette' > gazette.jsonl",
     "Get out all that was put in."},
    {"morgue-search --dump --since=@mark archive > changes.jsonl",
     "Get out what has changed since the last time."},
    {NULL, NULL}};

static const cli_entry statuses[] = {{"0", "something was found"},
                                     {"1", "nothing was found"},
                                     {"2", "the query or the command line is wrong"},
                                     {"3", "the archive cannot be read, or the output written"},
                                     {"4",
                                      "shards are missing from what --dump or --shards wrote, or, "
                                      "with --require-all, an answer is partial"},
                                     {"130", "stopped by Ctrl-C"},
                                     {NULL, NULL}};

static const cli_section sections[] = {
    {"Queries",
     "Several words must all be in the article, in any order; they find their inflections too. "
     "Several QUERY operands are joined by spaces. In short:\n\n"
     "  \"article 5\"              these words side by side, as they stand\n"
     "  =attacks                 this very word\n"
     "  nato OR otan             either\n"
     "  ferry -wind              with the first, without the second; also NOT\n"
     "  (flood OR storm) dam     groups\n"
     "  title:ferry              the word in a field: see --fields\n"
     "  org:\"harbour party\"      the phrase in a field\n"
     "  date:2022-01..2022-03    in a time\n"
     "  before:2019              earlier; also after:\n"
     "  has:location             tagged with any place\n"
     "  ukrain* wom?n *gate      any letters, or one, in that place\n"
     "  ~blinkin                 words spelled much like it\n"
     "  cs:US                    this very letter case\n"
     "  attack W/5 embassy       at most five words apart; PRE/5: in this order\n"
     "  attack W/S embassy       in one sentence; W/P: in one paragraph\n"
     "  blinken NOT W/3 lavrov   the first where the second is not near\n"
     "  *                        every article\n\n"
     "A mistake is an error that shows its place in the query, never a silent guess. Names that "
     "mean "
     "the same may be listed in ARCHIVE/aliases.txt, a line each such as NATO = OTAN, and tags "
     "that "
     "are wrong in ARCHIVE/blocklist.txt, such as location: Reading."},
    {"Text",
     "For people: the title, where and when it appeared, its tags, a passage with the words that "
     "were found in bold (on a terminal), and the id as a query that finds the article again. "
     "Lines are wrapped to the width of a terminal, or to the environment's COLUMNS; in a pipe "
     "they are not wrapped. The closing line says how many articles match: \"about\" marks an "
     "estimate, which --exact turns into a count."},
    {"Facets and timelines",
     "Both look at all articles that match, not only at those of the page: -n 0 shows nothing "
     "else. "
     "--facets counts the values of fields, the most frequent first; an article counts once for "
     "each value that it has. Of persons, organizations and places it also tells how many of the "
     "articles are about them, and puts those first that have most of both. --timeline counts by "
     "the date of publication, and tells of how many "
     "articles of that time under the same filters (fields, dates), whatever their words: a share "
     "that rises is a trend, where a count may only show that the archive has more articles. "
     "Articles of which no more than the year is known stand under the year. A timeline begins and "
     "ends with a match."},
    {"JSON",
     "--format=json prints one object with the keys query, total, total_is_exact, partial, "
     "missing, took_ms, results, facets, timeline, suggestion, notices and next, and with "
     "--explain also plan. "
     "Each result has the keys id, title, date, source, section, authors, url, language, persons, "
     "organizations, locations, score and snippet, with --snippets=2 or more also snippets, with "
     "--full also text, and with --explain also reasons. Countries that follow from the locations "
     "are apart, under inherited, where there are any. What an article does not have is null, or "
     "an empty array where it may have several.\n\n"
     "partial is true when --timeout ended the search, or when shards of a spread archive did not "
     "answer: missing has an object with the keys shard and reason for each of these. notices are "
     "sentences for the user. facets "
     "has an array for each field, of objects with the keys value and count, for persons, "
     "organizations, locations and actors also main: of these, articles that are about it. "
     "timeline is an array "
     "of objects with the keys from, count and of: the articles that match, of all articles of "
     "that time under the same filters without the words. suggestion is a query that finds more, "
     "or null. next is what --after takes for the page that follows, or null after the last.\n\n"
     "The snippet is ready for HTML: the words that were found stand between <mark> and </mark>, "
     "and of all other text the characters &, <, > and \" are written as entities. No other value "
     "is escaped. Several passages are joined by \" ... \"; snippets has each of them.\n\n"
     "--format=jsonl prints each result as an object on a line of its own. --format=ids prints the "
     "ids, one a line. Both give one page, as long as -n says: --dump gives everything. "
     "--format=count prints the number of all articles that match, always counted."},
    {"CSV",
     "--format=csv prints a row of names, and a row for each result, as RFC 4180 has it: lines end "
     "with CR LF, and values with commas, quotes or line breaks stand in quotes. The columns are "
     "id, title, date, source, section, authors, url, language, persons, organizations, locations, "
     "score and snippet, and with --full text. Several values of a field are joined by \"; \"; "
     "countries that follow from the locations stand in brackets."},
    {"KWIC",
     "--format=kwic prints a concordance: every occurrence of what was searched for, in all "
     "articles of the page, on a line of its own between the words on its left and on its right, "
     "with the date and the id of the article where the width has room for them. Sorting does not "
     "mind letter case, accents and punctuation; by the left, the nearest word counts first."},
    {"Spread archives",
     "ARCHIVE may be a file that lists shards on other machines, for archives that one machine "
     "does not hold; docs/operations.md tells how they are made. A line of it is 'tcp HOST:PORT', "
     "where xapian-tcpsrv serves an archive, 'ssh HOST PATH', 'local PATH', a folder as seen from "
     "where the list is, or '# ...'; behind 'or' stands another machine with the same. A shard "
     "that does not answer for 5 seconds, or 0.4 of --timeout where that is given, is left out, "
     "and that is said: on standard error, in the closing line, and by the keys partial and "
     "missing of JSON; the exit status is the usual one unless --require-all is given. The next "
     "search tries it again. --dump writes what the others have and ends with status 4. --since "
     "does not go with such an archive: each of its parts tells its own changes."},
    {"Environment",
     "NO_COLOR, where it is not empty, turns colours off. COLUMNS sets the width of the text. "
     "MORGUE_PAGER, PAGER and LESS are about the pager: see --pager; LESS is FRX where it is not "
     "set. The locale decides whether bars are drawn with block characters."},
    {NULL, NULL}};

const cli_program search_program = {
    .name = "morgue-search",
    .purpose = "search an archive of news articles",
    .synopses = synopses,
    .description = "Finds the articles in ARCHIVE, a folder that morgue-index made or a file that "
                   "lists several, that match QUERY, and shows the best ones first.",
    .options = options,
    .examples = examples,
    .statuses = statuses,
    .sections = sections,
    .see_also = "morgue-index(1), libmorgue(3)",
    .dash_hint = "put -- before a query that begins with -"};
