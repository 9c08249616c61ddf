/* Names of elements, words and phrases: the tables, and what is made of them. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/page/names.h"
#include "indexer/page/prune.h"
#include "indexer/page/words.h"

static morgue_text text(const char *string)
{
    return (morgue_text){string, strlen(string)};
}

START_TEST(names)
{
    static const struct {
        const char *name;
        mg_role role;
    } rows[] = {
        {"", MG_ROLE_NONE},
        {"c-gray-1", MG_ROLE_NONE},
        {"article-body", MG_ROLE_BODY},
        {"articleBody", MG_ROLE_BODY},
        {"ArticleText", MG_ROLE_BODY},
        {"entry-content", MG_ROLE_BODY},
        {"post__text--large", MG_ROLE_BODY},
        {"content", MG_ROLE_CONTENT},
        {"content2", MG_ROLE_CONTENT},
        {"story", MG_ROLE_CONTENT},
        {"sidebar-content", MG_ROLE_JUNK},
        {"relatedarticles", MG_ROLE_JUNK},
        {"socialShareTop", MG_ROLE_JUNK},
        {"ad", MG_ROLE_JUNK},
        {"address", MG_ROLE_NONE},
        {"header", MG_ROLE_WEAK},
        {"has-sidebar", MG_ROLE_NONE},
        {"comment-content", MG_ROLE_COMMENTS},
        {"Kommentare", MG_ROLE_COMMENTS},
        {"wp-caption-text", MG_ROLE_CAPTION},
        {"sr-only", MG_ROLE_HIDDEN},
        {"screen-reader-text", MG_ROLE_HIDDEN},
        {"is-hidden", MG_ROLE_NONE}, /* what it says of the element may change */
        {"u-hidden", MG_ROLE_HIDDEN},
        {"hidden-xs", MG_ROLE_NONE},
        {"field--label-hidden", MG_ROLE_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg(mg_role_of_name(text(rows[i].name)) == rows[i].role, "%s: %d", rows[i].name,
                      mg_role_of_name(text(rows[i].name)));
}
END_TEST

/* The role of <div NAME=VALUE>. */
static mg_role role_with(mg_tag tag, const char *name, const char *value)
{
    mg_attribute attribute = {.name = name, .space = "", .value = text(value)};
    mg_node node = {.name = "x", .space = "", .tag = tag, .attributes = &attribute};
    return mg_role_of(&node);
}

START_TEST(elements)
{
    ck_assert_int_eq(role_with(MG_TAG_DIV, "class", "entry-content share"), MG_ROLE_WEAK);
    ck_assert_int_eq(role_with(MG_TAG_DIV, "class", "article-body  author"), MG_ROLE_BODY);
    ck_assert_int_eq(role_with(MG_TAG_DIV, "id", "comments"), MG_ROLE_COMMENTS);
    ck_assert_int_eq(role_with(MG_TAG_DIV, "itemprop", "articleBody"), MG_ROLE_BODY);
    ck_assert_int_eq(role_with(MG_TAG_DIV, "role", "navigation"), MG_ROLE_JUNK);
    ck_assert_int_eq(role_with(MG_TAG_DIV, "style", "color:red; Display : NONE"), MG_ROLE_HIDDEN);
    ck_assert_int_eq(role_with(MG_TAG_DIV, "hidden", ""), MG_ROLE_HIDDEN);
    ck_assert_int_eq(role_with(MG_TAG_DIV, "aria-hidden", "true"), MG_ROLE_HIDDEN);
    ck_assert_int_eq(role_with(MG_TAG_DIV, "aria-hidden", "false"), MG_ROLE_NONE);
    ck_assert_int_eq(role_with(MG_TAG_DIV, "data-testid", "related-list"), MG_ROLE_JUNK);
    ck_assert_int_eq(role_with(MG_TAG_NAV, "class", "x"), MG_ROLE_JUNK);
    ck_assert_int_eq(role_with(MG_TAG_BODY, "class", "comments-open sidebar"), MG_ROLE_NONE);
    ck_assert_int_eq(role_with(MG_TAG_BLOCKQUOTE, "class", "twitter-tweet"), MG_ROLE_NONE);
}
END_TEST

/* Binary search needs the tables in order; what it needs is that each row is found. */
START_TEST(tables)
{
    static const char *const stops[] = {
#include "indexer/page/stop_words.def"
    };
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        ck_assert_msg(mg_is_stop_word(stops[i], strlen(stops[i])), "%s", stops[i]);
    ck_assert(!mg_is_stop_word("harbour", 7));
    ck_assert(!mg_is_stop_word("", 0));
}
END_TEST

START_TEST(measures)
{
    mg_measure m = {0};
    mg_measure_add(&m, text("The wall, he said, is 3.5 metres high."), false);
    ck_assert_float_eq(m.words, 9); /* 3 and 5 are two */
    ck_assert_float_eq(m.stops, 4);
    ck_assert_uint_eq(m.sentences, 1);
    ck_assert_uint_eq(m.commas, 2);
    ck_assert(m.ends);
    mg_measure_add(&m, text(" Read more"), true);
    ck_assert_float_eq(m.link_words, 2);
    ck_assert(!m.ends);
    m = (mg_measure){0};
    mg_measure_add(&m, text("港の灯台。」"), false);
    ck_assert_float_eq(m.words, 2);
    ck_assert(m.ends);
    m = (mg_measure){0};
    mg_measure_add(&m, text("ГОРОД И МОРЕ"), false);
    ck_assert_float_eq(m.stops, 1);
}
END_TEST

START_TEST(phrases)
{
    ck_assert_int_eq(mg_phrase_in(text("read more: the wall")), MG_PHRASE_LEADS);
    ck_assert_int_eq(mg_phrase_in(text("lesen sie auch: die mauer")), MG_PHRASE_LEADS);
    ck_assert_int_eq(mg_phrase_in(text("関連記事")), MG_PHRASE_LEADS);
    ck_assert_int_eq(mg_phrase_in(text("advertisement")), MG_PHRASE_ALONE);
    ck_assert_int_eq(mg_phrase_in(text("advertisement:")), MG_PHRASE_ALONE);
    ck_assert_int_eq(mg_phrase_in(text("more than ever")), MG_PHRASE_NONE);
    ck_assert_int_eq(mg_phrase_in(text("x 2020. all rights reserved.")), MG_PHRASE_HOLDS);
    ck_assert_int_eq(mg_phrase_in(text("")), MG_PHRASE_NONE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("names");
    TCase *tests = tcase_create("names");
    tcase_add_test(tests, names);
    tcase_add_test(tests, elements);
    tcase_add_test(tests, tables);
    tcase_add_test(tests, measures);
    tcase_add_test(tests, phrases);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
