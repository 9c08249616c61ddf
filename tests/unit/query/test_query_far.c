/* What a shard behind a network tells of phrases, and of words near each other, is what their
 * positions say: random queries on random articles, in which the same few words stand often. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/remote/remote.h"
#include "tests/unit/query/small_archive.h"
#include "tests/unit/remote/node.h"

enum { N_ARTICLES = 100, N_QUERIES = 150, TEXT_MAX = 512, QUERY_MAX = 1024 };

static uint32_t roll(uint64_t *seed, uint32_t sides)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % sides;
}

/* ---- Articles ----------------------------------------------------------------------------- */

static const char *const words[] = {"attack", "attacks", "attacked", "attic", "don't",
                                    "10:30",  "F-16",    "the",      "the",   "U.S."};
enum { N_WORDS = sizeof words / sizeof *words };

static char texts[N_ARTICLES][3][TEXT_MAX]; /* title, text, person */
static small_article articles[N_ARTICLES];
static small_archive archive;

static void any_words(uint64_t *seed, uint32_t n, char *ret)
{
    static const char *const gaps[] = {" ", " ", " ", ". ", "\n\n"};
    ret[0] = '\0';
    while (n--) {
        strcat(ret, words[roll(seed, N_WORDS)]);
        strcat(ret, n ? gaps[roll(seed, 5)] : "");
    }
}

static void make_articles(void)
{
    uint64_t seed = 7;
    for (size_t i = 0; i < N_ARTICLES; i++) {
        any_words(&seed, roll(&seed, 5), texts[i][0]);
        any_words(&seed, roll(&seed, 20), texts[i][1]);
        any_words(&seed, roll(&seed, 4), texts[i][2]);
        articles[i] =
            (small_article){.title = texts[i][0], .text = texts[i][1], .person = texts[i][2]};
    }
    small_archive_open(&archive, articles, N_ARTICLES);
}

/* ---- Queries ------------------------------------------------------------------------------ */

static void add_word(uint64_t *seed, char *ret)
{
    static const char *const wild[] = {"att*", "attack?", "*s"};
    strcat(ret, roll(seed, 6) ? words[roll(seed, N_WORDS)] : wild[roll(seed, 3)]);
}

static void add_phrase(uint64_t *seed, char *ret)
{
    strcat(ret, "\"");
    for (uint32_t n = 1 + roll(seed, 4); n--;) {
        add_word(seed, ret);
        strcat(ret, !n ? "" : roll(seed, 4) ? " " : " * ");
    }
    strcat(ret, "\"");
}

static void add_side(uint64_t *seed, char *ret)
{
    uint32_t side = roll(seed, 6);
    if (side == 0) {
        add_phrase(seed, ret);
    } else if (side == 1) {
        strcat(ret, "(");
        add_word(seed, ret);
        strcat(ret, " OR ");
        add_word(seed, ret);
        strcat(ret, ")");
    } else {
        add_word(seed, ret);
    }
}

static void add_near(uint64_t *seed, char *ret)
{
    static const char *const nears[] = {"W/",  "W/",  "PRE/",      "PRE/", "NOT W/",
                                        "W/S", "W/P", "NOT PRE/S", "PRE/S"};
    uint32_t kind = roll(seed, 9);
    add_side(seed, ret);
    sprintf(ret + strlen(ret), " %s", nears[kind]);
    if (kind < 5)
        sprintf(ret + strlen(ret), "%u", 1 + roll(seed, 6));
    strcat(ret, " ");
    add_side(seed, ret);
}

static void add_part(uint64_t *seed, char *ret)
{
    static const char *const fields[] = {"", "", "", "title:", "person:"};
    bool phrase = roll(seed, 2);
    strcat(ret, roll(seed, 8) ? "" : "NOT ");
    if (phrase) {
        strcat(ret, fields[roll(seed, 5)]);
        add_phrase(seed, ret);
        return;
    }
    strcat(ret, "(");
    add_near(seed, ret);
    strcat(ret, ")");
}

static void write_query(uint64_t *seed, char *ret)
{
    *ret = '\0';
    add_part(seed, ret);
    for (uint32_t more = roll(seed, 3); more; more--) {
        strcat(ret, roll(seed, 3) ? " " : " OR ");
        add_part(seed, ret);
    }
}

START_TEST(far_is_as_near)
{
    if (!node_can_be())
        return;
    char query[QUERY_MAX];
    make_articles();
    node server = node_start(archive.path);
    mg_address at = {MG_ADDRESS_TCP, "node", "127.0.0.1", NULL, server.port};
    const mg_spread_shard shard = {&at, 1};
    const mg_patience patience = {.each_ms = 60000};
    ck_assert_int_eq(mg_remote_open(&shard, &patience, &archive.far, NULL), MORGUE_OK);
    mg_remote_ask(archive.far);
    mg_remote_hear(archive.far);
    ck_assert_ptr_null(mg_remote_trouble(archive.far));
    size_t found = 0;
    for (uint64_t seed = 0; seed < N_QUERIES; seed++) {
        uint64_t dice = seed + N_QUERIES * (uint64_t)_i;
        write_query(&dice, query);
        found += strcmp(small_archive_find(&archive, query), "-") != 0;
    }
    ck_assert_uint_gt(found, N_QUERIES / 2); /* they are about something */
    ck_assert_uint_lt(found, N_QUERIES);
    mg_index_free(archive.far);
    small_archive_close(&archive);
    node_kill(&server);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("query_far");
    TCase *tests = tcase_create("query_far");
    tcase_set_timeout(tests, 240);
    tcase_add_loop_test(tests, far_is_as_near, 0, 2);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
