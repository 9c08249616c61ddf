/* Pages and fragments as trees and as text. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/markup/flow.h"
#include "indexer/markup/html.h"
#include "indexer/markup/html_tame.h"

static void expect_flow(const char *html, const char *expected)
{
    mg_buffer text = {0};
    const mg_node *root;
    mg_markup *markup = mg_markup_new();
    ck_assert_int_eq(mg_html_parse(markup, (morgue_text){html, strlen(html)}, &root, NULL), 0);
    ck_assert(mg_flow(root, NULL, NULL, &text));
    ck_assert_str_eq(text.data ? text.data : "", expected);
    mg_buffer_free(&text);
    mg_markup_free(markup);
}

START_TEST(flow)
{
    static const char *const rows[][2] = {
        {"", ""},
        {"just text", "just text"},
        {"<p>One\n two  three</p><p>Four <b>five</b>, six</p>", "One two three\n\nFour five, six"},
        {"a<br>b<br/><br>c", "a\nb\n\nc"},
        {"<div><div>a</div>b</div>c", "a\n\nb\n\nc"},
        {"x<script>y()</script><style>p{}</style>z", "xz"},
        {"<ul><li>a</li><li><p>b</p><p>c</p></li></ul>d", "- a\n- b\n\nc\n\nd"},
        {"<table><tr><th>A</th><td>1</td></tr><tr><td>B</td><td></td><td>2</td></tr></table>",
         "A\t1\nB\t2"},
        {"<pre>a\n b\n\nc</pre>", "a\nb\n\nc"},
        {"<figure><img><figcaption>Caption</figcaption></figure>t", "t"},
        {"<p hidden>a</p><p style='Display : None'>b</p><p style='color:red'>c</p>", "c"},
        {"&eacute;&#146;&amp;lt;&nbsp;x", "\xC3\xA9\xE2\x80\x99&lt;\xC2\xA0x"},
        {"<head><title>T</title></head><body>b", "b"},
        {"<b><i>x</b>y</i> <q", "xy"},
        {"caf\xE9", "caf\xC3\xA9"},
        {"<meta charset=iso-8859-1>\xC3\xA9", "\xC3\xA9"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_flow(rows[i][0], rows[i][1]);
}
END_TEST

START_TEST(tree)
{
    static const char html[] = "<!DOCTYPE html><HTML LANG=de><body CLASS='a b'><p>x<p>y</body>";
    const mg_node *root;
    mg_markup *markup = mg_markup_new();
    ck_assert_int_eq(mg_html_parse(markup, (morgue_text){html, strlen(html)}, &root, NULL), 0);
    ck_assert_str_eq(root->name, "html");
    ck_assert_str_eq(mg_node_attribute(root, "lang").data, "de");
    const mg_node *body = mg_node_child(root, "body");
    ck_assert_str_eq(mg_node_attribute(body, "class").data, "a b");
    const mg_node *p = mg_node_at(root, "body/p");
    ck_assert_int_eq(p->tag, MG_TAG_P);
    ck_assert_ptr_nonnull(mg_node_same_next(p));
    ck_assert_ptr_null(mg_node_same_next(mg_node_same_next(p)));
    ck_assert_ptr_eq(mg_node_find(root, "p"), p);
    mg_markup_free(markup);
}
END_TEST

/* However deep a page is, its tree is not, and what is deep is still there up to a bound. */
START_TEST(deep)
{
    mg_buffer html = {0}, text = {0};
    const mg_node *root;
    mg_markup *markup = mg_markup_new();
    for (int i = 0; i < 100000; i++)
        ck_assert(mg_buffer_append_string(&html, i == 600 ? "<div>word" : "<div>"));
    ck_assert_int_eq(mg_html_parse(markup, (morgue_text){html.data, html.len}, &root, NULL), 0);
    size_t depth = 0;
    for (const mg_node *n = mg_node_find(root, "body"); n; n = n->last)
        depth++;
    ck_assert_uint_le(depth, 260);
    ck_assert(mg_flow(root, NULL, NULL, &text));
    ck_assert_str_eq(text.data, "word");
    mg_buffer_free(&html);
    mg_buffer_free(&text);
    mg_markup_free(markup);
}
END_TEST

START_TEST(tags)
{
    ck_assert_int_eq(mg_tag_named("p", 1), MG_TAG_P);
    ck_assert_int_eq(mg_tag_named("PRE", 3), MG_TAG_PRE);
    ck_assert_int_eq(mg_tag_named("amp-img", 7), MG_TAG_AMP_IMG);
    ck_assert_int_eq(mg_tag_named("nothing", 7), MG_TAG_NONE);
    ck_assert_int_eq(mg_tag_named("pr", 2), MG_TAG_NONE);
    ck_assert_int_eq(mg_tag_named("", 0), MG_TAG_NONE);
#define MG_TAG(NAME) ck_assert_int_eq(mg_tag_named(#NAME, strlen(#NAME)), MG_TAG_##NAME);
    MG_TAG_TABLE(MG_TAG)
#undef MG_TAG
}
END_TEST

/* Attributes beyond the bound are blanked, in tags and nowhere else. */
START_TEST(tame)
{
    mg_buffer page = {0}, ret = {0};
    ck_assert(mg_html_tame((morgue_text){"<a b=\"c d\" e>f", 14}, &ret));
    ck_assert_uint_eq(ret.len, 0);
    ck_assert(mg_buffer_append_string(&page, "<script>a<b "));
    for (int i = 0; i < 2 * MG_HTML_ATTRIBUTES_MAX; i++)
        ck_assert(mg_buffer_append_string(&page, "x "));
    ck_assert(mg_buffer_append_string(&page, "</script>"));
    ck_assert(mg_html_tame((morgue_text){page.data, page.len}, &ret));
    ck_assert_uint_eq(ret.len, 0);
    ck_assert(mg_buffer_append_string(&page, "<p "));
    for (int i = 0; i < MG_HTML_ATTRIBUTES_MAX; i++)
        ck_assert(mg_buffer_append_string(&page, "x='>' "));
    ck_assert(mg_buffer_append_string(&page, "last='1' y z>text</p>"));
    ck_assert(mg_html_tame((morgue_text){page.data, page.len}, &ret));
    ck_assert_uint_eq(ret.len, page.len);
    ck_assert_ptr_null(strstr(ret.data, " y"));
    ck_assert_ptr_nonnull(strstr(ret.data, "x='>'"));
    ck_assert_ptr_nonnull(strstr(ret.data, " >text</p>"));
    mg_buffer_free(&page);
    mg_buffer_free(&ret);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("html");
    TCase *tests = tcase_create("html");
    tcase_add_test(tests, tame);
    tcase_add_test(tests, flow);
    tcase_add_test(tests, tree);
    tcase_add_test(tests, deep);
    tcase_add_test(tests, tags);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
