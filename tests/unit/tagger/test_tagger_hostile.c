/* Articles that are made to be dear: their time grows with their length, not with its square. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "archive/utf8.h"
#include "indexer/tagger/tags.h"
#include "tests/unit/scratch.h"
#include "tests/unit/tagger/tagging.h"

/* Sanitizers are ten times as slow. */
#if defined(__SANITIZE_ADDRESS__)
enum { LEN = 1 << 16, RUNS = 2 };
#else
enum { LEN = 1 << 20, RUNS = 4 };
#endif

static morgue_error err;
static mg_tagger_model *model;
static mg_tagger *tagger;

static void setup(void)
{
    model = open_small_model();
    OK(mg_tagger_new(model, NULL, &tagger, &err));
}

static void teardown(void)
{
    mg_tagger_free(tagger);
    mg_tagger_model_free(model);
}

/* ---- Texts -------------------------------------------------------------------------------- */

static char *repeat(const char *piece, size_t len)
{
    size_t n = strlen(piece);
    char *text = malloc(len + 1);
    for (size_t i = 0; i < len; i++)
        text[i] = piece[i % n];
    text[mg_utf8_clean_prefix(text, len)] = '\0';
    return text;
}

/* Words that begin with one of these letters and go on with those, with the same behind each. */
static char *words(const char *first, const char *more, const char *behind, size_t len)
{
    mg_buffer text = {0};
    uint64_t seed = 51;
    while (text.len < len) {
        CHECK(mg_buffer_append_byte(&text, first[roll(&seed, (uint32_t)strlen(first))]));
        for (uint32_t n = 2 + roll(&seed, 6); n > 0; n--)
            CHECK(mg_buffer_append_byte(&text, more[roll(&seed, (uint32_t)strlen(more))]));
        put(&text, behind);
    }
    CHECK(mg_buffer_append_byte(&text, 0));
    return text.data;
}

#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define SMALL    "abcdefghijklmnopqrstuvwxyz"

static char *shouting(size_t len)
{
    return words(CAPITALS, CAPITALS, " ", len);
}

static char *names(size_t len)
{
    return words(CAPITALS, SMALL, " ", len);
}

static char *speakers(size_t len)
{
    return words(CAPITALS, SMALL, " Mwangi said no. Mr. ", len);
}

/* Persons that differ in all but the first word. */
static char *families(size_t len)
{
    return words(CAPITALS, SMALL, " said no. Mary ", len);
}

static char *acronyms(size_t len)
{
    return words(CAPITALS, SMALL, " Bank Union (ABU) met the African ", len);
}

/* Characters of all planes. */
static char *all_planes(size_t len)
{
    mg_buffer text = {0};
    uint64_t seed = 52;
    while (text.len < len) {
        char bytes[4];
        static const uint32_t ends[] = {0x80, 0x800, 0xD800, 0x110000};
        uint32_t c = roll(&seed, ends[roll(&seed, 4)]);
        if (c < ' ' || c == 0x7F || (c >= 0xD800 && c < 0xE000))
            continue;
        CHECK(mg_buffer_append(&text, bytes, mg_utf8_put(c, bytes)));
    }
    CHECK(mg_buffer_append_byte(&text, 0));
    return text.data;
}

static const struct {
    const char *name;
    const char *piece;
    char *(*make)(size_t len);
} cases[] = {
    {"capitals", NULL, shouting},
    {"names", NULL, names},
    {"speakers", NULL, speakers},
    {"families", NULL, families},
    {"acronyms", NULL, acronyms},
    {"all planes", NULL, all_planes},
    {"A A A", "A ", NULL},
    {"one word", "a", NULL},
    {"one word of capitals", "A", NULL},
    {"Al-Al-Al", "Al-", NULL},
    {"A.A.A.", "A.", NULL},
    {"A'A'A", "A'", NULL},
    {"A'a'a", "A'aaaaaaaaaaaaaaaa\u2019a", NULL},
    {"opening brackets", "(", NULL},
    {"closing brackets", ")", NULL},
    {"quotes", "\"", NULL},
    {"typographic quotes", "\u201C\u2019", NULL},
    {"brackets and words", "(A)[a]", NULL},
    {"full stops", ".", NULL},
    {"numbers", "1 ", NULL},
    {"names and numbers", "A 1 1 ", NULL},
    {"small words", "of the ", NULL},
    {"long names", "Bank of the ", NULL},
    {"titles", "Prime Minister Mr. ", NULL},
    {"persons", "John Mwangi ", NULL},
    {"persons with commas", "Mary Otieno, 61, ", NULL},
    {"companies", "Acme Inc ", NULL},
    {"clitics", "'s", NULL},
    {"at", "@", NULL},
    {"at A", "@A", NULL},
    {"marks", "\u0301", NULL},
    {"nothing", "\n", NULL},
    {"lines of one", "A\n\n", NULL},
    {"combined", "e\u0301\u0301\u0301", NULL},
};

/* ---- Time --------------------------------------------------------------------------------- */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double time_of(size_t which, size_t len)
{
    double best = 1e9;
    char *text = cases[which].make ? cases[which].make(len) : repeat(cases[which].piece, len);
    for (int run = 0; run < RUNS; run++) {
        morgue_article *article = news("", text);
        double begin = now();
        OK(mg_tagger_tag(tagger, article, MG_TAG_FIELDS, &err));
        double seconds = now() - begin;
        best = seconds < best ? seconds : best;
        size_t n = 0;
        for (morgue_field_id f = MORGUE_PERSON; f <= MORGUE_LOCATION; f++)
            n += morgue_article_count(article, f);
        CHECK(n <= 2 * MG_TAGS_MAX); /* with countries */
        morgue_article_free(article);
    }
    free(text);
    return best;
}

/* Four times as much takes four times as long, or little more; sixteen times would be quadratic.
 * What is too short to be measured passes. Other work on the machine may spoil a run: it is done
 * again. */
START_TEST(test_linear)
{
    const double times = 2.6 * 2.6;
    double one = time_of((size_t)_i, LEN / 4), four = time_of((size_t)_i, LEN);
    for (int again = 0; again < 5 && four > times * one; again++) {
        double more = time_of((size_t)_i, LEN / 4);
        one = more < one ? more : one;
        more = time_of((size_t)_i, LEN);
        four = more < four ? more : four;
    }
    if (getenv("TAGGER_TIMES"))
        printf("%-24s %6.1f ms, %6.1f ms: %.2f\n", cases[_i].name, 1e3 * one, 1e3 * four,
               four / one);
    ck_assert_msg(four < 0.005 || four <= times * one, "%s: %g s, then %g s", cases[_i].name, one,
                  four);
    ck_assert_msg(four < 10, "%s: %g s", cases[_i].name, four);
}
END_TEST

/* The same tags again, whatever came between. */
START_TEST(test_again)
{
    char *text = cases[_i].make ? cases[_i].make(30000) : repeat(cases[_i].piece, 30000);
    char *other = names(30000), *tags = NULL;
    for (int round = 0; round < 3; round++) {
        morgue_article *article = news(other, text), *between = news("Kenya", other);
        OK(mg_tagger_tag(tagger, article, MG_TAG_FIELDS, &err));
        OK(mg_tagger_tag(tagger, between, MG_TAG_FIELDS, &err));
        const char *line = written(article);
        if (!tags)
            tags = strdup(line);
        ck_assert_str_eq(line, tags);
        morgue_article_free(article);
        morgue_article_free(between);
    }
    free(tags);
    free(text);
    free(other);
}
END_TEST

START_TEST(test_many_names)
{
    enum { NAMES = 100000 };
    mg_buffer text = {0};
    char name[64];
    for (unsigned i = 0; i < NAMES; i++) {
        snprintf(name, sizeof name, "\"No,\" said Mary %c%c%c%cov. ", 'A' + i % 26,
                 'a' + i / 26 % 26, 'a' + i / 676 % 26, 'a' + i / 17576);
        put(&text, name);
    }
    CHECK(mg_buffer_append_byte(&text, 0));
    morgue_article *article = news("", text.data);
    double begin = now();
    OK(mg_tagger_tag(tagger, article, MG_TAG_FIELDS, &err));
    if (getenv("TAGGER_TIMES"))
        printf("%d names, %zu bytes: %.0f ms\n", NAMES, text.len, 1e3 * (now() - begin));
    ck_assert_uint_eq(morgue_article_count(article, MORGUE_PERSON), MG_TAGS_MAX);
    morgue_article_free(article);
    mg_buffer_free(&text);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("hostile");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, test_linear, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(tests, test_again, 0, sizeof cases / sizeof *cases);
    tcase_add_test(tests, test_many_names);
    return run_tests("hostile", tests);
}
