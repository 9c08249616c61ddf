/* The splitter beside a slow and obvious one, on generated input. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/formats/json/json_split.h"
#include "reading.h"

static void append(mg_buffer *to, const char *text)
{
    ck_assert(mg_buffer_append_string(to, text));
}

static void space(mg_buffer *to, bool lines)
{
    static const char *const spaces[] = {"", "", " ", "\t", "\n", "\r\n  "};
    append(to, spaces[rand() % (lines ? 4 : 6)]);
}

static void string(mg_buffer *to)
{
    static const char *const parts[] = {"a",       "{",        "}",    "[",           "]",
                                        ",",       ":",        "\\\"", "\\\\",        "\\n",
                                        "\\u00e9", "\xC3\xA9", " ",    "longer text "};
    append(to, "\"");
    for (int n = rand() % 12; n > 0; n--)
        append(to, parts[(size_t)rand() % (sizeof parts / sizeof *parts)]);
    append(to, "\"");
}

static void value(mg_buffer *to, int depth, bool lines)
{
    static const char *const scalars[] = {"1", "-2.5e3", "true", "null"};
    bool object = rand() % 2;
    int kind = depth > 4 ? rand() % 2 : rand() % 4;
    if (kind == 0)
        append(to, scalars[rand() % 4]);
    if (kind == 1)
        string(to);
    if (kind < 2)
        return;
    append(to, object ? "{" : "[");
    for (int n = rand() % 4, i = 0; i < n; i++) {
        space(to, lines);
        if (object) {
            string(to);
            append(to, ":");
            space(to, lines);
        }
        value(to, depth + 1, lines);
        append(to, i + 1 < n ? "," : "");
    }
    space(to, lines);
    append(to, object ? "}" : "]");
}

static void object(mg_buffer *to, bool lines)
{
    append(to, "{\"k\":");
    value(to, 0, lines);
    append(to, "}");
}

/* Where the object at `at` ends: character by character. */
static size_t slow_end(const char *at)
{
    size_t i = 0, depth = 0;
    bool quoted = false;
    do {
        if (quoted && at[i] == '\\')
            i++;
        else if (at[i] == '"')
            quoted = !quoted;
        else if (!quoted && (at[i] == '{' || at[i] == '['))
            depth++;
        else if (!quoted && (at[i] == '}' || at[i] == ']'))
            depth--;
        i++;
    } while (depth);
    return i;
}

static void compare(const mg_buffer *text, const size_t *starts, size_t n)
{
    char path[] = "/tmp/morgue-test-split-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq((int)write(fd, text->data, text->len), (int)text->len);
    close(fd);
    mg_input *input;
    mg_json_split split = {0};
    mg_json_piece piece;
    morgue_error err = {0};
    ck_assert_int_eq(mg_input_open(path, &input, &err), MORGUE_OK);
    for (size_t i = 0; i < n; i++) {
        const char *start = text->data + starts[i];
        uint64_t line = 1;
        for (const char *p = text->data; p < start; p++)
            line += *p == '\n';
        ck_assert_msg(mg_json_split_next(&split, input, &piece, &err) == MG_READ_ARTICLE, "%s\n%s",
                      err.message, text->data);
        ck_assert_uint_eq(piece.offset, starts[i]);
        ck_assert_uint_eq(piece.line, line);
        size_t len = slow_end(start);
        ck_assert_uint_ge(piece.text.len, len); /* a line may have spaces behind the object */
        ck_assert_uint_le(piece.text.len, len + 2);
        ck_assert_int_eq(memcmp(piece.text.data, start, len), 0);
    }
    ck_assert_int_eq(mg_json_split_next(&split, input, &piece, &err), MG_READ_END);
    mg_input_free(input);
    unlink(path);
}

/* 0: lines, 1: one behind the other, 2: array, 3: wrapped array */
START_TEST(as_the_slow_one)
{
    for (int round = 0; round < 100; round++) {
        mg_buffer text = {0};
        size_t starts[64], n = 1 + (size_t)rand() % 60;
        srand((unsigned)(round * 4 + _i));
        append(&text, _i == 2 ? "[" : _i == 3 ? "{\"n\": 3, \"articles\" : [" : "");
        for (size_t i = 0; i < n; i++) {
            if (i || _i > 1)
                space(&text, _i == 0);
            starts[i] = text.len;
            if (_i == 1 && i == 0)
                append(&text, "{\n}"); /* a whole object in the first line would mean JSON Lines */
            else
                object(&text, _i == 0);
            space(&text, _i == 0);
            append(&text, _i == 0 ? "\n" : _i >= 2 && i + 1 < n ? "," : "");
        }
        append(&text, _i == 2 ? "]" : _i == 3 ? "], \"x\": {\"y\": []}}" : "");
        compare(&text, starts, n);
        mg_buffer_free(&text);
    }
}
END_TEST

/* Elements longer than the limit are refused and passed over; what follows is read. */
START_TEST(too_long)
{
    for (int kind = 0; kind < 2; kind++) {
        char path[] = "/tmp/morgue-test-split-XXXXXX";
        FILE *file = fdopen(mkstemp(path), "wb");
        mg_input *input;
        mg_json_split split = {.max = 1 << 20};
        mg_json_piece piece;
        morgue_error err = {0};
        fputs(kind ? "[{\"a\":1},{\"a\":\"" : "{\"a\":1}\n{\"a\":\"", file);
        for (int i = 0; i < 5 << 20; i++)
            fputc('x', file);
        fputs(kind ? "\"},{\"a\":2}]" : "\"}\n{\"a\":2}\n", file);
        fclose(file);
        ck_assert_int_eq(mg_input_open(path, &input, &err), MORGUE_OK);
        ck_assert_int_eq(mg_json_split_next(&split, input, &piece, &err), MG_READ_ARTICLE);
        ck_assert_int_eq(mg_json_split_next(&split, input, &piece, &err), MG_READ_BAD);
        ck_assert_ptr_nonnull(strstr(err.message, "the longest that is read has 1 MB"));
        ck_assert_int_eq(mg_json_split_next(&split, input, &piece, &err), MG_READ_ARTICLE);
        ck_assert_int_eq(strncmp(piece.text.data, "{\"a\":2}", 7), 0);
        ck_assert_int_eq(mg_json_split_next(&split, input, &piece, &err), MG_READ_END);
        mg_input_free(input);
        unlink(path);
    }
}
END_TEST

/* Nothing but beginnings: each looks through the rest of the file in vain, but not for ever. */
START_TEST(hostile_beginnings)
{
    mg_buffer text = {0}, got = {0};
    append(&text, "[\n");
    for (int i = 0; i < 200000; i++)
        append(&text, "{\n");
    read_text(text.data, text.len, "json", NULL, 0, &got);
    ck_assert_ptr_nonnull(strstr(got.data, "! the element"));
    mg_buffer_free(&text);
    mg_buffer_free(&got);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("json_split");
    TCase *tests = tcase_create("json_split");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, as_the_slow_one, 0, 4);
    tcase_add_test(tests, too_long);
    tcase_add_test(tests, hostile_beginnings);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
