/* Proximity: which words are operators, what binds how, and what may stand on their sides. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/query/parsing.h"

static const struct {
    const char *query;
    const char *tree;
} understood[] = {
    {"a W/5 b", "(w/5 a b)"},
    {"a w/5 b", "(w/5 a b)"},
    {"a NEAR/7 b", "(w/7 a b)"},
    {"a near/s b", "(w/s a b)"},
    {"a PRE/3 b", "(pre/3 a b)"},
    {"a pre/1000 b", "(pre/1000 a b)"},
    {"a W/007 b", "(w/7 a b)"},
    {"a W/S b", "(w/s a b)"},
    {"a w/p b", "(w/p a b)"},
    {"a PRE/S b", "(pre/s a b)"},
    {"a Pre/p b", "(pre/p a b)"},
    {"a NOT W/5 b", "(not-w/5 a b)"},
    {"a NOT \t PRE/5 b", "(not-pre/5 a b)"},
    {"a NOT W/S b", "(not-w/s a b)"},
    {"a NOT PRE/P b", "(not-pre/p a b)"},
    /* what binds how */
    {"a W/5 b c", "(and (w/5 a b) c)"},
    {"a b W/5 c", "(and a (w/5 b c))"},
    {"a W/5 b OR c", "(or (w/5 a b) c)"},
    {"a W/5 b W/3 c", "(w/3 (w/5 a b) c)"},
    {"a W/5 (b W/3 c)", "(w/5 a (w/3 b c))"},
    {"a W/5 b NOT W/3 c", "(not-w/3 (w/5 a b) c)"},
    {"a NOT W/5 b PRE/3 c", "(pre/3 (not-w/5 a b) c)"},
    {"-a W/5 b", "(not (w/5 a b))"},
    {"NOT a W/5 b", "(not (w/5 a b))"},
    {"a NOT b W/5 c", "(and a (not (w/5 b c)))"},
    {"a NOT b NOT W/5 c", "(and a (not (not-w/5 b c)))"},
    {"a AND b W/5 c AND d", "(and a (w/5 b c) d)"},
    /* operands */
    {"a W/5(b c)", "(w/5 a (and b c))"},
    {"a W/5\"b c\"", "(w/5 a \"b c\")"},
    {"(a b) W/5 (c OR \"d e\")", "(w/5 (and a b) (or c \"d e\"))"},
    {"(a b) NOT W/5 (c OR d)", "(not-w/5 (and a b) (or c d))"},
    {"=a W/5 ~blinken", "(w/5 =a ~blinken)"},
    {"ukrain* PRE/2 cs:US", "(pre/2 ukrain* cs:US)"},
    {"=\"a b\" W/5 \"c * d\"", "(w/5 =\"a b\" \"c * d\")"},
    {"((a W/5 b) OR c) PRE/2 d", "(pre/2 (or (w/5 a b) c) d)"},
    {"cs:(a W/5 US)", "(w/5 cs:a cs:US)"},
    /* fields */
    {"title:(a W/3 b)", "(w/3 title:a title:b)"},
    {"title:a W/3 title:b", "(w/3 title:a title:b)"},
    {"title:(a W/S b)", "(w/s title:a title:b)"},
    {"text:a W/5 b", "(w/5 text:a b)"},
    {"person:(john W/2 smith)", "(w/2 person:john person:smith)"},
    {"actor:(john PRE/2 (smith OR \"s. smyth\"))",
     "(pre/2 actor:john (or actor:smith actor:\"s. smyth\"))"},
    /* words that look alike */
    {"w/out w/e pre/post near/far Pre/war", "(and w/out w/e pre/post near/far Pre/war)"},
    {"W PRE near 1/5 a/s", "(and W PRE near 1/5 a/s)"},
    {"\"W/5\" =W/5", "(and \"W/5\" =W/5)"},
    {"title:w/out", "title:w/out"},
    {"NOT\"W/5\"", "(not \"W/5\")"},
    {"id:W/5 url:/5", "(and id:W/5 url:/5)"},
};

START_TEST(test_understood)
{
    assert_understood(understood[_i].query, understood[_i].tree);
}
END_TEST

/* The column counts from 1. */
static const struct {
    const char *query;
    int column;
    const char *message; /* a part of it */
} refused[] = {
    /* operators */
    {"a W/0 b", 3, "W/0 finds nothing: words side by side are W/1"},
    {"a pre/000 b", 3, "PRE/0 finds nothing"},
    {"a W/1001 b", 3, "a number up to 1000"},
    {"a W/99999999999999999999 b", 3, "a number up to 1000"},
    {"a W/x b", 3, "'W/x' is no distance: write a number, as in W/5, or W/S for"},
    {"a W/O5 b", 3, "'W/O5' is no distance"},
    {"a W/5x b", 3, "'W/5x' is no distance"},
    {"a w/5x b", 3, "'w/5x' is no distance"},
    {"a W/-5 b", 3, "'W/-5' is no distance"},
    {"a W/ b", 3, "'W/' is no distance"},
    {"a w/ b", 3, "'w/' is no distance"},
    {"a PRE/ b", 3, "as in PRE/5"},
    {"a NEAR/x b", 3, "as in NEAR/5"},
    {"a NOT W/x b", 7, "'W/x' is no distance"},
    {"W/\xC3\xA9", 1, "is no distance"},
    {"a W/5W/5 b", 3, "'W/5W/5' is no distance"},
    {"a NEAR b", 3, "NEAR needs a distance, as in NEAR/5"},
    {"a /5 b", 3, "write W/5, with a W"},
    {"a /s b", 3, "write W/s, with a W"},
    /* sides */
    {"W/5 b", 1, "W/5 needs something on its left; to search for it, put it in quotes"},
    {"a (W/5 b)", 4, "W/5 needs something on its left"},
    {"NOT W/5 b", 1, "NOT W/5 needs something on its left"},
    {"a OR W/5 b", 6, "W/5 needs something on its left"},
    {"a W/5 PRE/3 b", 7, "PRE/3 needs something on its left"},
    {"a NOT NOT W/5 b", 7, "NOT W/5 needs something on its left"},
    {"a -W/5 b", 4, "W/5 needs something on its left"},
    {"title:W/5", 7, "W/5 needs something on its left"},
    {"a W/5", 3, "W/5 needs something on its right"},
    {"(a W/5) b", 4, "W/5 needs something on its right"},
    {"a W/5 OR b", 3, "W/5 needs something on its right"},
    {"a NOT W/5", 3, "NOT W/5 needs something on its right"},
    {"a W/5 \"b", 7, "the quote is never closed"},
    {"a W/5 (b", 7, "the bracket is never closed"},
    {"a W/5 ()", 7, "nothing between the brackets"},
    /* operands */
    {"a W/5 NOT b", 7, "for a without b near it write a NOT W/5 b"},
    {"a PRE/S -b", 9, "for a without b near it write a NOT PRE/S b"},
    {"a W/5 (b -c)", 10, "nothing can be excluded beside W/5"},
    {"(a NOT b) W/5 c", 4, "nothing can be excluded beside W/5"},
    {"a W/5 *", 7, "a lone * is no word"},
    {"a W/5 (b OR *)", 13, "a lone * is no word"},
    {"a W/5 date:2020", 12, "a date cannot stand beside W/5"},
    {"before:2020 W/5 a", 8, "a date cannot stand beside W/5"},
    {"a PRE/S has:title", 9, "has: cannot stand beside PRE/S"},
    {"a NOT W/5 (b c)", 12, "words are joined by OR only"},
    {"a NOT W/5 (b OR (c d))", 18, "words are joined by OR only"},
    {"a NOT W/5 ((b c) W/3 d)", 13, "words are joined by OR only"},
    {"a W/5 title:b", 13, "both sides of W/5 must be in one field, as in text:(a W/5 b)"},
    {"title:a W/5 b", 13, "this is in text:, the other in title:"},
    {"person:a W/2 org:b", 18, "both sides of W/2 must be in one field"},
    {"(title:a W/2 title:b) W/5 c", 27, "both sides of W/5 must be in one field"},
    {"person:(a W/S b)", 9, "person: has no sentences or paragraphs for W/S"},
    {"person:a W/P person:b", 8, "person: has no sentences or paragraphs for W/P"},
    {"person:=a W/2 person:b", 8, "a whole value of person: cannot stand beside W/2"},
    {"id:a W/5 b", 4, "a whole value of id:"},
    {"lang:(a W/5 b)", 7, "a whole value of lang:"},
};

START_TEST(test_refused)
{
    const char *query = refused[_i].query;
    assert_refused(query, strlen(query), refused[_i].column, refused[_i].message);
}
END_TEST

START_TEST(test_node)
{
    mg_tree tree = {0};
    const char *query = "ab NOT PRE/12 c";
    ck_assert_int_eq(mg_query_parse(query, strlen(query), &tree, NULL), MORGUE_OK);
    const mg_node *node = tree.root;
    ck_assert_int_eq(node->kind, MG_NODE_NEAR);
    ck_assert_uint_eq(node->column, 3);
    ck_assert(node->near.reach == MG_REACH_WORDS && node->near.words == 12);
    ck_assert(node->near.ordered && node->near.negated);
    ck_assert_uint_eq(node->child->column, 0);
    ck_assert_uint_eq(node->child->next->column, 14);
    ck_assert_ptr_null(node->child->next->next);
    mg_tree_free(&tree);
}
END_TEST

/* A chain of operators is a tree as deep as it is long. */
START_TEST(test_depth)
{
    char query[8 * (MG_DEPTH_MAX + 2)] = "a";
    for (int i = 0; i < MG_DEPTH_MAX; i++)
        strcat(query, " W/5 a");
    mg_tree tree = {0};
    ck_assert_int_eq(mg_query_parse(query, strlen(query), &tree, NULL), MORGUE_OK);
    mg_tree_free(&tree);
    strcat(query, " W/5 a");
    assert_refused(query, strlen(query), 6 * MG_DEPTH_MAX + 3, "100 deep");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("proximity");
    TCase *tests = tcase_create("parser");
    tcase_add_loop_test(tests, test_understood, 0, sizeof understood / sizeof *understood);
    tcase_add_loop_test(tests, test_refused, 0, sizeof refused / sizeof *refused);
    tcase_add_test(tests, test_node);
    tcase_add_test(tests, test_depth);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
