/* XML as a stream of records, whole and broken. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/formats/put.h"
#include "indexer/markup/xml.h"

static bool is_item(void *user, const mg_node *element)
{
    (void)user;
    return mg_node_is(element, "item");
}

static void add(mg_buffer *to, const char *text)
{
    ck_assert(mg_buffer_append_string(to, text));
}

/* Writes a record as one line: "offset line title|text of the record|channel's title". */
static void write_record(const mg_reader *reader, const mg_node *record, mg_buffer *ret)
{
    char place[64];
    snprintf(place, sizeof place, "%d:%d ", (int)reader->offset, (int)reader->line);
    add(ret, place);
    add(ret, mg_node_attribute(record, "id").data);
    add(ret, "|");
    ck_assert(mg_node_line(record, ret));
    add(ret, "|");
    ck_assert(mg_node_line(mg_node_child(record->parent, "name"), ret));
    add(ret, "\n");
}

static void read_all(const char *text, size_t len, mg_buffer *ret)
{
    mg_reader reader = {.context = MG_NO_CONTEXT};
    const mg_node *record;
    mg_reading reading;
    morgue_error err = {0};
    mg_xml *xml;
    ck_assert_int_eq(mg_input_memory((morgue_text){text, len}, "x.xml", &reader.input, NULL), 0);
    ck_assert_int_eq(mg_xml_open(&reader, is_item, NULL, &xml, NULL), MORGUE_OK);
    while ((reading = mg_xml_next(xml, &record, &err)) == MG_READ_ARTICLE) {
        write_record(&reader, record, ret);
        if (reader.notes.len) {
            add(ret, "~ ");
            add(ret, reader.notes.data);
            add(ret, "\n");
        }
        mg_buffer_clear(&reader.notes);
    }
    if (reading == MG_READ_BROKEN) {
        add(ret, "! ");
        add(ret, err.message);
    }
    mg_xml_free(xml);
    mg_buffer_free(&reader.notes);
    mg_input_free(reader.input);
}

static void expect(const char *text, const char *expected)
{
    mg_buffer got = {0};
    read_all(text, strlen(text), &got);
    ck_assert_str_eq(got.data ? got.data : "", expected);
    mg_buffer_free(&got);
}

START_TEST(records)
{
    expect("<?xml version='1.0'?>\n<c><name>N</name>\n<item id='1'>a<b>b</b></item>\n"
           "<item id='2'/><item id=\"3\"><![CDATA[<p>&amp;]]></item></c>",
           "40:3 1|ab|N\n70:4 2||N\n84:4 3|<p>&amp;|N\n");
    expect("<item>one</item>", "0:1 |one|\n");
    expect("<c></c>", "");
}
END_TEST

START_TEST(documents_behind_each_other)
{
    expect("<item id='1'>a</item>\n<item id='2'>b</item>\n<?xml version='1.0'?><!DOCTYPE c>"
           "<c><name>M</name><item id='3'>c</item></c>",
           "0:1 1|a|\n22:2 2|b|\n94:3 3|c|M\n");
}
END_TEST

START_TEST(entities)
{
    expect("<!DOCTYPE c [<!ENTITY hg \"Harbour &amp; Gazette\"><!ENTITY x SYSTEM \"/etc/passwd\">"
           "<!ENTITY bomb '&hg;&hg;'>]><c><item>&hg; &lt;&#233;&#x41; &x; &bomb; AT&T R&amp;D "
           "1 < 2 &unknown; &</item></c>",
           "111:1 |Harbour & Gazette <\xC3\xA9"
           "A &x; &hg;&hg; AT&T R&D 1 < 2 "
           "&unknown; &|\n");
    expect("<c><item id='a&amp;b&#60;c&q'>x</item></c>", "3:1 a&b<c&q|x|\n");
}
END_TEST

/* However much entities would make of a record, it is not more than records may have, and costs
 * itself only. */
START_TEST(entities_in_masses)
{
    enum { REFERENCES = 100000 };
    mg_buffer text = {0}, got = {0};
    add(&text, "<!DOCTYPE c [<!ENTITY long \"");
    for (int i = 0; i < 100; i++)
        add(&text, "harbour ");
    add(&text, "\">]><c><item id='1'>");
    for (int i = 0; i < REFERENCES; i++)
        add(&text, "&long;");
    add(&text, "</item><item id='2' title='");
    for (int i = 0; i < REFERENCES / 2; i++)
        add(&text, "&long;");
    add(&text, "'>b</item></c>");
    read_all(text.data, text.len, &got);
    ck_assert_str_eq(got.data ? got.data : "", "");
    mg_buffer_clear(&text);
    mg_buffer_clear(&got);
    add(&text, "<!DOCTYPE c [<!ENTITY e \"ab\">]><c><item id='1'>");
    for (int i = 0; i < 100000; i++)
        add(&text, "&e;");
    add(&text, "</item></c>");
    read_all(text.data, text.len, &got);
    ck_assert_uint_gt(got.len, 200000);
    ck_assert_ptr_null(strchr(got.data, '&'));
    mg_buffer_free(&text);
    mg_buffer_free(&got);
}
END_TEST

START_TEST(broken)
{
    expect("<c><name>N</name><item id='1'><p>a<b>b</p></item><item id='2'>c</item></c>",
           "17:1 1|ab|N\n~ the XML is broken: </p> ends elements that are not closed\n"
           "49:1 2|c|N\n");
    expect(
        "<c xmlns:d='u'><name>N</name><item id='1'><p>a</item><item id='2'><d:e>c</d:e></item></c>",
        "29:1 1|a|N\n~ the XML is broken: Opening and ending tag mismatch: p line 1 and item\n"
        "53:1 2|c|N\n");
    expect("<c><item id='1'>a<item id='2'>b</item></c>",
           "3:1 1|a|\n~ the XML is broken: the article is not closed\n17:1 2|b|\n");
    expect("<c><item id='1'>a</item><item id='2'>b c",
           "3:1 1|a|\n24:1 2|b c|\n~ the XML is broken: the file ends inside of this article\n");
    expect("<c><item id='1'>a</q><p>b</p></item></c>",
           "3:1 1|a b|\n~ the XML is broken: </q> ends nothing\n");
    expect("no markup", "! there is no element in this file: is it XML?");
    expect("<c><item a=1 b='x>y<p>z</p></item><item>t</item></c>", "3:1 |y z|\n34:1 |t|\n");
}
END_TEST

START_TEST(bytes_that_are_no_text)
{
    expect("<c><item>caf\xE9 \x01</item></c>",
           "3:1 |caf\xC3\xA9|\n~ 1 byte was not UTF-8: read as Windows-1252\n"
           "1 control character turned into spaces\n");
}
END_TEST

/* However deep a record is, its tree is not, its text is there, and the next one is whole. */
START_TEST(deep)
{
    mg_buffer text = {0}, got = {0};
    add(&text, "<c><item id='1'>top");
    for (int i = 0; i < 5000; i++)
        add(&text, "<d>");
    add(&text, "bottom</item><item id='2'>b</item></c>");
    read_all(text.data, text.len, &got);
    ck_assert_msg(strstr(got.data, "1|topbottom|") && strstr(got.data, " 2|b|"), "%s", got.data);
    mg_buffer_free(&text);
    mg_buffer_free(&got);
}
END_TEST

/* Memory and order hold over many records, windows and groups. */
START_TEST(many)
{
    mg_buffer text = {0}, got = {0};
    char line[256];
    add(&text, "<c><name>N</name>");
    for (int i = 0; i < 20000; i++) {
        snprintf(
            line, sizeof line,
            "<g n='%d'><item id='%d'>text of number %d, with &amp; and <b>bold</b></item></g>\n", i,
            i, i);
        add(&text, line);
    }
    add(&text, "</c>");
    read_all(text.data, text.len, &got);
    char *at = got.data;
    for (int i = 0; i < 20000; i++) {
        snprintf(line, sizeof line, " %d|text of number %d, with & and bold|", i, i);
        char *end = strchr(at, '\n');
        ck_assert_ptr_nonnull(end);
        *end = '\0';
        ck_assert_msg(strstr(at, line) != NULL, "%s", at);
        at = end + 1;
    }
    ck_assert_str_eq(at, "");
    mg_buffer_free(&text);
    mg_buffer_free(&got);
}
END_TEST

START_TEST(first_element)
{
    static const struct {
        const char *text, *name, *space;
    } rows[] = {
        {"<?xml version='1.0'?><!-- <a> --><!DOCTYPE x [<!ENTITY y '>'>]>\n<n:nitf xmlns:n='u'>",
         "nitf", "u"},
        {"  <rss version='2.0' xmlns=\"http://x/\">", "rss", "http://x/"},
        {"junk\n<?xml version='1.0'?><feed>", "feed", ""},
        {"junk <b>", "", ""},
        {"<", "", ""},
        {"", "", ""},
        {"<?xml", "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        morgue_text space;
        morgue_text name =
            mg_xml_first_element((morgue_text){rows[i].text, strlen(rows[i].text)}, &space);
        ck_assert_msg(name.len == strlen(rows[i].name) &&
                          memcmp(name.data, rows[i].name, name.len) == 0,
                      "%s", rows[i].text);
        ck_assert_uint_eq(space.len, strlen(rows[i].space));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("xml");
    TCase *tests = tcase_create("xml");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, records);
    tcase_add_test(tests, documents_behind_each_other);
    tcase_add_test(tests, entities);
    tcase_add_test(tests, entities_in_masses);
    tcase_add_test(tests, broken);
    tcase_add_test(tests, bytes_that_are_no_text);
    tcase_add_test(tests, deep);
    tcase_add_test(tests, many);
    tcase_add_test(tests, first_element);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
