#include "reading.h"

#include "indexer/formats/recognise.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/article.h"
#include "archive/record.h"

static void add(mg_buffer *ret, const char *a, const char *b, const char *c)
{
    ck_assert(mg_buffer_append_string(ret, a) && mg_buffer_append_string(ret, b) &&
              mg_buffer_append_string(ret, c));
}

static void add_values(const morgue_article *article, mg_buffer *ret)
{
    for (size_t i = 0; i < article->count; i++) {
        const mg_value *value = &article->values[i];
        add(ret, morgue_field_at(value->field)->name,
            value->field == MORGUE_EXTRA          ? "."
            : value->origin == (int)MORGUE_TAGGER ? "*"
                                                  : "",
            mg_value_key(article, value).data);
        add(ret, "=", mg_value_text(article, value).data, "\n");
    }
}

static void add_notes(mg_reader *reader, mg_buffer *ret)
{
    char *notes = reader->notes.data;
    for (char *line = notes ? strtok(notes, "\n") : NULL; line; line = strtok(NULL, "\n"))
        add(ret, "~ ", line, "\n");
    mg_buffer_clear(&reader->notes);
}

static mg_reading read_one(const mg_format *format, mg_reader *reader, morgue_article *article,
                           bool places, mg_buffer *ret)
{
    char place[64] = "";
    morgue_error err = {0};
    morgue_article_clear(article);
    mg_reading reading = format->next(reader, article, &err);
    if (places)
        snprintf(place, sizeof place, " @%llu %llu", (unsigned long long)reader->offset,
                 (unsigned long long)reader->line);
    if (reading == MG_READ_ARTICLE) {
        add(ret, "=", place, "\n");
        add_values(article, ret);
    } else if (reading != MG_READ_END) {
        add(ret, reading == MG_READ_BAD ? "- " : "! ", err.message, "\n");
    }
    add_notes(reader, ret);
    return reading;
}

/* Opens the file and its format; false where no format reads it. */
static bool begin(const char *path, const char *name, mg_reader *reader, const mg_format **ret)
{
    morgue_error err = {0};
    mg_recognised found;
    reader->context = MG_NO_CONTEXT;
    ck_assert_msg(mg_input_open(path, &reader->input, &err) == MORGUE_OK, "%s", err.message);
    ck_assert_int_eq(mg_recognise(reader->input, &reader->context,
                                  name ? mg_format_named(NULL, name) : NULL, NULL, &found, &err),
                     MORGUE_OK);
    *ret = found.format;
    if (found.format && found.format->open)
        ck_assert_int_eq(found.format->open(reader, &err), MORGUE_OK);
    return found.format != NULL;
}

static void finish(mg_reader *reader, const mg_format *format)
{
    if (format && format->close)
        format->close(reader);
    mg_buffer_free(&reader->notes);
    mg_input_free(reader->input);
}

void read_path(const char *path, const char *name, const morgue_mapping *mappings,
               size_t n_mappings, bool places, mg_buffer *ret)
{
    const mg_format *format;
    mg_reader reader = {.mappings = mappings, .n_mappings = n_mappings};
    morgue_article *article = morgue_article_new();
    mg_reading reading;
    if (begin(path, name, &reader, &format))
        do
            reading = read_one(format, &reader, article, places, ret);
        while (reading == MG_READ_ARTICLE || reading == MG_READ_BAD);
    else
        add(ret, "no format", "", "\n");
    morgue_article_free(article);
    finish(&reader, format);
}

/* Writes a file of its own, whose path is to be freed. */
static char *write_text(const char *text, size_t len)
{
    char *path = strdup("/tmp/morgue-test-format-XXXXXX");
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    FILE *file = fdopen(fd, "wb");
    ck_assert_uint_eq(fwrite(text, 1, len, file), len);
    fclose(file);
    return path;
}

void read_text(const char *text, size_t len, const char *format, const morgue_mapping *mappings,
               size_t n_mappings, mg_buffer *ret)
{
    char *path = write_text(text, len);
    read_path(path, format, mappings, n_mappings, false, ret);
    unlink(path);
    free(path);
}

void expect_reading(const char *text, const char *expected)
{
    mg_buffer got = {0};
    read_text(text, strlen(text), NULL, NULL, 0, &got);
    ck_assert_str_eq(got.data ? got.data : "", expected);
    mg_buffer_free(&got);
}

static void check_dump(void *user, mg_reading reading, const morgue_article *article,
                       const morgue_error *err)
{
    const char **expected = user;
    morgue_text line;
    if (reading == MG_READ_END)
        return;
    ck_assert_msg(reading == MG_READ_ARTICLE && *expected, "%s", err->message);
    morgue_article *copy = morgue_article_new();
    mg_buffer record = {0};
    ck_assert_int_eq(mg_record_encode(article, &record, NULL), MORGUE_OK);
    ck_assert_int_eq(mg_record_decode(record.data, record.len, copy, NULL), MORGUE_OK);
    ck_assert_int_eq(morgue_article_json(copy, &line, NULL), MORGUE_OK);
    ck_assert_str_eq(line.data, *expected);
    morgue_article_free(copy);
    mg_buffer_free(&record);
    *expected = NULL;
}

void expect_dump(const char *text, const char *expected)
{
    char *path = write_text(text, strlen(text));
    visit_path(path, check_dump, &expected);
    ck_assert_ptr_null(expected);
    unlink(path);
    free(path);
}

void visit_path(const char *path, visit_article visit, void *user)
{
    const mg_format *format;
    mg_reader reader = {.input = NULL};
    morgue_error err = {0};
    mg_reading reading;
    morgue_article *article = morgue_article_new();
    ck_assert(begin(path, NULL, &reader, &format));
    do {
        morgue_article_clear(article);
        reading = format->next(&reader, article, &err);
        visit(user, reading, article, &err);
        mg_buffer_clear(&reader.notes);
    } while (reading == MG_READ_ARTICLE || reading == MG_READ_BAD);
    morgue_article_free(article);
    finish(&reader, format);
}
