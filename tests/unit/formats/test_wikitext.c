/* Wikitext: what becomes of each kind of markup, and that no input takes long. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/formats/wiki/wikitext.h"

typedef struct example {
    const char *wikitext, *text;
} example;

static char german_files[] = "Datei\nMedium\n", german_categories[] = "Kategorie\n";

/* Reads the wikitext as a page of a German wiki. */
static void read_page(const char *wikitext, bool news, mg_wiki_facts *facts, mg_buffer *ret)
{
    const mg_wiki_names names = {
        .files = {german_files, sizeof german_files - 1, 0},
        .categories = {german_categories, sizeof german_categories - 1, 0}};
    mg_buffer_clear(ret);
    ck_assert(mg_buffer_append(ret, "", 0));
    ck_assert(mg_wikitext((morgue_text){wikitext, strlen(wikitext)}, &names, news, facts, ret));
}

static void expect(const example *examples, size_t n)
{
    mg_wiki_facts facts = {0};
    mg_buffer text = {0};
    for (size_t i = 0; i < n; i++) {
        read_page(examples[i].wikitext, false, &facts, &text);
        ck_assert_msg(strcmp(text.data ? text.data : "", examples[i].text) == 0, "%s\n%s",
                      examples[i].wikitext, text.data);
    }
    mg_buffer_free(&text);
    mg_wiki_facts_free(&facts);
}

#define EXPECT_ALL(examples) expect(examples, sizeof(examples) / sizeof *(examples))

START_TEST(inline_markup)
{
    static const example examples[] = {
        {"''a'' '''b''' '''''c''''' it's ''''d'''' e''''''f", "a b c it's 'd' e'f"},
        {"a<!-- b --> c <!-- d", "a c"},
        {"a<ref>b</ref><ref name=\"x\"/> <REF>c</REF>d <references />", "a d"},
        {"a <small>b</small> <span class=\"x\">c</span> <foo>d</foo> 1 < 2",
         "a b c <foo>d</foo> 1 < 2"},
        {"<nowiki>''a'' [[b]] {{c}} ;</nowiki>", "''a'' [[b]] {{c}} ;"},
        {"a<br>b<br/>c<hr>d", "a\nb\nc\n\nd"},
        {"a __NOTOC__ b __c__ d_e", "a b __c__ d_e"},
        {"<ref>never closed", "never closed"},
    };
    EXPECT_ALL(examples);
}
END_TEST

START_TEST(links)
{
    static const example examples[] = {
        {"[[Kiel]]s [[Kiel|the town]] [[#Top|up]] [[:Kategorie:Häfen]]",
         "Kiels the town up Kategorie:Häfen"},
        {"[[Datei:a.jpg|thumb|A [[b]] in {{w|c}}]]d [[File:x]] [[image:y|z]]", "d"},
        {"[[Kategorie:Häfen]][[Category:X|y]]a", "a"},
        {"[[w:Oslo|Oslo]] [[w:Oslo]] [[wikt:ship]] [[:en:Ship]] [[Star Trek: X]]",
         "Oslo Oslo ship Ship Star Trek: X"},
        {"a [[de:Schiff]] [[pt-br:Navio]] b", "a b"},
        {"[https://x.example the label] [https://x.example] [no link] https://y.example",
         "the label [no link] https://y.example"},
        {"[[a|''b'' [[c]]]] [[d", "b c d"},
        {"a [[Bild:Kai.jpg|thumb|Der Kai]] [[Изображение:A.png|б]] b", "a b"},
        {"a [[Catégorie:Ports]] b", "a b"},
    };
    EXPECT_ALL(examples);
}
END_TEST

START_TEST(templates)
{
    static const example examples[] = {
        {"a {{b|c={{d}}|{{{1|}}}}} e", "a e"},
        {"{{w|Kiel}} {{W|Kiel|the town}} {{lang|de|Hafen}} {{Lang-fr|quai}}",
         "Kiel the town Hafen quai"},
        {"{{convert|5|km|mi}} {{convert|5|to|10|km}} {{cvt|1,300|mi|km|0}}",
         "5 km 5 to 10 km 1,300 mi"},
        {"{{quote|Said {{w|A|he}}.|B}} {{Quote|text=Named = x}}", "Said he.\n\nNamed = x"},
        {"{{QuoteLeft|Said|B}} a {{guil|said}}, he said", "Said\n\na “said”, he said"},
        {"the {{HMS|Corvina}} {{formatnum:1234}} 3{{ndash}}4 {{nowrap|1=a b}}",
         "the HMS Corvina 1234 3 – 4 a b"},
        {"Anna ({{IPA|x}}; {{unknown}}, born 1950) , {{y}}, said", "Anna (born 1950), said"},
        {"on {{date|2021-01-02}}", "on 2021-01-02"},
        {"a }} b {{ c", "a b c"},
    };
    EXPECT_ALL(examples);
}
END_TEST

START_TEST(lines)
{
    static const example examples[] = {
        {"a\nb\n\nc\n----\nd", "a b\n\nc\n\nd"},
        {"== A ==\n=== B ===\n== C ==\ntext\n=== D ===", "C\n\ntext"},
        {"== A ==\n=== B ===\ntext", "A\n\nB\n\ntext"},
        {"a\n* b\n** c\n# d\ne", "a\n\n- b\n- c\n- d\n\ne"},
        {"; term : what\n: it is", "term : what\nit is"},
        {"a\n{| class=x\n! b\n|-\n| {{c}}\n{|\n|d\n|}\n|}\ne", "a\n\ne"},
        {"<poem>\na\n''b''\n\nc\n</poem>d", "a\nb\n\nc\n\nd"},
        {"<ul><li>a</li><li>b</li></ul>", "- a\n- b"},
        {"{| not closed\n| cell\n\ntext", "text"},
    };
    EXPECT_ALL(examples);
}
END_TEST

START_TEST(facts_beside)
{
    static const struct {
        const char *wikitext;
        bool news;
        const char *text, *date, *place, *categories;
    } examples[] = {
        {"{{date|January 21, 2022}}\nNews. [[Kategorie:A]] [[Category:B|x]]", false, "News.",
         "January 21, 2022", "", "A\nB\n"},
        {"'''[[Oslo]]''' {{Datum|21. Januar 2022}} News.", true, "Oslo News.", "21. Januar 2022",
         "", ""},
        {"{{byline|location=[[Kiel]]|date=May 1, 2005}} a {{date|May 2, 2005}}", true, "a",
         "May 1, 2005", "Kiel", ""},
        {"{{dateline|May 1, 2005|Cape Rue}} a", true, "a", "May 1, 2005", "Cape Rue", ""},
    };
    mg_wiki_facts facts = {0};
    mg_buffer text = {0};
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        read_page(examples[i].wikitext, examples[i].news, &facts, &text);
        ck_assert_str_eq(text.data, examples[i].text);
        ck_assert_str_eq(facts.date.len ? facts.date.data : "", examples[i].date);
        ck_assert_str_eq(facts.place.len ? facts.place.data : "", examples[i].place);
        ck_assert_str_eq(facts.categories.len ? facts.categories.data : "", examples[i].categories);
    }
    mg_buffer_free(&text);
    mg_wiki_facts_free(&facts);
}
END_TEST

/* Each of these would take hours if what does not end were looked for again and again. */
START_TEST(nothing_takes_long)
{
    static const char *const parts[] = {"{{",          "[[",
                                        "{{a|",        "[[a|",
                                        "{{w|",        "\n{|",
                                        "<ref>",       "</ref>",
                                        "<ref",        "<!--",
                                        "<nowiki>",    "[http://x ",
                                        "''",          "{{quote|text=",
                                        "{{convert|",  "<poem>",
                                        "[[a]]",       "{{w|a}}",
                                        "}}",          "]]",
                                        "\n* ",        "\n== a ==",
                                        "(",           "( ,",
                                        "__",          "{{{",
                                        "<ref></ref>", "[[a|{{w|",
                                        "<ref>}}",     "[[|<nowiki>",
                                        "\n|}",        "&#39;"};
    mg_wiki_facts facts = {0};
    mg_buffer wikitext = {0}, text = {0};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        mg_buffer_clear(&wikitext);
        while (wikitext.len < 1u << 19)
            ck_assert(mg_buffer_append_string(&wikitext, parts[i]));
        read_page(wikitext.data, true, &facts, &text);
    }
    mg_buffer_free(&wikitext);
    mg_buffer_free(&text);
    mg_wiki_facts_free(&facts);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("wikitext");
    TCase *tests = tcase_create("wikitext");
    tcase_add_test(tests, inline_markup);
    tcase_add_test(tests, links);
    tcase_add_test(tests, templates);
    tcase_add_test(tests, lines);
    tcase_add_test(tests, facts_beside);
    tcase_add_test(tests, nothing_takes_long);
    tcase_set_timeout(tests, 120);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
