/* JSON that is written down at once is what Jansson writes of the same value. */
#include "search/render/writer.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "tests/unit/scratch.h"

static void put_to_buffer(void *user, const char *data, size_t len)
{
    ck_assert(mg_buffer_append(user, data, len));
}

/* ---- Against Jansson ---------------------------------------------------------------------- */

static void write_value(render_writer *w, json_t *value)
{
    const char *key;
    json_t *item;
    size_t i;
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        render_begin(w, '{');
        json_object_foreach(value, key, item)
        {
            render_key(w, key);
            write_value(w, item);
        }
        render_end(w, '}');
        return;
    case JSON_ARRAY:
        render_begin(w, '[');
        json_array_foreach(value, i, item) write_value(w, item);
        render_end(w, ']');
        return;
    case JSON_STRING:
        render_text(w, (morgue_text){json_string_value(value), json_string_length(value)});
        return;
    case JSON_INTEGER: render_number(w, (uint64_t)json_integer_value(value)); return;
    case JSON_REAL: render_real(w, json_real_value(value)); return;
    case JSON_NULL: render_null(w); return;
    default: render_bool(w, json_is_true(value));
    }
}

static json_t *roll_string(uint64_t *seed)
{
    static const char *const parts[] = {"a",  "word ",        "\"",   "\\",   "/", "\n",
                                        "\t", "\x01",         "\x1f", "\x7f", "é", "北",
                                        "𐍈",  "\xef\xbf\xbf", "\b",   "\f",   "\r"};
    char text[256] = "";
    for (uint32_t n = roll(seed, 12); n; n--)
        strcat(text, parts[roll(seed, sizeof parts / sizeof *parts)]);
    return json_string(text);
}

static double roll_real(uint64_t *seed)
{
    double number = (double)roll(seed, 1000000) / (1 + roll(seed, 1000));
    return (roll(seed, 2) ? number : -number) * pow(10, (int)roll(seed, 40) - 20);
}

static json_t *roll_value(uint64_t *seed, unsigned depth)
{
    uint32_t kind = roll(seed, depth < 4 ? 7 : 5);
    json_t *value = kind == 5 ? json_array() : kind == 6 ? json_object() : NULL;
    char key[16];
    switch (kind) {
    case 0: return roll_string(seed);
    case 1: return json_integer((json_int_t)roll(seed, UINT32_MAX) * roll(seed, 1000));
    case 2: return json_real(roll_real(seed));
    case 3: return json_boolean(roll(seed, 2));
    case 4: return json_null();
    default: break;
    }
    for (uint32_t n = roll(seed, 5), i = 0; i < n; i++) {
        snprintf(key, sizeof key, "key%u", i);
        if (kind == 5)
            json_array_append_new(value, roll_value(seed, depth + 1));
        else
            json_object_set_new(value, key, roll_value(seed, depth + 1));
    }
    return value;
}

START_TEST(generated_values)
{
    uint64_t seed = 9;
    for (int round = 0; round < 3000; round++) {
        json_t *value = roll_value(&seed, 0);
        char *expected = json_dumps(value, JSON_REAL_PRECISION(6) | JSON_ENCODE_ANY);
        mg_buffer buffer = {0};
        render_sink sink = {put_to_buffer, &buffer};
        render_writer w = {&sink, false};
        write_value(&w, value);
        ck_assert_uint_eq(buffer.len, strlen(expected));
        ck_assert_int_eq(memcmp(buffer.data, expected, buffer.len), 0);
        mg_buffer_free(&buffer);
        free(expected);
        json_decref(value);
    }
}
END_TEST

/* ---- What Jansson would refuse ------------------------------------------------------------ */

static void expect_string(morgue_text text, const char *expected)
{
    mg_buffer buffer = {0};
    render_sink sink = {put_to_buffer, &buffer};
    render_writer w = {&sink, false};
    render_text(&w, text);
    ck_assert_uint_eq(buffer.len, strlen(expected));
    ck_assert_int_eq(memcmp(buffer.data, expected, buffer.len), 0);
    mg_buffer_free(&buffer);
}

START_TEST(no_utf8)
{
    expect_string((morgue_text){"a\xffz", 3}, "\"a\xef\xbf\xbdz\"");
    expect_string((morgue_text){"\xc3", 1}, "\"\xef\xbf\xbd\"");
    expect_string((morgue_text){"\xed\xa0\x80\"", 4},
                  "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\\\"\"");
    expect_string((morgue_text){"a\0b", 3}, "\"a\\u0000b\"");
    expect_string((morgue_text){"", 0}, "\"\"");
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("json writer");
    tcase_add_test(tests, generated_values);
    tcase_add_test(tests, no_utf8);
    return run_tests("json_writer", tests);
}
