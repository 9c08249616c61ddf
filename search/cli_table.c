/* The option table of morgue-search. */
#include "search/cli_search.h"

static const char *const synopses[] = {"[OPTION]... ARCHIVE QUERY...", "--dump ARCHIVE [QUERY]...",
                                       "--fields", NULL};

static const char *const sorts[] = {"relevance", "newest", "oldest", NULL};
static const char *const formats[] = {"text", "json", "jsonl", "ids", "count", NULL};
static const char *const formats_later[] = {"csv", "kwic", NULL};
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
    {.kind = CLI_CHOICE,
     .name = "sort",
     .argument = "ORDER",
     .choices = sorts,
     MEMBER(sort),
     .help = "which come first"},
    {.kind = CLI_FLAG,
     .name = "exact",
     MEMBER(exact),
     .help = "count every article that matches; without it a great number is estimated, and the "
             "search is faster"},
    {.kind = CLI_FLAG,
     .name = "dump",
     MEMBER(dump),
     .help = "write all articles, or all that match, whole, one a line as JSON; morgue-index reads "
             "them back",
     .details = "Every value that was put in is there, and each tag says by whom it was given. "
                "Options that shape a page of hits (-n, --offset, --sort, --format and so on) do "
                "not go with it."},
    {.kind = CLI_HEADING, .name = "Output"},
    {.kind = CLI_CHOICE,
     .name = "format",
     .argument = "FORMAT",
     .choices = formats,
     .later = formats_later,
     MEMBER(format),
     .help = "how to write the result"},
    {.kind = CLI_FLAG, .name = "full", MEMBER(full), .help = "with the whole text of each article"},
    {.kind = CLI_NUMBER,
     .name = "snippets",
     .argument = "N",
     MEMBER(snippets),
     .help = "passages to show of an article: 0 or 1 (default)"},
    {.kind = CLI_CHOICE,
     .name = "color",
     .argument = "WHEN",
     .choices = colors,
     MEMBER(color),
     .help = "mark the words that were found",
     .details = "auto marks on a terminal, unless NO_COLOR is set or TERM is dumb."},
    {.kind = CLI_LATER, .name = "facets"},
    {.kind = CLI_LATER, .name = "timeline"},
    {.kind = CLI_LATER, .name = "similar"},
    {.kind = CLI_LATER, .name = "explain"},
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
    {"morgue-search --format=json archive strike | jq -r '.results[].title'", "For a script."},
    {"morgue-search --dump archive 'source:gazette' > gazette.jsonl",
     "Get out all that was put in."},
    {NULL, NULL}};

static const cli_entry statuses[] = {{"0", "something was found"},
                                     {"1", "nothing was found"},
                                     {"2", "the query or the command line is wrong"},
                                     {"3", "the archive cannot be read, or the output written"},
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
     "  *                        every article\n\n"
     "A mistake is an error that shows its place in the query, never a silent guess."},
    {"Text",
     "For people: the title, where and when it appeared, its tags, a passage with the words that "
     "were found in bold (on a terminal), and the id as a query that finds the article again. "
     "Lines are wrapped to the width of a terminal, or to the environment's COLUMNS; in a pipe "
     "they are not wrapped. The closing line says how many articles match: \"about\" marks an "
     "estimate, which --exact turns into a count."},
    {"JSON",
     "--format=json prints one object with the keys query, total, total_is_exact, partial, "
     "took_ms, results, facets and timeline. Each result has the keys id, title, date, source, "
     "section, authors, url, language, persons, organizations, locations, score and snippet, and "
     "with --full also text. What an article does not have is null, or an empty array where it may "
     "have several. partial, facets and timeline are false, {} and [] in this version.\n\n"
     "The snippet is ready for HTML: the words that were found stand between <mark> and </mark>, "
     "and of all other text the characters &, <, > and \" are written as entities. No other value "
     "is escaped.\n\n"
     "--format=jsonl prints each result as an object on a line of its own. --format=ids prints the "
     "ids, one a line. Both give one page, as long as -n says: --dump gives everything. "
     "--format=count prints the number of all articles that match, always counted."},
    {"Environment",
     "NO_COLOR, where it is not empty, turns colours off. COLUMNS sets the width of the text."},
    {NULL, NULL}};

const cli_program search_program = {
    .name = "morgue-search",
    .purpose = "search an archive of news articles",
    .synopses = synopses,
    .description = "Finds the articles in ARCHIVE, a folder that morgue-index made, that match "
                   "QUERY, and shows the best ones first.",
    .options = options,
    .examples = examples,
    .statuses = statuses,
    .sections = sections,
    .see_also = "morgue-index(1)",
    .dash_hint = "put -- before a query that begins with -"};
