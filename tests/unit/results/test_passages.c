/* Passages: what must always hold, on generated texts; and how they should look, by example. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "archive/utf8.h"
#include "search/results/passages.h"
#include "tests/unit/scratch.h"

static morgue_error err;

/* A text and what was asked for in it: each occurrence of a needle, its number is the mark. */
typedef struct scene {
    morgue_text text;
    mg_match_list matches;
    mg_match_list wholes;
    mg_starts sentences;
    size_t length;
    size_t most;
    mg_window windows[MG_PASSAGES_MAX];
    size_t n;
} scene;

static void add_match(mg_match_list *list, const mg_match *m)
{
    list->at = realloc(list->at, (list->n + 1) * sizeof *list->at);
    CHECK(list->at);
    list->at[list->n++] = *m;
}

static int by_start(const void *a, const void *b)
{
    const mg_match *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->end < y->end) - (x->end > y->end);
}

/* `needles` ends with NULL. */
static void find_needles(scene *s, const char *const *needles)
{
    size_t whole = 0;
    for (size_t mark = 0; needles[mark]; mark++) {
        const char *at = s->text.data;
        while ((at = strstr(at, needles[mark]))) {
            size_t start = (size_t)(at - s->text.data), len = strlen(needles[mark]);
            add_match(&s->matches, &(mg_match){start, start + len, mark, whole++});
            at += len;
        }
    }
    if (s->matches.n)
        qsort(s->matches.at, s->matches.n, sizeof *s->matches.at, by_start);
    for (size_t i = 0; i < s->matches.n; i++)
        add_match(&s->wholes, &s->matches.at[i]);
}

/* A sentence begins behind a full stop and a space. */
static void find_sentences(scene *s)
{
    s->sentences.at = malloc((s->text.len + 1) * sizeof *s->sentences.at);
    CHECK(s->sentences.at);
    for (size_t i = 2; i < s->text.len; i++)
        if (s->text.data[i - 2] == '.' && s->text.data[i - 1] == ' ')
            s->sentences.at[s->sentences.n++] = i;
}

static void choose(scene *s)
{
    const mg_passage_task task = {.text = s->text,
                                  .matches = &s->matches,
                                  .wholes = &s->wholes,
                                  .sentences = &s->sentences,
                                  .length = s->length,
                                  .most = s->most};
    OK(mg_passages_choose(&task, s->windows, &s->n, &err));
}

static void scene_free(scene *s)
{
    free(s->matches.at);
    free(s->wholes.at);
    free(s->sentences.at);
    *s = (scene){0};
}

/* ---- Always ------------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static mg_buffer squeezed(morgue_text text)
{
    mg_buffer out = {0};
    put(&out, "");
    for (size_t i = 0; i < text.len; i++)
        if (!is_space(text.data[i]))
            CHECK(mg_buffer_append_byte(&out, text.data[i]));
        else if (out.len && out.data[out.len - 1] != ' ')
            CHECK(mg_buffer_append_byte(&out, ' '));
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

/* Each mark is a needle. */
static void check_marks(const mg_snippet *p, const char *const *needles)
{
    for (size_t i = 0, behind = 0; i < p->n_marks; i++) {
        bool known = false;
        CHECK(p->marks[i].start >= behind && p->marks[i].len);
        behind = p->marks[i].start + p->marks[i].len;
        CHECK(behind <= p->text.len);
        for (size_t k = 0; needles[k] && !known; k++)
            known = strlen(needles[k]) == p->marks[i].len &&
                    memcmp(needles[k], p->text.data + p->marks[i].start, p->marks[i].len) == 0;
        CHECK(known);
    }
}

static void check_window(const scene *s, size_t i, const mg_buffer *whole,
                         const char *const *needles)
{
    mg_snippet p = {0};
    OK(mg_snippet_cut(&s->matches, s->text, s->windows[i], &p, &err));
    CHECK(p.text.len);
    CHECK(mg_utf8_clean_prefix(p.text.data, p.text.len) == p.text.len);
    CHECK(!strpbrk(p.text.data, "\n\t\r") && !strstr(p.text.data, "  "));
    CHECK(characters(p.text.data, p.text.len) <= 2 * s->length);
    CHECK(memmem(whole->data, whole->len, p.text.data, p.text.len));
    bool at_start = memcmp(whole->data, p.text.data, p.text.len) == 0;
    bool at_end = memcmp(whole->data + whole->len - p.text.len, p.text.data, p.text.len) == 0;
    CHECK(p.starts_late || at_start);
    CHECK(p.ends_early || at_end);
    CHECK((p.text.len == whole->len) == (!p.starts_late && !p.ends_early));
    CHECK(p.n_marks || s->n == 1 || s->length < 30);
    CHECK(p.n_marks || !s->matches.n || s->length < 30);
    check_marks(&p, needles);
    mg_snippet_free(&p);
}

static void check(morgue_text text, const char *const *needles, size_t length, size_t most)
{
    scene s = {.text = text, .length = length, .most = most};
    mg_buffer whole = squeezed(text);
    find_needles(&s, needles);
    find_sentences(&s);
    choose(&s);
    CHECK(!s.n == !whole.len && s.n <= most);
    for (size_t i = 0; i < s.n; i++) {
        CHECK(!i || s.windows[i].start >= s.windows[i - 1].end);
        check_window(&s, i, &whole, needles);
    }
    mg_buffer_free(&whole);
    scene_free(&s);
}

static const char *const parts[] = {"alpha",     "beta.",
                                    "gamma",     "delta,",
                                    "\n\n",      "Said",
                                    "\"Yes.\"",  "caf\xC3\xA9",
                                    "     \t\n", "\xE5\x8C\x97\xE7\xBA\xA6\xE7\xBB\x84\xE7\xBB\x87",
                                    "a",         "of",
                                    "the",       "(the",
                                    "1,250"};

START_TEST(test_always)
{
    static const char *const needles[][4] = {
        {"alpha"}, {"alpha", "beta"}, {"alpha", "delta", "caf\xC3\xA9"}, {"nothing"},
        {NULL},    {"the"},           {"\xE5\x8C\x97\xE7\xBA\xA6"},      {"1,250", "alpha"}};
    uint64_t seed = (uint64_t)_i;
    for (int round = 0; round < 200; round++) {
        mg_buffer text = {0};
        put(&text, "");
        bool spaced = roll(&seed, 4);
        for (unsigned n = roll(&seed, 400); n; n--) {
            put(&text, parts[roll(&seed, sizeof parts / sizeof *parts)]);
            put(&text, spaced ? " " : "");
        }
        check((morgue_text){text.data, text.len}, needles[roll(&seed, 8)], 1 + roll(&seed, 300),
              1 + roll(&seed, 5));
        mg_buffer_free(&text);
    }
}
END_TEST

/* White space before, behind and around counts as nothing. */
START_TEST(test_blank)
{
    static const char *const needles[][2] = {{"word"}, {"other"}};
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
                check((morgue_text){text.data, text.len}, needles[q & 1], 240, 3);
                mg_buffer_free(&text);
            }
}
END_TEST

/* The match is shown wherever it stands, also in a megabyte without spaces; and soon. */
START_TEST(test_huge)
{
    static const char *const fills[] = {"\xE7\xBB\x84", "x", "x ", " ", ". ", "\n\n"};
    static const char *const needles[] = {"needle", NULL};
    struct timespec from, to;
    mg_buffer text = {0};
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (size_t where = 0; where < 3; where++) {
        mg_buffer_clear(&text);
        while (text.len < where * 500000)
            put(&text, fills[_i]);
        put(&text, "needle");
        while (text.len < 1000000)
            put(&text, fills[_i]);
        check((morgue_text){text.data, text.len}, needles, 240, 3);
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    ck_assert_int_lt(to.tv_sec - from.tv_sec, 20);
    mg_buffer_free(&text);
}
END_TEST

/* ---- By example --------------------------------------------------------------------------- */

/* The passages, each as "...text..." with [marks], a line each. */
static const char *shown(const scene *s)
{
    static char out[4096];
    *out = '\0';
    for (size_t i = 0; i < s->n; i++) {
        mg_snippet p = {0};
        size_t at = 0;
        OK(mg_snippet_cut(&s->matches, s->text, s->windows[i], &p, &err));
        strcat(out, i ? "\n" : "");
        strcat(out, p.starts_late ? "..." : "");
        for (size_t m = 0; m < p.n_marks; m++) {
            strncat(out, p.text.data + at, p.marks[m].start - at);
            strcat(out, "[");
            strncat(out, p.text.data + p.marks[m].start, p.marks[m].len);
            strcat(out, "]");
            at = p.marks[m].start + p.marks[m].len;
        }
        strcat(out, p.text.data + at);
        strcat(out, p.ends_early ? "..." : "");
        mg_snippet_free(&p);
    }
    return out;
}

static void check_shown(const char *text, const char *const *needles, size_t length, size_t most,
                        const char *expected)
{
    scene s = {.text = {text, strlen(text)}, .length = length, .most = most};
    find_needles(&s, needles);
    find_sentences(&s);
    choose(&s);
    ck_assert_str_eq(shown(&s), expected);
    scene_free(&s);
}

static const char news[] =
    "The council met on Monday. Nobody had expected much of it. \"The bridge is closed,\" the "
    "mayor said. It will not open before May. Traffic was slow all day. Shops complained about "
    "the mayor. A new bridge would cost forty million. The bridge of 1911 stays closed.";

START_TEST(test_sentences)
{
    /* from the beginning of the sentence, with its quotation mark, to the end of one */
    check_shown(news, (const char *const[]){"bridge", "mayor", NULL}, 48, 1,
                "...\"The [bridge] is closed,\" the [mayor] said....");
    check_shown(news, (const char *const[]){"May", NULL}, 50, 1,
                "...It will not open before [May]. Traffic was slow all day....");
    /* the beginning where nothing was asked for */
    check_shown(news, (const char *const[]){NULL}, 30, 3, "The council met on Monday....");
    /* the last sentences where there is not enough behind the match */
    check_shown(news, (const char *const[]){"1911", NULL}, 90, 1,
                "...A new bridge would cost forty million. The bridge of [1911] stays closed.");
    /* a sentence that is too long is cut at words */
    check_shown("one two three four five six seven eight nine ten eleven twelve thirteen",
                (const char *const[]){"seven", NULL}, 21, 1, "...six [seven] eight nine...");
    check_shown(news, (const char *const[]){"closed", NULL}, 1000, 2,
                "The council met on Monday. Nobody had expected much of it. \"The bridge is "
                "[closed],\" the mayor said. It will not open before May. Traffic was slow all "
                "day. Shops complained about the mayor. A new bridge would cost forty million. "
                "The bridge of 1911 stays [closed].");
}
END_TEST

START_TEST(test_several)
{
    /* in the order of the text; what is not shown yet comes before what is */
    check_shown(news, (const char *const[]){"bridge", "mayor", "Shops", NULL}, 40, 2,
                "...\"The [bridge] is closed,\" the [mayor] said....\n"
                "...[Shops] complained about the [mayor]....");
    /* none that shows nothing */
    check_shown(news, (const char *const[]){"Monday", NULL}, 30, 9,
                "The council met on [Monday]....");
}
END_TEST

/* What stands near each other is kept together if it fits. */
START_TEST(test_wholes)
{
    const char *text = "red green. The red fox and a green tree. Then red red red red. More green.";
    for (int apart = 0; apart < 2; apart++) {
        scene s = {.text = {text, strlen(text)}, .length = apart ? 8 : 30, .most = 1};
        add_match(&s.matches, &(mg_match){15, 18, 0, 7});
        add_match(&s.matches, &(mg_match){29, 34, 0, 7});
        add_match(&s.wholes, &(mg_match){15, 34, 0, 7});
        find_sentences(&s);
        choose(&s);
        ck_assert_str_eq(shown(&s),
                         apart ? "...The [red]..." : "...The [red] fox and a [green] tree....");
        scene_free(&s);
    }
}
END_TEST

/* Words of a phrase may stand far apart where only signs are between them. */
START_TEST(test_long_match)
{
    mg_buffer text = {0};
    mg_snippet p = {0};
    put(&text, "alpha");
    while (text.len < 100000)
        put(&text, "....");
    put(&text, "beta");
    scene s = {.text = {text.data, text.len}, .length = 240, .most = 1};
    add_match(&s.matches, &(mg_match){0, text.len, 0, 0});
    add_match(&s.wholes, &(mg_match){0, text.len, 0, 0});
    choose(&s);
    ck_assert_uint_eq(s.n, 1);
    ck_assert_uint_le(s.windows[0].end, 480);
    scene_free(&s);
    /* one somewhat longer than the passage was to be is shown whole */
    check_shown("zero one two three four five six seven eight",
                (const char *const[]){"two three four five six", NULL}, 16, 1,
                "...[two three four five six]...");
    /* and a title always */
    add_match(&s.matches, &(mg_match){0, 5, 0, 0});
    OK(mg_snippet_make(&s.matches, (morgue_text){text.data, text.len}, &p, &err));
    ck_assert_uint_eq(p.text.len, text.len);
    ck_assert(!p.starts_late && !p.ends_early && p.n_marks == 1);
    mg_snippet_free(&p);
    scene_free(&s);
    mg_buffer_free(&text);
}
END_TEST

/* A word that a line's end parted is shown whole, marks and all. */
START_TEST(test_parted)
{
    check_shown("the govern\xC2\xADment said", (const char *const[]){"govern\xC2\xADment", NULL},
                240, 1, "the [government] said");
    check_shown("the govern\xC2\xADment said", (const char *const[]){"ment", NULL}, 240, 1,
                "the govern[ment] said");
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("passages");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_always, 0, 8);
    tcase_add_test(tests, test_blank);
    tcase_add_loop_test(tests, test_huge, 0, 6);
    tcase_add_test(tests, test_sentences);
    tcase_add_test(tests, test_several);
    tcase_add_test(tests, test_wholes);
    tcase_add_test(tests, test_long_match);
    tcase_add_test(tests, test_parted);
    return run_tests("passages", tests);
}
