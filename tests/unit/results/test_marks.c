/* Matches and snippets, compared with slow searches and checked for what must always hold. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "archive/utf8.h"
#include "search/results/matcher.h"
#include "search/results/snippet.h"
#include "tests/unit/scratch.h"

static xap_database *db;
static morgue_error err;

static void setup(void)
{
    ck_assert_int_eq(xap_database_open(NULL, 0, &db, NULL), XAP_OK);
}

static void teardown(void)
{
    xap_database_free(db);
}

static mg_plan *plan_of(const char *query)
{
    mg_plan *plan;
    OK(mg_plan_make(query, MORGUE_NUL, db, NULL, 0, &plan, &err));
    return plan;
}

/* ---- Matches ------------------------------------------------------------------------------ */

enum { TOKENS = 2000 };

typedef struct kept {
    mg_token token;
    char term[MG_TERM_MAX];
} kept;

static kept tokens[TOKENS];
static size_t n_tokens;

static void keep_tokens(morgue_text text)
{
    mg_tokenizer t;
    mg_token token;
    n_tokens = 0;
    mg_tokenizer_init(&t, text.data, text.len, 1);
    while (mg_tokenizer_next(&t, &token)) {
        CHECK(n_tokens < TOKENS);
        tokens[n_tokens].token = token;
        memcpy(tokens[n_tokens++].term, token.term, token.len);
    }
}

static bool fits(const mg_mark_group *g, size_t place, const kept *k)
{
    return mg_mark_place_has(&g->places[place], k->term, k->token.len);
}

/* Does the group end with token `i`, having its place `place` there? Steps back through all tokens
 * that end where this one begins. A joined form takes the positions of both its parts. */
static bool ends_at(const mg_mark_group *g, size_t place, size_t i, size_t *ret_start)
{
    const mg_token *now = &tokens[i].token;
    if (!fits(g, place, &tokens[i]))
        return false;
    *ret_start = now->start;
    for (size_t j = 0; place && j < n_tokens; j++) {
        const mg_token *before = &tokens[j].token;
        uint32_t last = before->position + (before->kind == MG_JOINED);
        if (last + 1 == now->position && ends_at(g, place - 1, j, ret_start))
            return true;
    }
    return place == 0;
}

static void check_matches(const char *query, morgue_text text)
{
    mg_plan *plan = plan_of(query);
    mg_matches found = {0};
    size_t n = 0;
    OK(mg_matches_find(plan, text, &found, &err));
    keep_tokens(text);
    for (size_t i = 0; i < n_tokens; i++)
        for (size_t g = 0; g < mg_plan_group_count(plan); g++) {
            const mg_mark_group *group = mg_plan_group(plan, g);
            size_t start, end = tokens[i].token.end;
            if (group->field != MORGUE_TEXT || !ends_at(group, group->n_places - 1, i, &start))
                continue;
            bool known = false;
            for (size_t k = 0; k < found.count && !known; k++)
                known = found.list[k].group == g && found.list[k].end == end;
            if (!known)
                ck_abort_msg("%s: group %zu at %zu in '%s'", query, g, end, text.data);
            n++;
        }
    for (size_t k = 0; k < found.count; k++)
        CHECK(found.list[k].start < found.list[k].end && found.list[k].end <= text.len);
    if (found.count > n)
        ck_abort_msg("%s: %zu matches, not %zu in '%s'", query, found.count, n, text.data);
    free(found.list);
    mg_plan_free(plan);
}

static const char *const words[] = {
    "a",         "b",    "a",    "b",     "c",    "Cease-Fire",
    "ceasefire", "U.S.", "\n\n", "cease", "fire", "\xE5\x8C\x97\xE7\xBA\xA6\xE7\xBB\x84"};

static void roll_text(uint64_t *seed, unsigned most, mg_buffer *ret)
{
    mg_buffer_clear(ret);
    put(ret, "");
    for (unsigned n = roll(seed, most); n; n--) {
        put(ret, words[roll(seed, sizeof words / sizeof *words)]);
        put(ret, roll(seed, 8) ? " " : " \t\n ");
    }
}

START_TEST(test_matches)
{
    static const char *const queries[] = {"\"a ceasefire\"",
                                          "\"ceasefire a\"",
                                          "\"b cease-fire b\"",
                                          "a",
                                          "\"a b\"",
                                          "\"a a b\"",
                                          "\"b a b a\"",
                                          "ceasefire",
                                          "a b c",
                                          "\"a b\" OR \"b c\"",
                                          "\"cease fire\"",
                                          "\"a cease fire\"",
                                          "\"us a\"",
                                          "a NOT b",
                                          "\"a us b\"",
                                          "\"\xE5\x8C\x97\xE7\xBA\xA6\"",
                                          "title:a b",
                                          "\"fire a\""};
    uint64_t seed = (uint64_t)_i;
    mg_buffer text = {0};
    for (int round = 0; round < 15; round++)
        for (size_t q = 0; q < sizeof queries / sizeof *queries; q++) {
            roll_text(&seed, 40, &text);
            check_matches(queries[q], (morgue_text){text.data, text.len});
        }
    mg_buffer_free(&text);
}
END_TEST

/* Phrases up to the longest that is followed, and beyond. */
START_TEST(test_long_phrases)
{
    for (int n = 60; n <= 70; n++) {
        mg_buffer query = {0}, text = {0};
        mg_matches found = {0};
        put(&query, "\"");
        for (int i = 0; i < n; i++)
            put(&query, i % 3 ? "a " : "b ");
        put(&query, "\"");
        for (int i = 0; i < 300; i++)
            put(&text, i % 3 ? "a " : "b ");
        mg_plan *plan = plan_of(query.data);
        OK(mg_matches_find(plan, (morgue_text){text.data, text.len}, &found, &err));
        ck_assert_uint_eq(found.count, n > 64 ? 0 : (size_t)(300 - n) / 3 + 1);
        free(found.list);
        mg_plan_free(plan);
        mg_buffer_free(&query);
        mg_buffer_free(&text);
    }
}
END_TEST

/* ---- Snippets ----------------------------------------------------------------------------- */

static mg_buffer squeezed(morgue_text text)
{
    mg_buffer out = {0};
    put(&out, "");
    for (size_t i = 0; i < text.len; i++) {
        bool space = strchr(" \t\r\n", text.data[i]) && text.data[i];
        if (!space)
            CHECK(mg_buffer_append_byte(&out, text.data[i]));
        else if (out.len && out.data[out.len - 1] != ' ')
            CHECK(mg_buffer_append_byte(&out, ' '));
    }
    while (out.len && out.data[out.len - 1] == ' ')
        out.data[--out.len] = '\0';
    return out;
}

static size_t characters(const char *text, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

/* What a mark covers is found by the query's groups, as a whole. */
static void check_mark(const mg_plan *plan, const mg_snippet *snippet, const morgue_mark *mark)
{
    mg_matches found = {0};
    bool known = false;
    morgue_text marked = {snippet->text.data + mark->start, mark->len};
    OK(mg_matches_find(plan, marked, &found, &err));
    for (size_t i = 0; i < found.count; i++)
        known = known || (found.list[i].start == 0 && found.list[i].end == mark->len);
    CHECK(known);
    free(found.list);
}

static void check_snippet(const char *query, morgue_text text, size_t length)
{
    mg_plan *plan = plan_of(query);
    mg_snippet s = {0};
    mg_matches found = {0};
    mg_buffer whole = squeezed(text);
    OK(mg_snippet_make(plan, text, length, &s, &err));
    OK(mg_matches_find(plan, text, &found, &err));
    const char *snippet = s.text.data ? s.text.data : "";
    CHECK(mg_utf8_clean_prefix(snippet, s.text.len) == s.text.len);
    CHECK(!strpbrk(snippet, "\n\t\r") && !strstr(snippet, "  "));
    CHECK(characters(snippet, s.text.len) <= 2 * length);
    CHECK(!s.text.len == !whole.len);
    const char *place = memmem(whole.data, whole.len, snippet, s.text.len);
    CHECK(place);
    bool at_start = s.text.len <= whole.len && memcmp(whole.data, snippet, s.text.len) == 0;
    bool at_end = s.text.len <= whole.len &&
                  memcmp(whole.data + whole.len - s.text.len, snippet, s.text.len) == 0;
    CHECK(s.starts_late || at_start);
    CHECK(s.ends_early || at_end);
    CHECK(s.starts_late || s.ends_early || s.text.len == whole.len);
    CHECK(s.text.len < whole.len || (!s.starts_late && !s.ends_early));
    CHECK(found.count == 0 || s.n_marks > 0 || length < 30);
    for (size_t i = 0, behind = 0; i < s.n_marks; i++) {
        CHECK(s.marks[i].start >= behind && s.marks[i].len);
        behind = s.marks[i].start + s.marks[i].len;
        CHECK(behind <= s.text.len);
        check_mark(plan, &s, &s.marks[i]);
    }
    mg_buffer_free(&whole);
    free(found.list);
    mg_snippet_free(&s);
    mg_plan_free(plan);
}

static const char *const parts[] = {"alpha",     "beta.",
                                    "gamma",     "delta,",
                                    "\n\n",      "Said",
                                    "\"Yes.\"",  "caf\xC3\xA9",
                                    "     \t\n", "\xE5\x8C\x97\xE7\xBA\xA6\xE7\xBB\x84\xE7\xBB\x87",
                                    "a",         "of",
                                    "the",       "(the",
                                    "1,250"};

START_TEST(test_snippets)
{
    static const char *const queries[] = {
        "alpha", "\"alpha beta\"", "alpha delta cafe",         "nothing",
        "*",     "\"a of the\"",   "\xE5\x8C\x97\xE7\xBA\xA6", "1250"};
    uint64_t seed = (uint64_t)_i;
    for (int round = 0; round < 150; round++) {
        mg_buffer text = {0};
        put(&text, "");
        bool spaced = roll(&seed, 4);
        for (unsigned n = roll(&seed, 400); n; n--) {
            put(&text, parts[roll(&seed, sizeof parts / sizeof *parts)]);
            put(&text, spaced ? " " : "");
        }
        check_snippet(queries[roll(&seed, 8)], (morgue_text){text.data, text.len},
                      1 + roll(&seed, 300));
        mg_buffer_free(&text);
    }
}
END_TEST

/* White space before, behind and around counts as nothing. */
START_TEST(test_blank)
{
    static const char *const queries[] = {"word", "other"};
    for (size_t before = 0; before < 2000; before += 1 + before / 3)
        for (size_t behind = 0; behind < 2000; behind += 333)
            for (int q = 0; q < 4; q++) {
                mg_buffer text = {0};
                put(&text, "");
                for (size_t i = 0; i < before; i++)
                    put(&text, " ");
                put(&text, q < 2 ? "a word" : "");
                for (size_t i = 0; i < behind; i++)
                    put(&text, "\n");
                check_snippet(queries[q & 1], (morgue_text){text.data, text.len}, 240);
                mg_buffer_free(&text);
            }
}
END_TEST

/* A word that a line's end parted is found whole and in parts, and shown whole. */
START_TEST(test_parted)
{
    static const struct {
        const char *query;
        size_t start, len;
    } cases[] = {{"government", 4, 10}, {"govern-ment", 4, 10}, {"ment", 10, 4}};
    mg_plan *plan = plan_of(cases[_i].query);
    mg_snippet s = {0};
    const char *text = "the govern\xC2\xADment said";
    OK(mg_snippet_make(plan, (morgue_text){text, strlen(text)}, 240, &s, &err));
    ck_assert_str_eq(s.text.data, "the government said");
    ck_assert_uint_eq(s.n_marks, 1);
    ck_assert_uint_eq(s.marks[0].start, cases[_i].start);
    ck_assert_uint_eq(s.marks[0].len, cases[_i].len);
    mg_snippet_free(&s);
    mg_plan_free(plan);
}
END_TEST

/* The match is shown wherever it stands, also in a megabyte without spaces; and soon. */
START_TEST(test_huge)
{
    static const char *const fills[] = {"\xE7\xBB\x84", "x", "x ", " ", ".", "\n\n"};
    static const char *const heads[] = {"", "a title of some words. "};
    struct timespec from, to;
    mg_buffer text = {0};
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int head = 0; head < 2; head++)
        for (int where = 0; where < 3; where++) {
            const char *match = strcmp(fills[_i], "x") ? "\xE5\x8C\x97\xE7\xBA\xA6" : ".needle.";
            mg_buffer_clear(&text);
            put(&text, heads[head]);
            while (text.len < (size_t)where * 500000)
                put(&text, fills[_i]);
            put(&text, match);
            while (text.len < 1000000)
                put(&text, fills[_i]);
            check_snippet(*match == '.' ? "needle" : match, (morgue_text){text.data, text.len},
                          240);
        }
    clock_gettime(CLOCK_MONOTONIC, &to);
    ck_assert_int_lt(to.tv_sec - from.tv_sec, 20);
    mg_buffer_free(&text);
}
END_TEST

/* Words of a phrase may stand far apart where only signs are between them. */
START_TEST(test_wide_match)
{
    mg_buffer text = {0};
    put(&text, "alpha");
    while (text.len < 100000)
        put(&text, "....");
    put(&text, "beta");
    check_snippet("\"alpha beta\"", (morgue_text){text.data, 100}, 240);
    mg_snippet s = {0};
    mg_plan *plan = plan_of("\"alpha beta\"");
    OK(mg_snippet_make(plan, (morgue_text){text.data, text.len}, 240, &s, &err));
    ck_assert_uint_le(s.text.len, 480);
    mg_snippet_free(&s);
    mg_plan_free(plan);
    mg_buffer_free(&text);
}
END_TEST

/* A match somewhat longer than the snippet was to be is shown whole. */
START_TEST(test_long_match)
{
    mg_buffer text = {0};
    for (int i = 0; i < 100; i++)
        put(&text, i == 50 ? "one two three four five six seven " : "word ");
    mg_snippet s = {0};
    mg_plan *plan = plan_of("\"one two three four five six seven\"");
    OK(mg_snippet_make(plan, (morgue_text){text.data, text.len}, 20, &s, &err));
    ck_assert_uint_eq(s.n_marks, 1);
    ck_assert_uint_eq(s.marks[0].len, 33);
    mg_snippet_free(&s);
    mg_plan_free(plan);
    mg_buffer_free(&text);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("marks");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_matches, 0, 5);
    tcase_add_test(tests, test_long_phrases);
    tcase_add_loop_test(tests, test_snippets, 0, 5);
    tcase_add_test(tests, test_blank);
    tcase_add_loop_test(tests, test_parted, 0, 3);
    tcase_add_loop_test(tests, test_huge, 0, 6);
    tcase_add_test(tests, test_wide_match);
    tcase_add_test(tests, test_long_match);
    return run_tests("marks", tests);
}
