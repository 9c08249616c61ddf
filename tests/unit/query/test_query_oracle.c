/* Random queries on random articles: what the planned query finds must be what a plain reading of
 * the tree says, article by article. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/query/parser.h"
#include "tests/unit/query/small_archive.h"

enum { N_ARTICLES = 60, N_ROUNDS = 400, TEXT_MAX = 64, QUERY_MAX = 4096 };

static uint32_t roll(uint64_t *seed, uint32_t sides)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % sides;
}

static const char *const words[] = {"ant", "bee", "cat", "dog", "elk"};
static const char *const dates[] = {"2020", "2020-05", "2021-01-01", NULL};

/* ---- Articles ----------------------------------------------------------------------------- */

static char texts[N_ARTICLES][3][TEXT_MAX]; /* title, text, person */
static small_article articles[N_ARTICLES];
static small_archive archive;

static void any_words(uint64_t *seed, uint32_t n, char *ret)
{
    ret[0] = '\0';
    while (n--) {
        strcat(ret, words[roll(seed, 5)]);
        strcat(ret, n ? " " : "");
    }
}

static void open_archive(void)
{
    uint64_t seed = 2022;
    for (size_t i = 0; i < N_ARTICLES; i++) {
        any_words(&seed, roll(&seed, 3), texts[i][0]);
        any_words(&seed, roll(&seed, 7), texts[i][1]);
        any_words(&seed, roll(&seed, 3), texts[i][2]);
        articles[i] = (small_article){.title = texts[i][0],
                                      .text = texts[i][1],
                                      .person = texts[i][2],
                                      .date = dates[roll(&seed, 4)]};
    }
    small_archive_open(&archive, articles, N_ARTICLES);
}

static void close_archive(void)
{
    small_archive_close(&archive);
}

/* ---- The plain reading -------------------------------------------------------------------- */

/* Words of three letters with single spaces: the phrase stands in the text where its letters do. */
static bool has(const char *text, morgue_text phrase)
{
    return memmem(text, strlen(text), phrase.data, phrase.len) != NULL;
}

static bool has_text(const mg_node *node, const small_article *article)
{
    if (node->field == MORGUE_TITLE)
        return has(article->title, node->text);
    if (node->field == MORGUE_TEXT)
        return has(article->title, node->text) || has(article->text, node->text);
    if (node->kind == MG_NODE_LITERAL || node->kind == MG_NODE_EXACT)
        return strlen(article->person) == node->text.len && has(article->person, node->text);
    return has(article->person, node->text);
}

/* The dates that the generator asks for, by what they begin with. */
static bool has_date(const mg_node *node, const small_article *article)
{
    if (!article->date)
        return false;
    bool early = strncmp(article->date, "2020", 4) == 0;
    if (!node->dates.to[0])
        return !early; /* after:2020 */
    if (strncmp(node->dates.from, "202005", 6) == 0)
        return strcmp(article->date, "2020-05") == 0;
    return early; /* date:2020, before:2021 */
}

static bool matches(const mg_node *node, const small_article *article)
{
    const mg_node *child = node->child;
    switch (node->kind) {
    case MG_NODE_WORD:
    case MG_NODE_LITERAL:
    case MG_NODE_PHRASE:
    case MG_NODE_EXACT: return has_text(node, article);
    case MG_NODE_DATE: return has_date(node, article);
    case MG_NODE_ALL: return true;
    case MG_NODE_NOT: return !matches(child, article);
    case MG_NODE_AND:
        while (child && matches(child, article))
            child = child->next;
        return !child;
    case MG_NODE_OR:
        while (child && !matches(child, article))
            child = child->next;
        return child;
    case MG_NODE_FUZZY:
    case MG_NODE_HAS:
    case MG_NODE_NEAR:
    case MG_NODE_FILTER: break;
    }
    return false;
}

/* As small_archive_find() says it. */
static const char *read_plainly(const char *query)
{
    static char out[512];
    mg_tree tree = {0};
    size_t n = 0;
    ck_assert_int_eq(mg_query_parse(query, strlen(query), &tree, NULL), MORGUE_OK);
    for (size_t i = 0; i < N_ARTICLES; i++)
        if (matches(tree.root, &articles[i]))
            n += (size_t)snprintf(out + n, sizeof out - n, n ? " %zu" : "%zu", i + 1);
    mg_tree_free(&tree);
    return n ? out : "-";
}

/* ---- Queries ------------------------------------------------------------------------------ */

static void write_leaf(uint64_t *seed, char *ret)
{
    static const char *const filters[] = {"date:2020", "date:2020-05", "before:2021", "after:2020",
                                          "*"};
    static const char *const fields[] = {"", "", "title:", "person:", "text:"};
    char phrase[TEXT_MAX];
    if (roll(seed, 5) == 0) {
        strcat(ret, filters[roll(seed, 5)]);
        return;
    }
    strcat(ret, fields[roll(seed, 5)]);
    strcat(ret, roll(seed, 4) ? "" : "=");
    any_words(seed, 1 + roll(seed, 3), phrase);
    bool quoted = strchr(phrase, ' ') || roll(seed, 2);
    sprintf(ret + strlen(ret), quoted ? "\"%s\"" : "%s", phrase);
}

static void write_query(uint64_t *seed, unsigned depth, char *ret)
{
    if (roll(seed, 4) == 0)
        strcat(ret, "-");
    if (!depth || roll(seed, 3) == 0) {
        write_leaf(seed, ret);
        return;
    }
    const char *between = roll(seed, 2) ? " OR " : " ";
    strcat(ret, "(");
    for (uint32_t n = 2 + roll(seed, 2); n; n--) {
        write_query(seed, depth - 1, ret);
        strcat(ret, n > 1 ? between : ")");
    }
}

START_TEST(test_random)
{
    uint64_t seed = 99 + (uint64_t)_i;
    unsigned some = 0;
    for (unsigned round = 0; round < N_ROUNDS; round++) {
        char query[QUERY_MAX] = "";
        write_query(&seed, 3, query);
        const char *expected = read_plainly(query);
        const char *found = small_archive_find(&archive, query);
        ck_assert_msg(strcmp(found, expected) == 0, "%s: %s, not %s", query, found, expected);
        some += strcmp(found, "-") != 0;
    }
    ck_assert_uint_gt(some, N_ROUNDS / 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("random plans");
    TCase *tests = tcase_create("oracle");
    tcase_set_timeout(tests, 60);
    tcase_add_unchecked_fixture(tests, open_archive, close_archive);
    tcase_add_loop_test(tests, test_random, 0, 5);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
