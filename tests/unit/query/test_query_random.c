/* Queries made by dice: trees that come back as they went out, and bytes that mean harm. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/utf8.h"
#include "search/query/parser.h"

/* A small generator of our own, so that a seed means the same everywhere. */
static uint32_t roll(uint64_t *seed, uint32_t sides)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % sides;
}

/* ---- Round trip --------------------------------------------------------------------------- */

/* A query as text, and the tree it must become. */
typedef struct sample {
    mg_buffer text;
    mg_buffer tree;
    uint64_t seed;
    const char *scope; /* "title:" within title:( ) */
} sample;

static void both(sample *s, const char *text, const char *tree)
{
    ck_assert(mg_buffer_append_string(&s->text, text) && mg_buffer_append_string(&s->tree, tree));
}

static const char *const words[] = {"nato",  "Geneva", "F-16",  "caf\xC3\xA9",
                                    "5",     "or",     "10:30", "\xE5\x8C\x97\xE7\xB4\x84",
                                    "don't", "U.S."};
static const char *const scopes[] = {"title:", "person:", "location:", "actor:", "source:"};
static const char *const dates[][2] = {{"date:2022-02", "date:2022-02"},
                                       {"before:2022", "date:..2021"},
                                       {"after:2022-01-30", "date:2022-01-31.."},
                                       {"date:2020-02-29..2021-05", "date:2020-02-29..2021-05"}};

static const char *one_of(sample *s, const char *const *list, size_t n)
{
    return list[roll(&s->seed, (uint32_t)n)];
}
#define ONE_OF(s, list) one_of(s, list, sizeof(list) / sizeof *(list))

static const char *const wild_words[] = {"ukrain*", "wom?n", "*gate", "F-1?", "caf\xC3\xA9*"};
static const char *const fuzzy_words[] = {"~blinken", "~caf\xC3\xA9", "~don't"};

static void write_phrase(sample *s, const char *word)
{
    static const char *const gaps[] = {" ", " ", " ", " * "};
    bool curly = roll(&s->seed, 2);
    const char *gap = ONE_OF(s, gaps);
    const char *second = roll(&s->seed, 4) ? ONE_OF(s, words) : ONE_OF(s, wild_words);
    both(s, curly ? "\xE2\x80\x9C" : "\"", "\"");
    both(s, word, word);
    both(s, gap, gap);
    both(s, second, second);
    both(s, curly ? "\xE2\x80\x9D" : "\"", "\"");
}

/* A word or phrase, and what may stand before it. `whole`: a whole value too, in fields of names.
 */
static void write_text(sample *s, const char *field, bool whole)
{
    bool names = strcmp(field, "") != 0 && strcmp(field, "title:") != 0;
    const char *word = roll(&s->seed, 4) ? ONE_OF(s, words) : ONE_OF(s, wild_words);
    uint32_t mark = roll(&s->seed, 8);
    if (mark == 0) {
        const char *fuzzy = ONE_OF(s, fuzzy_words);
        both(s, fuzzy, fuzzy);
        return;
    }
    bool cased = mark == 1;
    both(s, cased ? "cs:" : "", cased ? "cs:" : "");
    if (mark < 4 && mark > 1 && (whole || !names))
        both(s, "=", "=");
    if (roll(&s->seed, 3) == 0)
        write_phrase(s, word);
    else if (cased && names) {
        both(s, word, "\"");
        both(s, "", word);
        both(s, "", "\"");
    } else
        both(s, word, word);
}

static void write_leaf(sample *s)
{
    bool scoped = s->scope || roll(&s->seed, 3) == 0;
    const char *field = s->scope ? s->scope : scoped ? ONE_OF(s, scopes) : "";
    both(s, s->scope ? "" : field, field);
    write_text(s, field, true);
}

/* ---- Proximity ---------------------------------------------------------------------------- */

static const char *const nears[][2] = {{" W/5 ", "(w/5 "},         {" near/12 ", "(w/12 "},
                                       {" PRE/3 ", "(pre/3 "},     {" w/s ", "(w/s "},
                                       {" W/P ", "(w/p "},         {" PRE/S ", "(pre/s "},
                                       {" NOT W/5 ", "(not-w/5 "}, {" NOT PRE/P ", "(not-pre/p "}};

/* What may stand beside an operator, in one field all through: a leaf, a group, or proximity. */
static void write_side(sample *s, unsigned depth, const char *field, bool ands);

/* The operator stands between its sides in the query, and before them in the tree. */
static void write_near(sample *s, unsigned depth, const char *field, bool ands)
{
    bool words_only = strcmp(field, "") != 0 && strcmp(field, "title:") != 0;
    size_t i = words_only ? roll(&s->seed, 3) : roll(&s->seed, 8);
    both(s, "", nears[i][1]);
    write_side(s, depth - 1, field, ands);
    both(s, nears[i][0], " ");
    write_side(s, depth - 1, field, ands && i < 6);
    both(s, "", ")");
}

static void write_side(sample *s, unsigned depth, const char *field, bool ands)
{
    uint32_t side = roll(&s->seed, 6);
    if (!depth || side > 2) {
        both(s, s->scope ? "" : field, field);
        write_text(s, field, false);
        return;
    }
    bool any = !ands || side == 1;
    both(s, "(", side == 0 ? "" : any ? "(or " : "(and ");
    if (side == 0) {
        write_near(s, depth, field, ands);
    } else {
        write_side(s, depth - 1, field, ands);
        both(s, any ? " OR " : " ", " ");
        write_side(s, depth - 1, field, ands);
    }
    both(s, ")", side == 0 ? "" : ")");
}

/* ---- Trees -------------------------------------------------------------------------------- */

static void write_tree(sample *s, unsigned depth);

/* AND or OR of several, always in brackets of its own. */
static void write_series(sample *s, unsigned depth)
{
    bool any = roll(&s->seed, 2);
    bool spelled = roll(&s->seed, 2);
    unsigned n = 2 + roll(&s->seed, 3);
    const char *outer = s->scope;
    bool scoped = !outer && roll(&s->seed, 4) == 0;
    if (scoped) {
        s->scope = ONE_OF(s, scopes);
        both(s, s->scope, "");
    }
    both(s, "(", any ? "(or" : "(and");
    for (unsigned i = 0; i < n; i++) {
        both(s, i == 0 ? "" : any ? " OR " : spelled ? " AND " : " ", " ");
        write_tree(s, depth - 1);
    }
    both(s, ")", ")");
    s->scope = outer;
}

static void write_tree(sample *s, unsigned depth)
{
    static const char *const fields[][2] = {
        {"has:location", "has:location"}, {"HAS:byline", "has:author"}, {"has:date", "has:date"}};
    uint32_t side = roll(&s->seed, 12);
    if (depth && side == 11) {
        const char *field = s->scope ? s->scope : roll(&s->seed, 2) ? "" : ONE_OF(s, scopes);
        write_near(s, depth, field, true);
    } else if (side == 10 && !s->scope) {
        size_t i = roll(&s->seed, 3);
        both(s, fields[i][0], fields[i][1]);
    } else if (depth && side < 4) {
        write_series(s, depth);
    } else if (depth && side < 6) {
        both(s, side == 4 ? "NOT " : "-(", "(not ");
        write_tree(s, depth - 1);
        both(s, side == 4 ? "" : ")", ")");
    } else if (side == 9 && !s->scope) {
        size_t i = roll(&s->seed, 4);
        both(s, dates[i][0], dates[i][1]);
    } else {
        write_leaf(s);
    }
}

START_TEST(test_round_trip)
{
    for (uint64_t seed = 0; seed < 3000; seed++) {
        sample s = {.seed = seed + 3000 * (uint64_t)_i};
        mg_tree tree = {0};
        mg_buffer out = {0};
        morgue_error err = {0};
        write_tree(&s, 4);
        ck_assert_msg(mg_query_parse(s.text.data, s.text.len, &tree, &err) == MORGUE_OK, "%s: %s",
                      s.text.data, err.message);
        ck_assert(mg_query_describe(tree.root, &out));
        ck_assert_str_eq(out.data, s.tree.data);
        mg_tree_free(&tree);
        mg_buffer_free(&out);
        mg_buffer_free(&s.text);
        mg_buffer_free(&s.tree);
    }
}
END_TEST

/* ---- Harm --------------------------------------------------------------------------------- */

/* Parses; whatever comes out must be whole: a tree that can be described, or an error with a column
 * within the text. */
static bool survive(const char *text, size_t len)
{
    char *copy = malloc(len ? len : 1); /* of exactly this length, for the sanitizer */
    mg_tree tree = {0};
    mg_buffer out = {0};
    morgue_error err = {.offset = -2};
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, text, len);
    morgue_status status = mg_query_parse(copy, len, &tree, &err);
    free(copy);
    if (status == MORGUE_OK) {
        ck_assert(mg_query_describe(tree.root, &out));
        mg_buffer_free(&out);
        mg_tree_free(&tree);
    } else {
        ck_assert_int_eq(status, MORGUE_BAD_QUERY);
        ck_assert(err.offset >= 0 && err.offset <= (int64_t)len);
        ck_assert_uint_eq(mg_utf8_clean_prefix(err.message, strlen(err.message)),
                          strlen(err.message));
    }
    return status == MORGUE_OK;
}

static const char *const pieces[] = {"\"",
                                     "(",
                                     ")",
                                     "-",
                                     " ",
                                     "=",
                                     "*",
                                     "?",
                                     "~",
                                     ":",
                                     "title:",
                                     "OR",
                                     "..",
                                     "a",
                                     "5",
                                     " NOT ",
                                     "date:",
                                     "W/5",
                                     " ",
                                     "before:",
                                     "2022",
                                     "-01",
                                     "AND",
                                     "\xC3\xA9",
                                     "\xE2\x80\x9C",
                                     "\xE2\x80\x9D",
                                     "\xC2\xAB",
                                     "\xE5\x8C\x97",
                                     "id:",
                                     "\\",
                                     "\n\n",
                                     "'",
                                     "&",
                                     "http://",
                                     "\xE2\x80\x93",
                                     " W/3 ",
                                     " pre/s ",
                                     " NOT W/P ",
                                     "W/",
                                     "NEAR/",
                                     "cs:",
                                     "has:",
                                     "place",
                                     " * ",
                                     "word"};

START_TEST(test_pieces)
{
    uint64_t seed = 77 + (uint64_t)_i;
    unsigned taken = 0;
    for (unsigned round = 0; round < 5000; round++) {
        char text[256];
        size_t len = 0;
        for (uint32_t n = roll(&seed, 12); n; n--) {
            const char *piece = pieces[roll(&seed, sizeof pieces / sizeof *pieces)];
            memcpy(text + len, piece, strlen(piece));
            len += strlen(piece);
        }
        taken += survive(text, len);
    }
    ck_assert_uint_gt(taken, 100); /* the dice reach the inside of the language */
}
END_TEST

START_TEST(test_bytes)
{
    uint64_t seed = 1234 + (uint64_t)_i;
    for (unsigned round = 0; round < 5000; round++) {
        char text[64];
        size_t len = roll(&seed, sizeof text);
        bool ascii = roll(&seed, 2);
        for (size_t i = 0; i < len; i++)
            text[i] = (char)(ascii ? 32 + roll(&seed, 95) : roll(&seed, 256));
        survive(text, len);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("random queries");
    TCase *tests = tcase_create("random");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_round_trip, 0, 3);
    tcase_add_loop_test(tests, test_pieces, 0, 4);
    tcase_add_loop_test(tests, test_bytes, 0, 4);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
