#include "tests/fuzz/fuzz.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "archive/record.h"
#include "archive/utf8.h"

_Noreturn void fuzz_failed(const char *file, int line, const char *condition)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
    abort();
}

/* ---- Inputs ------------------------------------------------------------------------------- */

char *fuzz_copy(const void *data, size_t len)
{
    char *copy = malloc(len ? len : 1);
    EXPECT(copy);
    if (len)
        memcpy(copy, data, len);
    return copy;
}

char *fuzz_mended(const uint8_t *data, size_t size, size_t *ret_len)
{
    mg_buffer clean = {0};
    mg_mend counts = {0};
    EXPECT(mg_utf8_mend((const char *)data, size, &clean, &counts));
    char *copy = fuzz_copy(clean.data, clean.len);
    *ret_len = clean.len;
    mg_buffer_free(&clean);
    fuzz_expect_clean(copy, *ret_len);
    return copy;
}

int fuzz_file(const void *data, size_t len, char ret_path[FUZZ_PATH_MAX])
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    EXPECT(fd >= 0);
    EXPECT(write(fd, data, len) == (ssize_t)len);
    snprintf(ret_path, FUZZ_PATH_MAX, "/proc/self/fd/%d", fd);
    return fd;
}

/* ---- What must hold ----------------------------------------------------------------------- */

void fuzz_expect_clean(const char *text, size_t len)
{
    EXPECT(mg_utf8_clean_prefix(text, len) == len);
}

void fuzz_expect_date(const char *date, size_t len)
{
    static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
    EXPECT(len == 4 || len == 7 || len == 10 || len == 20);
    for (size_t i = 0; i < len; i++)
        EXPECT(form[i] == 'd' ? date[i] >= '0' && date[i] <= '9' : date[i] == form[i]);
}

static void expect_field(const morgue_article *article, const morgue_field *field)
{
    size_t n = morgue_article_count(article, field->id);
    EXPECT(n <= 1 || field->repeatable);
    for (size_t i = 0; i < n; i++) {
        morgue_text text = morgue_article_get(article, field->id, i);
        EXPECT(text.len && text.data[text.len] == '\0');
        fuzz_expect_clean(text.data, text.len);
        if (field->id == MORGUE_DATE)
            fuzz_expect_date(text.data, text.len);
        if (field->id != MORGUE_EXTRA)
            continue;
        json_t *json = json_loadb(text.data, text.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
        morgue_text key = morgue_article_extra_key(article, i);
        EXPECT(json);
        fuzz_expect_clean(key.data, key.len);
        json_decref(json);
    }
}

static void expect_record(const morgue_article *article)
{
    mg_buffer first = {0}, second = {0};
    morgue_article *copy = morgue_article_new();
    EXPECT(copy);
    EXPECT(mg_record_encode(article, &first, NULL) == MORGUE_OK);
    EXPECT(mg_record_decode(first.data, first.len, copy, NULL) == MORGUE_OK);
    EXPECT(mg_record_encode(copy, &second, NULL) == MORGUE_OK);
    EXPECT(first.len == second.len && memcmp(first.data, second.data, first.len) == 0);
    morgue_article_free(copy);
    mg_buffer_free(&first);
    mg_buffer_free(&second);
}

void fuzz_expect_article(morgue_article *article)
{
    morgue_text line;
    for (size_t id = 0; id < MORGUE_FIELD_COUNT; id++)
        expect_field(article, morgue_field_at(id));
    expect_record(article);
    EXPECT(morgue_article_json(article, &line, NULL) == MORGUE_OK);
    EXPECT(!memchr(line.data, '\n', line.len));
    json_t *json = json_loadb(line.data, line.len, JSON_ALLOW_NUL, NULL);
    EXPECT(json);
    json_decref(json);
}
