/* Query text -> tree: what each construct becomes, and where each mistake is said to be. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/query/lexer.h"
#include "tests/unit/query/parsing.h"

/* ---- What is understood ------------------------------------------------------------------- */

static const struct {
    const char *query;
    const char *tree;
} understood[] = {
    {"nato", "nato"},
    {"  nato\t ", "nato"},
    {"nato ukraine", "(and nato ukraine)"},
    {"nato\xC2\xA0ukraine\xE3\x80\x80x", "(and nato ukraine x)"},
    {"nato AND ukraine", "(and nato ukraine)"},
    {"nato and ukraine or not", "(and nato and ukraine or not)"},
    {"nato OR ukraine", "(or nato ukraine)"},
    {"a b OR c d", "(or (and a b) (and c d))"},
    {"a OR b OR c", "(or a b c)"},
    {"a (b OR c) d", "(and a (or b c) d)"},
    {"((a))", "a"},
    {"a(b)c", "(and a b c)"},
    {"-a", "(not a)"},
    {"NOT a", "(not a)"},
    {"a NOT b", "(and a (not b))"},
    {"a AND NOT b", "(and a (not b))"},
    {"a -b -\"c d\" -(e f)", "(and a (not b) (not \"c d\") (not (and e f)))"},
    {"NOT a OR b", "(or (not a) b)"},
    {"NOT NOT a", "(not (not a))"},
    {"NOT(a)", "(not a)"},
    {"a OR -b", "(or a (not b))"},
    {"ORANGE NOTE ANDES", "(and ORANGE NOTE ANDES)"},
    {"F-16 cease-fire", "(and F-16 cease-fire)"},
    {"*", "*"},
    {"* -a", "(and * (not a))"},
    {"\"article 5\"", "\"article 5\""},
    {"a\"b\"c", "(and a \"b\" c)"},
    {"\xE2\x80\x9C"
     "article 5\xE2\x80\x9D",
     "\"article 5\""},
    {"\xE2\x80\x9E"
     "Artikel 5\xE2\x80\x9C",
     "\"Artikel 5\""},
    {"\xE2\x80\x9D"
     "artikel 5\xE2\x80\x9D",
     "\"artikel 5\""},
    {"\xC2\xAB"
     "article 5\xC2\xBB",
     "\"article 5\""},
    {"\xC2\xAB"
     "un \"mot\"\xC2\xBB",
     "\"un \\\"mot\\\"\""},
    {"\xE3\x80\x8C\xE5\x8C\x97\xE7\xB4\x84\xE3\x80\x8D", "\"\xE5\x8C\x97\xE7\xB4\x84\""},
    {"\"who won?\"", "\"who won?\""},
    {"\"50 % * x\"", "\"50 % * x\""},
    {"=attacks", "=attacks"},
    {"=\"the attacks\"", "=\"the attacks\""},
    {"-=attacks", "(not =attacks)"},
    {"title:geneva", "title:geneva"},
    {"Headline:geneva", "title:geneva"},
    {"-title:geneva", "(not title:geneva)"},
    {"title:\"in geneva\"", "title:\"in geneva\""},
    {"title:=talks", "title:=talks"},
    {"org:=\"united nations\"", "org:=\"united nations\""},
    {"org:=\"--\"", "org:=\"--\""},
    {"actor:(blinken OR \"sergei lavrov\")", "(or actor:blinken actor:\"sergei lavrov\")"},
    {"title:(a (b -c)) d", "(and (and title:a (and title:b (not title:c))) d)"},
    {"location:OR", "location:OR"},
    {"10:30 http://a.b/c?d=e f:", "(and 10:30 http://a.b/c?d=e f:)"},
    {"url:http://a.b/c?d=*", "url:http://a.b/c?d=*"},
    {"id:urn:x-1:2", "id:urn:x-1:2"},
    {"id:-x", "id:-x"},
    {"Ukraine: what", "(and Ukraine: what)"},
    {"lang:pt-BR", "lang:pt-BR"},
    {"\"author:x\"", "\"author:x\""},
    {"date:2022", "date:2022"},
    {"date:2022-01", "date:2022-01"},
    {"date:2022-01-21", "date:2022-01-21"},
    {"date:2022-01-21T14:05:09Z", "date:2022-01-21T14:05:09Z"},
    {"date:2022-01..2022-03-15", "date:2022..2022-03-15"},
    {"date:2022-02..2022-03-15 x", "(and date:2022-02..2022-03-15 x)"},
    {"date:2022-01-01..2022-12-31", "date:2022"},
    {"date:2022..", "date:2022.."},
    {"date:..2022-02-28", "date:..2022-02"},
    {"date:(2020 OR 2022)", "(or date:2020 date:2022)"},
    {"date:\"2022-01\"..\"2022-02\"", "date:2022..2022-02"},
    {"date:\xE2\x80\x9C"
     "2022-02\xE2\x80\x9D..2022-03",
     "date:2022-02..2022-03"},
    {"date:\"21 January 2022\"", "date:2022-01-21"},
    {"date:..2150", "date:..2150"},
    {"before:2022", "date:..2021"},
    {"before:2022-03-01", "date:..2022-02"},
    {"before:2020-03-01", "date:..2020-02"},
    {"after:2022-01", "date:2022-02.."},
    {"after:2021-12-31", "date:2022.."},
    {"after:2022-02-27", "date:2022-02-28.."},
    {"-before:2022", "(not date:..2021)"},
    /* wildcards */
    {"ukrain* *gate wom?n", "(and ukrain* *gate wom?n)"},
    {"=wom?n title:ukrain*", "(and =wom?n title:ukrain*)"},
    {"\"ukrain* war\"", "\"ukrain* war\""},
    {"\"a wom?n\"", "\"a wom?n\""},
    {"\"what?? now\"", "\"what?? now\""},
    {"\"prime * minister\"", "\"prime * minister\""},
    {"\"prime * * minister\"", "\"prime * * minister\""},
    {"org:=\"nato*\" org:=nat*", "(and org:=\"nato*\" org:=nat*)"},
    {"http://a/*?x \"http://a*b c*\"", "(and http://a/*?x \"http://a*b c*\")"},
    {"id:mw-2014* id:a*b?c id:\"x*\" id:=x*", "(and id:mw-2014* id:a*b?c id:\"x*\" id:=x*)"},
    /* letter case */
    {"cs:US", "cs:US"},
    {"CS:US", "cs:US"},
    {"-cs:US", "(not cs:US)"},
    {"cs:=US", "cs:US"},
    {"cs:OR", "cs:OR"},
    {"cs:Ukrain*", "cs:Ukrain*"},
    {"cs:\"The Times\"", "cs:\"The Times\""},
    {"title:cs:US", "title:cs:US"},
    {"cs:title:US", "title:cs:US"},
    {"title:cs:(US OR UK)", "(or title:cs:US title:cs:UK)"},
    {"title:(cs:US OR uk)", "(or title:cs:US title:uk)"},
    {"cs:(US OR title:UK -\"a B\") c", "(and (or cs:US (and title:cs:UK (not cs:\"a B\"))) c)"},
    {"person:cs:Bush", "person:cs:\"Bush\""},
    {"person:cs:=Bush", "person:cs:=Bush"},
    {"source:cs:=\"The Times\"", "source:cs:=\"The Times\""},
    {"id:cs:x url:~x", "(and id:cs:x url:~x)"},
    /* spelling */
    {"~blinken", "~blinken"},
    {"-~blinken", "(not ~blinken)"},
    {"person:~blinken title:(~abc b)", "(and person:~blinken (and title:~abc title:b))"},
    {"~don't ~caf\xC3\xA9", "(and ~don't ~caf\xC3\xA9)"},
    /* presence */
    {"has:location", "has:location"},
    {"HAS:Place", "has:location"},
    {"-has:headline a", "(and (not has:title) a)"},
    {"has:date has:actor has:lang", "(and has:date has:actor has:lang)"},
};

START_TEST(test_understood)
{
    assert_understood(understood[_i].query, understood[_i].tree);
}
END_TEST

/* ---- What is refused ---------------------------------------------------------------------- */

/* The column counts from 1, in characters, as the message does. */
static const struct {
    const char *query;
    int column;
    const char *message; /* a part of it */
} refused[] = {
    {"", 1, "the query is empty"},
    {"   ", 4, "the query is empty"},
    {"article \"5", 9, "the quote is never closed"},
    {"\xC3\xA9t\xC3\xA9 \"5", 5, "the quote is never closed"},
    {"a \xE2\x80\x9C"
     "b\"",
     3, "the quote is never closed"},
    {"date:2022..\"x", 12, "the quote is never closed"},
    {"\"\"", 1, "no word between the quotes"},
    {"a \"...\"", 3, "no word between the quotes"},
    {"org:=\" \"", 5, "no word between the quotes"},
    {"org:\"--\"", 5, "no word between the quotes"},
    {"title:=\"--\"", 7, "no word between the quotes"},
    {"id:\"\"", 4, "nothing in the quotes"},
    {"()", 1, "nothing between the brackets"},
    {"a ( ) b", 3, "nothing between the brackets"},
    {"(a", 1, "the bracket is never closed"},
    {"a (b (c)", 3, "the bracket is never closed"},
    {"(", 1, "the bracket is never closed"},
    {"a)", 2, "this bracket was never opened"},
    {")", 1, "this bracket was never opened"},
    {"OR a", 1, "OR needs something on its left"},
    {"(OR a)", 2, "OR needs something on its left"},
    {"AND", 1, "AND needs something on its left"},
    {"a OR", 3, "OR needs something on its right"},
    {"a OR )", 3, "OR needs something on its right"},
    {"a AND OR b", 3, "AND needs something on its right"},
    {"a NOT", 3, "NOT needs something on its right"},
    {"a NOT OR b", 3, "NOT needs something on its right"},
    {"a - b", 3, "'-' must stand directly before"},
    {"a --b", 3, "'-' must stand directly before"},
    {"a -", 3, "'-' must stand directly before"},
    {"a -OR", 3, "- needs something on its right"},
    {"\xE2\x80\x93"
     "b",
     1, "a dash"},
    {"title:-b", 7, "as in -title:word"},
    {"a = b", 3, "'=' must stand directly before"},
    {"=title:b", 1, "title:=word"},
    {"& b", 1, "'&' has no letter or digit"},
    {"a \xE2\x80\xA6 b", 3, "has no letter or digit"},
    {"titel:b", 1, "did you mean title:?"},
    {"a loc:b", 3, "did you mean location:?"},
    {"autor:b", 1, "did you mean author:?"},
    {"xyzzy:b", 1, "there is no field 'xyzzy': the fields are id, title,"},
    {"xyzzy:\"b\"", 1, "put them in quotes"},
    {"title: b", 1, "nothing follows 'title:'"},
    {"(title:)", 2, "nothing follows 'title:'"},
    {"raw_date:x", 1, "not searched"},
    {"title:(a author:b)", 10, "author: stands within title:( )"},
    {"date:2022-13", 6, "'2022-13' is not a date: there is no month 13"},
    {"date:2022-02-30", 6, "'2022-02-30' is not a date: the month has 28 days"},
    {"date:2022-02-28T24:00:00Z", 6, "no such time of day"},
    {"date:\"some day\"", 6, "'some day' is not a date: "},
    {"date:yesterday", 6, "'yesterday' is not a date: write 2022"},
    {"date:20220121", 6, "is not a date"},
    {"date:2022..2021", 6, "the range ends before it begins"},
    {"date:2022-02..2022-01", 6, "the range ends before it begins"},
    {"date:2020..2021..2022", 12, "a range has two ends"},
    {"date:2020..x", 12, "'x' is not a date"},
    {"date:..", 6, "a date at one end at least"},
    {"date:\"\"", 6, "is not a date"},
    {"before:2020..2021", 8, "is not a date"},
    {"after:9999", 7, "no year lies beyond"},
    {"**", 1, "a * that stands alone finds every article"},
    {"a ?", 3, "needs a letter or digit"},
    {"=*", 2, "needs a letter or digit"},
    {"title:*", 7, "has:title finds"},
    {"title:(a *)", 10, "outside title:( ) a * finds every article"},
    {"bbc.*", 5, "the mark beside it parts words"},
    {"cease-*", 7, "the mark beside it parts words"},
    {"\"* minister\"", 2, "as in \"prime * minister\""},
    {"\"prime *\"", 8, "a lone wildcard"},
    {"\"prime ** minister\"", 8, "a lone wildcard"},
    {"\"a *, b\"", 4, "a lone wildcard"},
    {"\"*\"", 2, "a lone wildcard"},
    {"org:=\"* party\"", 7, "a lone wildcard"},
    {"\"?\"", 1, "no word between the quotes"},
    {"\xE5\x8C\x97*", 2, "no wildcards in scripts without spaces"},
    {"a *\xE5\x8C\x97", 3, "no wildcards in scripts without spaces"},
    {"\"a \xE5\x8C\x97* b\"", 5, "no wildcards in scripts without spaces"},
    {"a\xEA\x9F\xB7", 2, "cannot be searched for"},
    {"id:\"a\xEA\x9E\x8F\"", 6, "cannot be searched for"},
    {"id:*", 4, "as in id:abc*; for every article that has one a lone *"},
    {"url:*", 5, "has:url"},
    {"lang:e*", 7, "lang:en finds en-GB too"},
    {"lang:\"e?\"", 8, "lang: has no wildcards"},
    {"date:202*", 6, "'202*' is not a date"},
    /* letter case */
    {"cs:", 1, "nothing follows 'cs:': write cs:Word"},
    {"a cs: US", 3, "nothing follows 'cs:'"},
    {"cs:cs:US", 4, "once is enough"},
    {"cs:(a cs:US)", 7, "once is enough"},
    {"=cs:US", 1, "write cs:word, without the '='"},
    {"cs:-US", 4, "as in -title:word"},
    {"cs:foo:US", 4, "no field 'foo'"},
    {"cs:date:2020", 9, "cs: is for words, not for dates"},
    {"cs:id:US", 7, "and id holds whole values"},
    {"lang:cs:en", 9, "and lang holds whole values"},
    {"cs:has:date", 4, "cs: is for words, not for has:"},
    {"cs:*", 4, "needs a letter or digit"},
    {"cs:W/5", 4, "W/5 needs something on its left"},
    {"title:cs:by:US", 10, "by: stands within title:( )"},
    {"title:by:US", 7, "by: stands within title:( )"},
    /* spelling */
    {"~", 1, "'~' must stand directly before a word"},
    {"a ~ b", 3, "'~' must stand directly before a word"},
    {"~\"a b\"", 1, "before a single word"},
    {"~(a b)", 1, "before a single word"},
    {"~cease-fire", 1, "before a single word"},
    {"~bbc.co.uk", 1, "before a single word"},
    {"~\xE5\x8C\x97\xE7\xB4\x84", 1, "before a single word of letters"},
    {"~ab", 1, "3 letters at least"},
    {"~U.S.", 1, "3 letters at least"},
    {"~\xC3\xA9t", 1, "3 letters at least"},
    {"~wom*n", 1, "~ and wildcards exclude each other"},
    {"~wom?n", 1, "~ and wildcards exclude each other"},
    {"~=word", 1, "= and ~ exclude each other"},
    {"=~word", 1, "= and ~ exclude each other"},
    {"cs:~word", 4, "~ and cs: exclude each other"},
    {"~title:word", 1, "write title:~word"},
    {"~cs:word", 1, "write cs:word, without the '~'"},
    {"id:(~word)", 5, "and id holds whole values"},
    {"~-word", 1, "as in -title:word"},
    {"~...", 1, "has no letter or digit"},
    /* presence */
    {"has:", 1, "nothing follows 'has:': write has:location"},
    {"a has: b", 3, "nothing follows 'has:'"},
    {"has:locaton", 5, "did you mean has:location? has: takes one of title, text, date,"},
    {"has:xyzzy", 5, "there is no field 'xyzzy': has: takes one of title,"},
    {"has:\xC3\xA9t\xC3\xA9", 5, "there is no field"},
    {"has:id", 5, "every article has an id"},
    {"has:raw_date", 5, "not searched"},
    {"has:\"date\"", 1, "the bare name of a field"},
    {"has:(date)", 1, "the bare name of a field"},
    {"title:(a has:date)", 10, "has: stands within title:( )"},
    {"title:has:date", 7, "has: stands within title:( )"},
    {"a \a b", 3, "control character here (U+0007)"},
    {"x\xE2\x80", 2, "not clean UTF-8 text here (byte 0xE2)"},
    {"a \xFF", 3, "not clean UTF-8"},
};

START_TEST(test_refused)
{
    const char *query = refused[_i].query;
    assert_refused(query, strlen(query), refused[_i].column, refused[_i].message);
}
END_TEST

/* ---- Limits ------------------------------------------------------------------------------- */

/* `count` times `text`. */
static mg_buffer repeated(const char *text, size_t count)
{
    mg_buffer out = {0};
    for (size_t i = 0; i < count; i++)
        ck_assert(mg_buffer_append_string(&out, text));
    return out;
}

static void assert_taken(const mg_buffer *query)
{
    mg_tree tree = {0};
    morgue_error err = {0};
    ck_assert_msg(mg_query_parse(query->data, query->len, &tree, &err) == MORGUE_OK, "%s",
                  err.message);
    mg_tree_free(&tree);
}

START_TEST(test_limits)
{
    mg_buffer words = repeated("a ", MG_NODES_MAX - 1);
    assert_taken(&words);
    ck_assert(mg_buffer_append_string(&words, "b"));
    assert_refused(words.data, words.len, 2 * MG_NODES_MAX - 1, "1000 words and operators");
    mg_buffer deep = repeated("NOT ", MG_DEPTH_MAX);
    ck_assert(mg_buffer_append_string(&deep, "a"));
    assert_taken(&deep);
    mg_buffer deeper = repeated("(", 60000);
    assert_refused(deeper.data, deeper.len, MG_DEPTH_MAX + 1, "100 deep");
    mg_buffer minus = repeated("NOT ", 10000);
    assert_refused(minus.data, minus.len, 4 * MG_DEPTH_MAX + 1, "100 deep");
    mg_buffer large = repeated("x", MG_QUERY_MAX + 1);
    assert_refused(large.data, large.len, MG_QUERY_MAX + 1, "65536 bytes");
    mg_buffer_free(&words);
    mg_buffer_free(&deep);
    mg_buffer_free(&deeper);
    mg_buffer_free(&minus);
    mg_buffer_free(&large);
}
END_TEST

/* What the planner is told beside the text that is described. */
START_TEST(test_nodes)
{
    mg_tree tree = {0};
    const char *query = "a*b? id:x* \"http://x* y\" cs:\"a B\"";
    ck_assert_int_eq(mg_query_parse(query, strlen(query), &tree, NULL), MORGUE_OK);
    const mg_node *word = tree.root->child;
    const mg_node *id = word->next;
    const mg_node *address = id->next;
    const mg_node *cased = address->next;
    ck_assert(word->wild && !word->cased && !word->scoped);
    ck_assert_str_eq(word->text.data, "a" MG_WILD_ANY "b" MG_WILD_ONE);
    ck_assert_uint_eq(word->text.len, strlen(word->text.data));
    ck_assert(id->wild && id->scoped);
    ck_assert_str_eq(id->text.data, "x" MG_WILD_ANY);
    ck_assert(!address->wild && !strcmp(address->text.data, "http://x* y"));
    ck_assert(cased->cased && !cased->wild && cased->kind == MG_NODE_PHRASE);
    mg_tree_free(&tree);
}
END_TEST

/* A word is cut at MG_TERM_MAX bytes, which must not take wildcards away. */
START_TEST(test_long_wildcards)
{
    mg_buffer word = repeated("?", 40);
    ck_assert(mg_buffer_append_string(&word, "a"));
    assert_refused(word.data, word.len, 1, "too long for wildcards");
    mg_buffer fits = repeated("?", 30);
    ck_assert(mg_buffer_append_string(&fits, "abc"));
    assert_taken(&fits);
    mg_buffer_free(&word);
    mg_buffer_free(&fits);
}
END_TEST

START_TEST(test_columns)
{
    mg_lexer lexer;
    mg_lexeme lexeme;
    const char *text = "\xC3\xA9"
                       "a \xC2\xAB"
                       "b\xC2\xBB title:c";
    static const size_t columns[] = {0, 3, 7, 13};
    static const size_t text_columns[] = {0, 4, 7, 13};
    ck_assert_int_eq(mg_lexer_init(&lexer, text, strlen(text), NULL), MORGUE_OK);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(mg_lexer_next(&lexer, &lexeme, NULL), MORGUE_OK);
        ck_assert_uint_eq(lexeme.column, columns[i]);
        ck_assert_uint_eq(lexeme.text_column, text_columns[i]);
    }
    ck_assert_int_eq(mg_lexer_next(&lexer, &lexeme, NULL), MORGUE_OK);
    ck_assert_int_eq(lexeme.kind, MG_LEX_END);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("query parser");
    TCase *tests = tcase_create("parser");
    tcase_add_loop_test(tests, test_understood, 0, sizeof understood / sizeof *understood);
    tcase_add_loop_test(tests, test_refused, 0, sizeof refused / sizeof *refused);
    tcase_add_test(tests, test_limits);
    tcase_add_test(tests, test_nodes);
    tcase_add_test(tests, test_long_wildcards);
    tcase_add_test(tests, test_columns);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
