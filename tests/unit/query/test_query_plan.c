/* What queries find in a small archive, how they rank, what they mark. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/query/plan.h"
#include "tests/unit/query/small_archive.h"

static const small_article articles[] = {
    /* 1 */ {.title = "Geneva talks",
             .text =
                 "The United States attacked the plan. Article 5 stands.\n\nF-16 crash near base",
             .date = "2022-01-21",
             .person = "Antony Blinken",
             .org = "NATO",
             .location = "Geneva",
             .lang = "en",
             .id = "a-1",
             .source = "Harbour Gazette"},
    /* 2 */
    {.title = "Attacks go on",
     .text = "An F16 crash; the ceasefire is over. Article 50 is another matter.",
     .date = "2022-02",
     .person = "Sergei Lavrov",
     .org = "Blinken Foundation",
     .location = "Ukraine",
     .lang = "en-GB",
     .id = "a 1"},
    /* 3 */
    {.title = "Countries of the north",
     .text = "Geneva is a city in a small country. A cease-fire was signed. They are dying.",
     .date = "2022",
     .org = "United Nations",
     .location = "Ukraine",
     .lang = "pt-BR"},
    /* 4 */ {.title = "Nachrichten", .text = "Das Wort des Jahres. F 16 crash.", .lang = "de"},
    /* 5 */
    {.title = "\xE5\x8C\x97\xE7\xB4\x84",
     .text = "\xE5\x8C\x97\xE7\xB4\x84\xE8\xBB\x8D\xE3\x81\x8C\xE6\x9D\xB1\xE5\x8C\x97\xE3"
             "\x81\xAB\xE3\x80\x82 NATO \xE5\x8C\x97\xE4\xBA\xAC",
     .date = "2021-12-31T23:59:59Z",
     .org = "United Airlines of Nations",
     .lang = "ja"},
    /* 6 */
    {.title = "The article",
     .text = "It ends with an article\n\n5 people died. Making a rule is a trade-off of sorts.",
     .date = "2022-02-10"},
};

static small_archive archive;

static void open_archive(void)
{
    small_archive_open(&archive, articles, sizeof articles / sizeof *articles);
}

static void close_archive(void)
{
    small_archive_close(&archive);
}

/* ---- Hits --------------------------------------------------------------------------------- */

static const struct {
    const char *query;
    const char *hits;
} found[] = {
    {"*", "1 2 3 4 5 6"},
    {"geneva", "1 3"},
    {"GENEVA", "1 3"},
    {"nowhere", "-"},
    /* stems, in text and title */
    {"attack", "1 2"},
    {"=attack", "-"},
    {"=attacks", "2"},
    {"\"attack\"", "-"},
    {"country", "3"},
    {"countries", "3"},
    {"make rules", "6"},
    {"die", "3 6"},
    {"dying", "3 6"},
    {"title:attack", "2"},
    {"title:geneva", "1"},
    {"text:country", "3"},
    {"title:country", "3"},
    {"title:city", "-"},
    /* phrases */
    {"\"article 5\"", "1"},
    {"=\"article 5\"", "1"},
    {"\"5 article\"", "-"},
    {"article 5", "1 6"},
    {"\"geneva talks the\"", "-"},
    {"title:\"geneva talks\"", "1"},
    {"\"a small country\"", "3"},
    {"\"a a\"", "-"},
    /* compounds, in every spelling */
    {"F-16", "1 2 4"},
    {"f16", "1 2"},
    {"\"F-16\"", "1 2 4"},
    {"\"f 16\"", "1 4"},
    {"cease-fire", "2 3"},
    {"ceasefire", "2 3"},
    {"\"f-16 crash\"", "1 2 4"},
    {"\"f16 crash\"", "1 2"},
    {"=F-16", "1 2 4"},
    {"trade-offs", "-"},
    {"trade-off", "6"},
    {"\"a trade-off of\"", "6"},
    /* operators */
    {"geneva country", "3"},
    {"geneva OR f16", "1 2 3"},
    {"geneva -country", "1"},
    {"-geneva", "2 4 5 6"},
    {"NOT NOT geneva", "1 3"},
    {"-(geneva OR f16)", "4 5 6"},
    {"geneva OR -nato", "1 2 3 4 6"},
    {"* -geneva", "2 4 5 6"},
    {"-*", "-"},
    {"-geneva -f16", "4 5 6"},
    {"geneva (talks OR city) NOT dying", "1"},
    /* names */
    {"person:blinken", "1"},
    {"person:\"antony blinken\"", "1"},
    {"person:=\"antony blinken\"", "1"},
    {"person:=blinken", "-"},
    {"org:=nato", "1"},
    {"actor:blinken", "1 2"},
    {"actor:=nato", "1"},
    {"org:united", "3 5"},
    {"org:(united nations)", "3 5"},
    {"org:\"united nations\"", "3"},
    {"org:nation", "-"},
    {"location:ukraine", "2 3"},
    {"location:ukraine -actor:lavrov", "3"},
    {"source:harbour", "1"},
    {"source:=\"harbour gazette\"", "1"},
    {"source:=harbour", "-"},
    {"geneva location:ukraine", "3"},
    {"location:ukraine OR nato", "2 3 5"},
    /* exact values */
    {"lang:en", "1 2"},
    {"lang:=en", "1"},
    {"lang:EN-gb", "2"},
    {"lang:pt", "3"},
    {"lang:d", "-"},
    {"id:a-1", "1"},
    {"id:\"a 1\"", "2"},
    {"id:a1", "-"},
    /* dates */
    {"date:2022", "1 2 3 6"},
    {"date:2022-01", "1"},
    {"date:2022-02", "2 6"},
    {"date:2022-02-10", "6"},
    {"date:2022-01..2022-03-15", "1 2 6"},
    {"date:2021..2022", "1 2 3 5 6"},
    {"date:2021-12-31", "5"},
    {"before:2022", "5"},
    {"after:2021", "1 2 3 6"},
    {"after:2022-01", "2 6"},
    {"-date:2022", "4 5"},
    {"geneva date:2022-01..2022-06", "1"},
    {"date:2022-02 OR date:2021", "2 5 6"},
    /* scripts without spaces */
    {"\xE5\x8C\x97\xE7\xB4\x84", "5"},
    {"\xE5\x8C\x97\xE7\xB4\x84\xE8\xBB\x8D", "5"},
    {"\"\xE5\x8C\x97\xE7\xB4\x84\xE8\xBB\x8D\"", "5"},
    {"\xE5\x8C\x97", "5"},
    {"\xE8\xBB\x8D", "5"},
    {"\xE4\xBA\xAC", "5"},
    {"\xE7\xB4\x84\xE5\x8C\x97", "-"},
    {"\"nato \xE5\x8C\x97\xE4\xBA\xAC\"", "5"},
    {"\"nato \xE5\x8C\x97\"", "5"},
    {"\xE6\x9D\xB1\xE4\xBA\xAC", "-"},
    {"title:\xE5\x8C\x97", "5"},
};

START_TEST(test_found)
{
    ck_assert_msg(strcmp(small_archive_find(&archive, found[_i].query), found[_i].hits) == 0,
                  "%s: %s, not %s", found[_i].query, small_archive_find(&archive, found[_i].query),
                  found[_i].hits);
}
END_TEST

/* ---- Order -------------------------------------------------------------------------------- */

static double weight_of(const char *query, uint32_t docid)
{
    return small_archive_score(&archive, query, docid);
}

START_TEST(test_weights)
{
    ck_assert_str_eq(small_archive_rank(&archive, "geneva"), "1 3"); /* 1 has it in the title */
    double plain = weight_of("geneva", 1);
    ck_assert(plain > 0);
    ck_assert(plain > weight_of("text:geneva", 1));
    ck_assert_double_eq_tol(weight_of("geneva person:blinken date:2022 -country", 1), plain, 1e-9);
    ck_assert_double_eq_tol(weight_of("person:blinken", 1), 0, 1e-9);
    ck_assert_double_eq_tol(weight_of("-country lang:en", 1), 0, 1e-9);
    ck_assert_double_eq_tol(weight_of("geneva OR person:blinken", 1), plain, 1e-9);
}
END_TEST

/* ---- Marks -------------------------------------------------------------------------------- */

static void describe_group(const mg_group *group, mg_buffer *out)
{
    for (size_t k = 0; k < group->n_terms; k++) {
        morgue_text term = group->terms[k];
        mg_buffer_append_string(out, k ? "/" : " ");
        mg_buffer_append(out, term.data, term.len);
        ck_assert(mg_group_has(group, term.data, term.len));
    }
    ck_assert(!mg_group_has(group, "zzz", 3));
}

static void describe_span(const mg_span *span, mg_buffer *out)
{
    if (span->kind == MG_SPAN_GROUP)
        describe_group(span->group, out);
    for (const mg_span *child = span->child; child; child = child->next) {
        const char *between = span->kind == MG_SPAN_PHRASE ? " +" : " or";
        mg_buffer_append_string(out, child == span->child ? "" : between);
        describe_span(child, out);
    }
}

/* " attack/attacked/attacks | geneva + talks" */
static void describe_marks(const mg_plan *plan, mg_buffer *out)
{
    for (size_t i = 0; i < mg_plan_mark_count(plan); i++) {
        mg_buffer_append_string(out, i ? " |" : "");
        describe_span(mg_plan_mark(plan, i), out);
    }
}

static const struct {
    const char *query;
    const char *groups;
} marked[] = {
    {"attack", " attack/attacked/attacks"},
    {"die", " die/died/dying"},
    {"\"Article 5\" -geneva", " article + 5"},
    {"title:attack nowhere", " attack/attacks | nowhere"},
    {"F-16", " f + 16 or f16"},
    {"\"the F-16 crash\"", " the + f + 16 + crash or the + f16 + crash"},
    {"person:blinken date:2022 lang:en", ""},
    {"NOT (geneva NOT talks)", ""},
    {"=attacks OR =Geneva", " attacks | geneva"},
    {"\xE5\x8C\x97\xE7\xB4\x84\xE8\xBB\x8D",
     " \xE5\x8C\x97\xE7\xB4\x84 + \xE7\xB4\x84\xE8\xBB\x8D"},
    {"\xE7\xB4\x84", " \xE7\xB4\x84/\xE7\xB4\x84\xE8\xBB\x8D"},
};

START_TEST(test_marked)
{
    mg_plan *plan;
    mg_buffer out = {0};
    const char *query = marked[_i].query;
    const mg_plan_setting setting = small_archive_setting(&archive, 1);
    ck_assert_int_eq(mg_plan_make(query, strlen(query), &setting, &plan, NULL), MORGUE_OK);
    describe_marks(plan, &out);
    ck_assert_str_eq(out.data ? out.data : "", marked[_i].groups);
    mg_buffer_free(&out);
    mg_plan_free(plan);
}
END_TEST

/* ---- The rest ----------------------------------------------------------------------------- */

START_TEST(test_mistakes)
{
    mg_plan *plan = NULL;
    morgue_error err;
    mg_buffer phrase = {0};
    const mg_plan_setting setting = small_archive_setting(&archive, 1);
    ck_assert_int_eq(mg_plan_make("a (", MORGUE_NUL, &setting, &plan, &err), MORGUE_BAD_QUERY);
    ck_assert_int_eq(err.offset, 2);
    ck_assert(mg_buffer_append_string(&phrase, "x \""));
    for (int i = 0; i < 257; i++)
        ck_assert(mg_buffer_append_string(&phrase, "a "));
    ck_assert(mg_buffer_append_string(&phrase, "\""));
    ck_assert_int_eq(mg_plan_make(phrase.data, phrase.len, &setting, &plan, &err),
                     MORGUE_BAD_QUERY);
    ck_assert_str_eq(err.message, "column 3: a phrase may have 256 words");
    ck_assert_ptr_null(plan);
    mg_buffer_free(&phrase);
    mg_plan_free(NULL);
}
END_TEST

START_TEST(test_no_stemmers)
{
    mg_plan *plan;
    mg_buffer out = {0};
    const mg_plan_setting setting = small_archive_setting(&archive, 0);
    ck_assert_int_eq(mg_plan_make("attack", MORGUE_NUL, &setting, &plan, NULL), MORGUE_OK);
    describe_marks(plan, &out);
    ck_assert_str_eq(out.data, " attack");
    mg_buffer_clear(&out);
    ck_assert(mg_plan_describe(plan, &out));
    ck_assert_str_eq(out.data, "attack");
    ck_assert(mg_plan_ranks(plan));
    mg_buffer_free(&out);
    mg_plan_free(plan);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("query plans");
    TCase *tests = tcase_create("plans");
    tcase_add_unchecked_fixture(tests, open_archive, close_archive);
    tcase_add_loop_test(tests, test_found, 0, sizeof found / sizeof *found);
    tcase_add_loop_test(tests, test_marked, 0, sizeof marked / sizeof *marked);
    tcase_add_test(tests, test_weights);
    tcase_add_test(tests, test_mistakes);
    tcase_add_test(tests, test_no_stemmers);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
