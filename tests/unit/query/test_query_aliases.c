/* Aliases and blocklists as files, and what aliases make of a query. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/registry/blocklist.h"
#include "search/query/alias_query.h"
#include "search/query/parser.h"
#include "tests/unit/scratch.h"

static morgue_error err;

static const char names[] = "# what is the same\n"
                            "NATO = North Atlantic Treaty Organization = OTAN\r\n"
                            "\n"
                            "Kyiv = Kiev   # since 2019\n"
                            "AA = American Airlines\n"
                            "AA = Alcoholics Anonymous\n"
                            "C# = C sharp\n"
                            "treaty = pact\n"
                            "United States = US\n"
                            "US Army = United States Army\n"
                            "cease-fire = truce\n"
                            "Bush = George Bush = Dubya\n"
                            "Bush != George Bush\n"
                            "Congo = Kinshasa\n"
                            "Kinshasa != Congo\n";

static mg_aliases *read_names(const char *text)
{
    mg_aliases *aliases;
    OK(mg_aliases_read(text, strlen(text), &aliases, &err));
    return aliases;
}

/* The query with its aliases, in canonical form. */
static const char *apply(const mg_aliases *aliases, const char *query)
{
    static char out[4096];
    mg_tree tree = {0};
    mg_buffer text = {0};
    OK(mg_query_parse(query, strlen(query), &tree, &err));
    OK(mg_aliases_apply(aliases, &tree, &err));
    ck_assert(mg_query_describe(tree.root, &text));
    snprintf(out, sizeof out, "%s", text.data);
    mg_buffer_free(&text);
    mg_tree_free(&tree);
    return out;
}

static const struct {
    const char *query, *becomes;
} changes[] = {
    {"nato", "(or nato \"North Atlantic Treaty Organization\" OTAN)"},
    {"Kiev", "(or Kiev Kyiv)"},
    {"title:kiev", "(or title:kiev title:Kyiv)"},
    {"=kiev", "=kiev"},
    {"\"kiev\"", "\"kiev\""},
    {"~kiev", "~kiev"},
    {"kie*", "kie*"},
    {"cs:Kiev", "cs:Kiev"},
    {"kievs", "kievs"},
    {"-kiev war", "(and (not (or kiev Kyiv)) war)"},
    {"kiev OR lviv", "(or (or kiev Kyiv) lviv)"},
    {"aa", "(or aa \"American Airlines\" \"Alcoholics Anonymous\")"},
    {"american airlines", "(or (and american airlines) AA)"},
    {"american AND airlines", "(or (and american airlines) AA)"},
    {"american \"airlines\"", "(and american \"airlines\")"},
    {"american title:airlines", "(and american title:airlines)"},
    {"american OR airlines", "(or american airlines)"},
    {"airlines american", "(and airlines american)"},
    {"old american airlines jets", "(and old (or (and american airlines) AA) jets)"},
    {"location:kiev", "(or location:kiev location:Kyiv)"},
    {"location:\"kiev\"", "(or location:\"kiev\" location:Kyiv)"},
    {"location:=kiev", "location:=kiev"},
    {"org:(north atlantic treaty organization)",
     "(or (and org:north org:atlantic (or org:treaty org:pact) org:organization) org:NATO "
     "org:OTAN)"},
    {"actor:\"North Atlantic Treaty Organization\"",
     "(or actor:\"North Atlantic Treaty Organization\" actor:NATO actor:OTAN)"},
    {"united states army", "(or (and united states army) \"US Army\")"},
    {"us army", "(or (and (or us \"United States\") army) \"United States Army\")"},
    {"cease-fire", "(or cease-fire truce)"},
    {"truce", "(or truce \"cease-fire\")"},
    {"kiev W/5 nato", "(w/5 (or kiev Kyiv) (or nato \"North Atlantic Treaty Organization\" OTAN))"},
    {"(american airlines) W/5 jet",
     "(w/5 (or (and american airlines) AA \"American Airlines\") jet)"},
    {"(american airlines) W/5 kiev",
     "(w/5 (or (and american airlines) AA \"American Airlines\") (or kiev Kyiv))"},
    {"bush", "(or bush Dubya)"},
    {"dubya", "(or dubya Bush \"George Bush\")"},
    {"george bush", "(or (and george (or bush Dubya)) Dubya)"},
    {"person:\"George Bush\"", "(or person:\"George Bush\" person:Dubya)"},
    {"congo", "congo"},
    {"location:congo OR kinshasa", "(or location:congo kinshasa)"},
    {"congo W/5 kiev", "(w/5 congo (or kiev Kyiv))"},
    {"id:kiev lang:us", "(and id:kiev lang:us)"},
};

START_TEST(test_changes)
{
    mg_aliases *aliases = read_names(names);
    ck_assert_uint_eq(mg_aliases_count(aliases), 11);
    ck_assert_uint_eq(mg_aliases_notes(aliases)->n, 0);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        ck_assert_str_eq(apply(aliases, changes[i].query), changes[i].becomes);
    ck_assert_str_eq(apply(NULL, "nato"), "nato");
    mg_aliases_free(aliases);
}
END_TEST

/* A bad line is told with its number; the others count. */
START_TEST(test_bad_lines)
{
    static const char text[] = "\xEF\xBB\xBFOne = Two\nthree\nfour =\n= five\nsix = SIX\n"
                               "sev\xFFn = eight\nnine = ...\nten = eleven\n";
    mg_aliases *aliases = read_names(text);
    const mg_sheet_notes *notes = mg_aliases_notes(aliases);
    ck_assert_uint_eq(mg_aliases_count(aliases), 2);
    ck_assert_uint_eq(notes->n_wrong, 6);
    ck_assert_uint_eq(notes->n, 6);
    ck_assert_str_eq(notes->at[0],
                     "aliases.txt: line 2 is left out: it has no =, as in NATO = OTAN");
    ck_assert_str_eq(notes->at[1], "aliases.txt: line 3 is left out: a name is missing");
    ck_assert_str_eq(notes->at[3], "aliases.txt: line 5 is left out: all its names are the same");
    ck_assert_str_eq(notes->at[5], "aliases.txt: more lines are left out");
    ck_assert_str_eq(apply(aliases, "two eleven"), "(and (or two One) (or eleven ten))");
    mg_aliases_free(aliases);
}
END_TEST

START_TEST(test_limits)
{
    mg_buffer text = {0};
    for (int i = 0; i < 65; i++) {
        put(&text, i ? " = n" : "n");
        put(&text, (const char[]){(char)('a' + i / 26), (char)('a' + i % 26), 0});
    }
    put(&text, "\n");
    for (int i = 0; i < 33; i++)
        put(&text, "w ");
    put(&text, "= many words\n");
    for (int i = 0; i < 160; i++)
        put(&text, "w");
    put(&text, " = long\n");
    for (int i = 3; i < MG_SHEET_LINES_MAX; i++)
        put(&text, "\n");
    put(&text, "late = later\n");
    mg_aliases *aliases;
    OK(mg_aliases_read(text.data, text.len, &aliases, &err));
    const mg_sheet_notes *notes = mg_aliases_notes(aliases);
    ck_assert_uint_eq(mg_aliases_count(aliases), 0);
    ck_assert_uint_eq(notes->n, 4);
    ck_assert_str_eq(notes->at[0], "aliases.txt: line 1 is left out: it has more than 64 names");
    ck_assert_str_eq(notes->at[1],
                     "aliases.txt: line 2 is left out: a name has more than 32 words");
    ck_assert_str_eq(notes->at[2], "aliases.txt: line 3 is left out: a name is too long");
    ck_assert(strstr(notes->at[3], "line 10001 is left out: there are too many"));
    mg_aliases_free(aliases);
    mg_buffer_free(&text);
}
END_TEST

/* A query may not grow without end. */
START_TEST(test_growth)
{
    mg_buffer text = {0}, query = {0};
    for (int i = 0; i < 64; i++) {
        put(&text, i ? " = n" : "n");
        put(&text, (const char[]){(char)('a' + i / 26), (char)('a' + i % 26), 0});
    }
    for (int i = 0; i < 100; i++)
        put(&query, "naa OR ");
    put(&query, "x");
    mg_aliases *aliases = read_names(text.data);
    mg_tree tree = {0};
    OK(mg_query_parse(query.data, query.len, &tree, &err));
    FAILS(MORGUE_BAD_QUERY, mg_aliases_apply(aliases, &tree, &err));
    mg_tree_free(&tree);
    mg_aliases_free(aliases);
    mg_buffer_free(&text);
    mg_buffer_free(&query);
}
END_TEST

/* Any bytes at all. */
START_TEST(test_garbage)
{
    static const char pieces[] = "ab =!=#:\n\t\xC3\xA9\xFF-.*\"'\0x";
    uint64_t seed = 11;
    for (int round = 0; round < 2000; round++) {
        char text[200];
        size_t len = roll(&seed, sizeof text);
        for (size_t i = 0; i < len; i++)
            text[i] = pieces[roll(&seed, sizeof pieces - 1)];
        mg_aliases *aliases;
        mg_blocklist *list;
        OK(mg_aliases_read(text, len, &aliases, &err));
        OK(mg_blocklist_read(text, len, &list, &err));
        apply(aliases, "a b ab \xC3\xA9 (a OR b)");
        mg_aliases_free(aliases);
        mg_blocklist_free(list);
    }
}
END_TEST

static bool blocks(const mg_blocklist *list, morgue_field_id field, const char *value)
{
    return mg_blocklist_blocks(list, field, (morgue_text){value, strlen(value)});
}

START_TEST(test_blocklist)
{
    static const char text[] = "location: Reading\n"
                               "person:Will Smith # of all trades\n"
                               "actor: Apple\n"
                               "places:Orange\n"
                               "colour: red\n"
                               "title: red\n"
                               "Reading\n"
                               "person:\n";
    mg_blocklist *list;
    OK(mg_blocklist_read(text, strlen(text), &list, &err));
    ck_assert_uint_eq(mg_blocklist_notes(list)->n_wrong, 4);
    ck_assert_str_eq(mg_blocklist_notes(list)->at[0],
                     "blocklist.txt: line 5 is left out: there is no field of this name");
    ck_assert(blocks(list, MORGUE_LOCATION, "READING"));
    ck_assert(!blocks(list, MORGUE_LOCATION, "Reading West"));
    ck_assert(!blocks(list, MORGUE_PERSON, "Reading"));
    ck_assert(blocks(list, MORGUE_PERSON, "will  smith"));
    ck_assert(blocks(list, MORGUE_PERSON, "apple") && blocks(list, MORGUE_ORG, "Apple"));
    ck_assert(blocks(list, MORGUE_LOCATION, "Orange"));
    mg_blocklist *other = mg_blocklist_hold(list);
    mg_blocklist_free(list);
    ck_assert(blocks(other, MORGUE_LOCATION, "Orange"));
    ck_assert(!blocks(NULL, MORGUE_LOCATION, "Orange"));
    mg_blocklist_free(other);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("aliases");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_changes);
    tcase_add_test(tests, test_bad_lines);
    tcase_add_test(tests, test_limits);
    tcase_add_test(tests, test_growth);
    tcase_add_test(tests, test_garbage);
    tcase_add_test(tests, test_blocklist);
    return run_tests("query aliases", tests);
}
