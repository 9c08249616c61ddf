/* Templates: the cases of the specification of Mustache (https://github.com/mustache/spec) for what
 * there is of it, and what is no template. */
#include <string.h>

#include "search/server/template.h"
#include "tests/unit/scratch.h"

static const char *main_template;

static const char *source(const char *name)
{
    static const char *const partials[][2] = {
        {"text", "from partial"},
        {"partial", "*{{text}}*"},
        {"line", ">\n"},
        {"node", "{{content}}<{{#nodes}}{{>node}}{{/nodes}}>"},
        {"forever", "{{>forever}}"},
        {"open", "{{#a}}"},
        {"closed", "{{/a}}"}};
    if (strcmp(name, "main") == 0)
        return main_template;
    for (size_t i = 0; i < sizeof partials / sizeof *partials; i++)
        if (strcmp(partials[i][0], name) == 0)
            return partials[i][1];
    return NULL;
}

static bool render(const char *template, const char *json, web_text *ret)
{
    json_error_t error;
    json_t *model = json_loads(json, JSON_DECODE_ANY, &error);
    ck_assert_msg(model != NULL, "%s: %s", json, error.text);
    main_template = template;
    bool fine = web_template_render(source, "main", model, ret);
    json_decref(model);
    return fine;
}

typedef struct example {
    const char *template, *json, *expected; /* NULL: it is refused */
} example;

static const example examples[] = {
    /* values */
    {"Hello from {Mustache}!\n", "{}", "Hello from {Mustache}!\n"},
    {"Hello, {{subject}}!", "{\"subject\": \"world\"}", "Hello, world!"},
    {"{{forbidden}}", "{\"forbidden\": \"& \\\" < > '\"}", "&amp; &quot; &lt; &gt; &#39;"},
    {"\"{{mph}} miles\"", "{\"mph\": 85}", "\"85 miles\""},
    {"{{power}}", "{\"power\": 1.21}", "1.21"},
    {"I ({{cannot}}) be seen", "{\"cannot\": null}", "I () be seen"},
    {"I ({{cannot}}) be seen", "{}", "I () be seen"},
    {"I ({{cannot}}) be seen", "{\"cannot\": {\"a\": 1}}", "I () be seen"},
    {"| {{string}} |", "{\"string\": \"---\"}", "| --- |"},
    {"  {{string}}\n", "{\"string\": \"---\"}", "  ---\n"},
    {"|{{ string }}|", "{\"string\": \"---\"}", "|---|"},
    /* dotted names, and names from outside */
    {"{{a.b.c}}", "{\"a\": {\"b\": {\"c\": \"x\"}}}", "x"},
    {"{{a.b.c}}", "{\"a\": {\"b\": {}}, \"c\": \"x\"}", ""},
    {"{{#a}}{{b.c}}{{/a}}", "{\"a\": {\"b\": {}}, \"b\": {\"c\": \"x\"}}", ""},
    {"{{#a}}{{b.c}}{{/a}}", "{\"a\": {\"d\": 1}, \"b\": {\"c\": \"x\"}}", "x"},
    {"{{#a.b.c}}x{{/a.b.c}}", "{\"a\": {\"b\": {\"c\": true}}}", "x"},
    {"{{^a.b.c}}x{{/a.b.c}}", "{\"a\": {\"b\": {\"c\": false}}}", "x"},
    {"{{.}}", "\"<x>\"", "&lt;x&gt;"},
    /* sections */
    {"{{#boolean}}x{{/boolean}}", "{\"boolean\": true}", "x"},
    {"{{#boolean}}x{{/boolean}}", "{\"boolean\": false}", ""},
    {"{{#null}}x{{/null}}", "{\"null\": null}", ""},
    {"{{#text}}{{.}}{{/text}}", "{\"text\": \"x\"}", "x"},
    {"{{#text}}x{{/text}}{{^text}}y{{/text}}", "{\"text\": \"\"}", "y"},
    {"{{#zero}}x{{/zero}}", "{\"zero\": 0}", "x"},
    {"{{#context}}Hi {{name}}.{{/context}}", "{\"context\": {\"name\": \"Joe\"}}", "Hi Joe."},
    {"{{#a}}{{b}}, {{c.name}}, {{d}}{{/a}}",
     "{\"a\": {\"b\": \"foo\"}, \"b\": \"wrong\", \"c\": {\"name\": \"bar\"}, \"d\": \"baz\"}",
     "foo, bar, baz"},
    {"{{#list}}{{item}}{{/list}}", "{\"list\": [{\"item\": 1}, {\"item\": 2}, {\"item\": 3}]}",
     "123"},
    {"{{#list}}x{{/list}}{{^list}}none{{/list}}", "{\"list\": []}", "none"},
    {"{{#list}}({{.}}){{/list}}", "{\"list\": [\"a\", 1, \"<\"]}", "(a)(1)(&lt;)"},
    {"{{#list}}({{#.}}{{.}}{{/.}}){{/list}}", "{\"list\": [[1, 2], [\"a\"]]}", "(12)(a)"},
    {"{{#t}}a{{/t}} b {{#t}}c{{/t}}", "{\"t\": true}", "a b c"},
    {"| A {{#b}}B {{#b}}C{{/b}} D{{/b}} E |", "{\"b\": true}", "| A B C D E |"},
    {"| A {{#b}}B {{#b}}C{{/b}} D{{/b}} E |", "{\"b\": false}", "| A  E |"},
    {"{{#missing}}{{#deep}}x{{>nowhere}}{{/deep}}{{/missing}}", "{}", ""},
    {"{{^boolean}}x{{/boolean}}", "{\"boolean\": false}", "x"},
    {"{{^missing}}x{{/missing}}", "{}", "x"},
    {"| {{#b}}\t|\t{{/b}} |", "{\"b\": true}", "| \t|\t |"},
    {"|{{# b }}={{/ b }}|", "{\"b\": true}", "|=|"},
    /* tags alone on their lines */
    {"| This Is\n{{#b}}\n|\n{{/b}}\n| A Line\n", "{\"b\": true}", "| This Is\n|\n| A Line\n"},
    {"| This Is\n  {{#b}}\n|\n  {{/b}}  \n| A Line\n", "{\"b\": true}", "| This Is\n|\n| A Line\n"},
    {"|\r\n{{#b}}\r\n{{/b}}\r\n|", "{\"b\": true}", "|\r\n|"},
    {"  {{#b}}\n#{{/b}}\n/", "{\"b\": true}", "#\n/"},
    {"#{{#b}}\n/\n  {{/b}}", "{\"b\": true}", "#\n/\n"},
    {" {{#b}}x{{/b}}\n", "{\"b\": true}", " x\n"},
    {"{{#list}}\n- {{.}}\n{{/list}}\n", "{\"list\": [1, 2]}", "- 1\n- 2\n"},
    /* comments */
    {"12345{{! Comment! }}67890", "{}", "1234567890"},
    {"12345{{!\n  many\n  lines\n}}67890\n", "{}", "1234567890\n"},
    {"Begin.\n  {{! alone }}\nEnd.\n", "{}", "Begin.\nEnd.\n"},
    {"  12 {{! 34 }}\n", "{}", "  12 \n"},
    /* partials */
    {"\"{{>text}}\"", "{}", "\"from partial\""},
    {"\"{{>partial}}\"", "{\"text\": \"content\"}", "\"*content*\""},
    {"{{>node}}", "{\"content\": \"X\", \"nodes\": [{\"content\": \"Y\", \"nodes\": []}]}",
     "X<Y<>>"},
    {"\t|\t{{> text }}\t|", "{}", "\t|\tfrom partial\t|"},
    {"|\n  {{>line}}\n|", "{}", "|\n>\n|"},
    /* no templates */
    {"{{>nowhere}}", "{}", NULL},
    {"{{>forever}}", "{}", NULL},
    {"{{>open}}{{>closed}}", "{\"a\": true}", NULL},
    {"{{#a}}x", "{\"a\": true}", NULL},
    {"{{#a}}x", "{}", NULL},
    {"{{/a}}", "{}", NULL},
    {"{{#a}}{{#b}}{{/a}}{{/b}}", "{\"a\": true, \"b\": true}", NULL},
    {"{{#a}}{{#b}}{{/a}}{{/b}}", "{}", NULL},
    {"{{", "{}", NULL},
    {"{{a", "{\"a\": 1}", NULL},
    {"{{a}", "{\"a\": 1}", NULL},
    {"{{}}", "{}", NULL},
    {"{{#}}x{{/}}", "{}", NULL},
    {"{{{a}}}", "{\"a\": \"<b>\"}", NULL},
    {"{{&a}}", "{\"a\": \"<b>\"}", NULL},
    {"{{=<% %>=}}", "{}", NULL},
    {"{{a b}}", "{\"a b\": 1}", NULL},
    {"{{a{{b}}}}", "{}", NULL},
};

START_TEST(as_specified)
{
    const example *e = &examples[_i];
    web_text text = {0};
    bool fine = render(e->template, e->json, &text);
    ck_assert_msg(fine == (e->expected != NULL), "%s", e->template);
    if (fine)
        ck_assert_str_eq(text.data ? text.data : "", e->expected);
    web_text_free(&text);
}
END_TEST

/* Nothing that stands in a value gets out of where it stands. */
START_TEST(values_are_no_markup)
{
    static const char model[] =
        "{\"a\": \"</p><script>x</script>\\u0000\\u001b{{b}}\", \"b\": \"no\"}";
    json_t *value = json_loads(model, JSON_ALLOW_NUL, NULL);
    web_text text = {0};
    ck_assert(value != NULL);
    main_template = "<p>{{a}}</p>";
    ck_assert(web_template_render(source, "main", value, &text));
    ck_assert_str_eq(text.data,
                     "<p>&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;\xef\xbf\xbd\xef\xbf\xbd"
                     "{{b}}</p>");
    json_decref(value);
    web_text_free(&text);
}
END_TEST

/* A template of sections in each other, as deep as it may be and one deeper. */
START_TEST(depth_is_bounded)
{
    for (size_t depth = 31; depth <= 34; depth++) {
        web_text template = {0}, text = {0};
        for (size_t i = 0; i < depth; i++)
            web_puts(&template, "{{#a}}");
        web_puts(&template, "x");
        for (size_t i = 0; i < depth; i++)
            web_puts(&template, "{{/a}}");
        ck_assert_int_eq(render(template.data, "{\"a\": true}", &text), depth <= 32);
        web_text_clear(&text);
        ck_assert_int_eq(render(template.data, "{}", &text), depth <= 32);
        web_text_free(&template);
        web_text_free(&text);
    }
}
END_TEST

/* Templates by dice: whatever they are, they end. */
START_TEST(any_text_ends)
{
    static const char *const parts[] = {"{{#a}}", "{{/a}}", "{{^a}}", "{{a}}", "{{>partial}}", "{{",
                                        "}}",     "\n",     " ",      "#",     "{{!",          "a"};
    uint64_t seed = 7;
    size_t rendered = 0;
    for (int round = 0; round < 20000; round++) {
        web_text template = {0}, text = {0};
        for (uint32_t n = roll(&seed, 12); n > 0; n--)
            web_puts(&template, parts[roll(&seed, sizeof parts / sizeof *parts)]);
        main_template = template.data ? template.data : "";
        json_t *model = json_pack("{s:[s,s]}", "a", "x", "y");
        rendered += web_template_render(source, "main", model, &text);
        json_decref(model);
        web_text_free(&template);
        web_text_free(&text);
    }
    ck_assert_uint_gt(rendered, 1000);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("template");
    tcase_add_loop_test(tests, as_specified, 0, sizeof examples / sizeof *examples);
    tcase_add_test(tests, values_are_no_markup);
    tcase_add_test(tests, depth_is_bounded);
    tcase_add_test(tests, any_text_ends);
    return run_tests("template", tests);
}
