/* Articles as lines of JSON, read back with a JSON parser. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/scratch.h"

/* The line, parsed; the test fails where it is no JSON object on one line. */
static json_t *json_of(morgue_article *article)
{
    morgue_error err;
    morgue_text line = {0};
    OK(morgue_article_json(article, &line, &err));
    ck_assert_int_eq(line.data[line.len], '\0');
    ck_assert_ptr_null(memchr(line.data, '\n', line.len));
    json_t *object = json_loadb(line.data, line.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    ck_assert_msg(json_is_object(object), "%s", line.data);
    return object;
}

static const char *string_at(const json_t *object, const char *key)
{
    const char *string = json_string_value(json_object_get(object, key));
    return string ? string : "(none)";
}

/* The keys, in order, separated by spaces. */
static const char *keys_of(json_t *object)
{
    static char keys[512];
    const char *key;
    json_t *value;
    keys[0] = '\0';
    json_object_foreach(object, key, value)
    {
        strcat(strcat(keys, *keys ? " " : ""), key);
    }
    return keys;
}

static json_t *extra_of(const json_t *object, const char *key)
{
    return json_object_get(json_object_get(object, "extra"), key);
}

START_TEST(test_all_fields)
{
    morgue_error err;
    morgue_article *a = make_article((const field_text[]){{MORGUE_TEXT, "the text\n\nof two"},
                                                          {MORGUE_TOPIC, "war"},
                                                          {MORGUE_TOPIC, "peace"},
                                                          {MORGUE_AUTHOR, "A. B."},
                                                          {MORGUE_DATE, "21 January 2022"},
                                                          {MORGUE_LANG, "en"},
                                                          {MORGUE_URL, "http://x/"},
                                                          {MORGUE_SECTION, "World"},
                                                          {MORGUE_SOURCE, "Post"},
                                                          {MORGUE_TITLE, "a title"},
                                                          {MORGUE_ID, "1"},
                                                          {0}});
    OK(morgue_article_add(a, MORGUE_LOCATION, "Kyiv", 4, MORGUE_TAGGER, &err));
    OK(morgue_article_add(a, MORGUE_PERSON, "Ann", 3, MORGUE_GIVEN, &err));
    OK(morgue_article_add(a, MORGUE_ORG, "NATO", 4, MORGUE_GIVEN, &err));
    OK(morgue_article_add_extra(a, "page", "[3, \"b\"]", MORGUE_NUL, &err));
    json_t *object = json_of(a);
    ck_assert_str_eq(keys_of(object), "id title date raw_date source section authors url language "
                                      "persons organizations locations topics extra text");
    ck_assert_str_eq(string_at(object, "date"), "2022-01-21");
    ck_assert_str_eq(string_at(object, "raw_date"), "21 January 2022");
    ck_assert_str_eq(string_at(object, "text"), "the text\n\nof two");
    ck_assert_str_eq(string_at(object, "language"), "en");
    json_t *topics = json_object_get(object, "topics");
    ck_assert_uint_eq(json_array_size(topics), 2);
    ck_assert_str_eq(json_string_value(json_array_get(topics, 1)), "peace");
    const json_t *place = json_array_get(json_object_get(object, "locations"), 0);
    ck_assert_str_eq(string_at(place, "name"), "Kyiv");
    ck_assert_str_eq(string_at(place, "by"), "tagger");
    const json_t *person = json_array_get(json_object_get(object, "persons"), 0);
    ck_assert_str_eq(string_at(person, "by"), "dump");
    ck_assert_int_eq(json_integer_value(json_array_get(extra_of(object, "page"), 0)), 3);
    json_decref(object);
    morgue_article_free(a);
}
END_TEST

/* What goes without saying is left out. */
START_TEST(test_tags)
{
    static const struct {
        morgue_tag tag;
        const char *line;
    } rows[] = {
        {{{"X", 1}, MORGUE_GIVEN, 100, 0, false}, "{\"name\":\"X\",\"by\":\"dump\"}"},
        {{{"X", 1}, MORGUE_GIVEN, 100, 3, true},
         "{\"name\":\"X\",\"by\":\"dump\",\"mentions\":3,\"main\":true}"},
        {{{"X", 1}, MORGUE_TAGGER, 93, 4, true},
         "{\"name\":\"X\",\"by\":\"tagger\",\"confidence\":0.93,\"mentions\":4,\"main\":true}"},
        {{{"X", 1}, MORGUE_TAGGER, 100, 65535, false},
         "{\"name\":\"X\",\"by\":\"tagger\",\"mentions\":65535}"},
        {{{"X", 1}, MORGUE_INHERITED, 7, 0, false},
         "{\"name\":\"X\",\"by\":\"inherited\",\"confidence\":0.07}"},
        {{{"X", 1}, MORGUE_INHERITED, 0, 0, false},
         "{\"name\":\"X\",\"by\":\"inherited\",\"confidence\":0.0}"},
        {{{"X", 1}, MORGUE_INHERITED, 50, 0, false},
         "{\"name\":\"X\",\"by\":\"inherited\",\"confidence\":0.5}"},
    };
    morgue_error err;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char expected[256];
        morgue_text line = {0};
        morgue_article *a = morgue_article_new();
        snprintf(expected, sizeof expected, "{\"organizations\":[%s]}", rows[i].line);
        OK(morgue_article_add_tag(a, MORGUE_ORG, &rows[i].tag, &err));
        OK(morgue_article_json(a, &line, &err));
        ck_assert_str_eq(line.data, expected);
        morgue_article_free(a);
    }
}
END_TEST

START_TEST(test_escapes)
{
    static const char hard[] =
        "\"\\/\b\f\n\r\t\x01\x7F <&> caf\xC3\xA9 \xF0\x9F\x98\x80 \xE2\x80\xA8 "
        "nul\0end";
    morgue_error err;
    morgue_article *a = morgue_article_new();
    OK(morgue_article_set(a, MORGUE_TITLE, hard, sizeof hard - 1, &err));
    OK(morgue_article_add(a, MORGUE_ORG, hard, sizeof hard - 1, MORGUE_GIVEN, &err));
    OK(morgue_article_add_extra(a, "a \"key\"\n", "null", MORGUE_NUL, &err));
    json_t *object = json_of(a);
    const json_t *title = json_object_get(object, "title");
    const json_t *org =
        json_object_get(json_array_get(json_object_get(object, "organizations"), 0), "name");
    ck_assert_uint_eq(json_string_length(title), sizeof hard - 1);
    ck_assert_mem_eq(json_string_value(title), hard, sizeof hard);
    ck_assert_uint_eq(json_string_length(org), sizeof hard - 1);
    ck_assert_mem_eq(json_string_value(org), hard, sizeof hard);
    ck_assert(json_is_null(extra_of(object, "a \"key\"\n")));
    json_decref(object);
    morgue_article_free(a);
}
END_TEST

START_TEST(test_empty)
{
    morgue_article *a = morgue_article_new();
    json_t *object = json_of(a);
    ck_assert_uint_eq(json_object_size(object), 0);
    json_decref(object);
    morgue_article_free(a);
}
END_TEST

/* No extra value takes the place of a field or of another extra value. */
START_TEST(test_text_type)
{
    static const char *const plain[] = {"a < b", "the <UN> met", "one <", ""};
    static const char *const tagged[] = {"it begins <p>", "</p> ends it", "<br>"};
    morgue_error err;
    morgue_article *a = morgue_article_new();
    OK(morgue_article_set(a, MORGUE_TITLE, "<p> in a title", MORGUE_NUL, &err));
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        OK(morgue_article_set(a, MORGUE_TEXT, plain[i], MORGUE_NUL, &err));
        json_t *object = json_of(a);
        ck_assert_str_eq(string_at(object, "text_type"), "(none)");
        json_decref(object);
    }
    for (size_t i = 0; i < sizeof tagged / sizeof *tagged; i++) {
        OK(morgue_article_set(a, MORGUE_TEXT, tagged[i], MORGUE_NUL, &err));
        json_t *object = json_of(a);
        ck_assert_str_eq(string_at(object, "text_type"), "plain");
        json_decref(object);
    }
    morgue_article_free(a);
}
END_TEST

START_TEST(test_same_keys)
{
    morgue_error err;
    morgue_text line;
    morgue_article *a = make_article((const field_text[]){
        {MORGUE_TITLE, "the title"}, {MORGUE_TEXT, "the text"}, {MORGUE_ORG, "NATO"}, {0}});
    OK(morgue_article_add_extra(a, "title", "1", MORGUE_NUL, &err));
    OK(morgue_article_add_extra(a, "organizations", "2", MORGUE_NUL, &err));
    OK(morgue_article_add_extra(a, "page", "3", MORGUE_NUL, &err));
    OK(morgue_article_add_extra(a, "page", "4", MORGUE_NUL, &err));
    OK(morgue_article_json(a, &line, &err));
    ck_assert_str_eq(
        line.data,
        "{\"title\":\"the title\",\"organizations\":[{\"name\":\"NATO\",\"by\":\"dump\"}],"
        "\"extra\":{\"title\":1,\"organizations\":2,\"page\":3,\"page\":4},"
        "\"text\":\"the text\"}");
    morgue_article_free(a);
}
END_TEST

/* A number comes out as it was written. */
START_TEST(test_numbers)
{
    static const char *const numbers[] = {"0.1", "1e3", "-0.0", "12.50", "123456789012345678"};
    morgue_error err;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char line[64], expected[64];
        morgue_text text = {0};
        morgue_article *a = morgue_article_new();
        snprintf(line, sizeof line, "[ %s,\n{\"a b\": \"c d\\\" \"} ]", numbers[i]);
        snprintf(expected, sizeof expected, "{\"extra\":{\"n\":[%s,{\"a b\":\"c d\\\" \"}]}}",
                 numbers[i]);
        OK(morgue_article_add_extra(a, "n", line, MORGUE_NUL, &err));
        OK(morgue_article_json(a, &text, &err));
        ck_assert_str_eq(text.data, expected);
        morgue_article_free(a);
    }
}
END_TEST

/* The line changes with the article. */
START_TEST(test_again)
{
    morgue_error err;
    morgue_text line = {0};
    morgue_article *a = make_article((const field_text[]){{MORGUE_TITLE, "one"}, {0}});
    OK(morgue_article_json(a, &line, &err));
    ck_assert_str_eq(line.data, "{\"title\":\"one\"}");
    OK(morgue_article_set(a, MORGUE_TITLE, "two", 3, &err));
    OK(morgue_article_json(a, &line, &err));
    ck_assert_str_eq(line.data, "{\"title\":\"two\"}");
    morgue_article_free(a);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("article_json");
    tcase_add_test(tests, test_all_fields);
    tcase_add_test(tests, test_tags);
    tcase_add_test(tests, test_escapes);
    tcase_add_test(tests, test_empty);
    tcase_add_test(tests, test_text_type);
    tcase_add_test(tests, test_same_keys);
    tcase_add_test(tests, test_numbers);
    tcase_add_test(tests, test_again);
    return run_tests("article_json", tests);
}
