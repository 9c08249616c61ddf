/* A file read by the format FORMAT ("": by the one that recognises it). The top bit of the first
 * byte adds mappings; the rest is the file. */
#include "indexer/formats/recognise.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"

static const mg_format *choose(mg_input *input)
{
    const mg_context alone = MG_NO_CONTEXT;
    mg_recognised found;
    const mg_format *asked = *FORMAT ? mg_format_named(NULL, FORMAT) : NULL;
    return mg_recognise(input, &alone, asked, NULL, &found, NULL) == MORGUE_OK ? found.format
                                                                               : NULL;
}

static void expect_told(const mg_reader *reader, mg_reading reading, const morgue_error *err)
{
    if (reader->notes.len)
        fuzz_expect_clean(reader->notes.data, reader->notes.len);
    if (reading != MG_READ_BAD && reading != MG_READ_BROKEN)
        return;
    EXPECT(*err->message);
    fuzz_expect_clean(err->message, strlen(err->message));
}

static void expect_same_line(const char *path, morgue_text line)
{
    morgue_error err = {0};
    mg_reader reader = {.context = MG_NO_CONTEXT};
    morgue_article *again = morgue_article_new();
    morgue_text copy;
    const mg_format *format = mg_format_named(NULL, "json");
    EXPECT(again);
    EXPECT_OK(mg_input_open(path, &reader.input, &err), &err);
    EXPECT_OK(format->open(&reader, &err), &err);
    if (format->next(&reader, again, &err) != MG_READ_ARTICLE)
        fuzz_failed(__FILE__, __LINE__, err.message);
    EXPECT_OK(morgue_article_json(again, &copy, &err), &err);
    if (copy.len != line.len || memcmp(copy.data, line.data, line.len) != 0)
        fprintf(stderr, "%.*s\n%.*s\n", (int)line.len, line.data, (int)copy.len, copy.data);
    EXPECT(copy.len == line.len && memcmp(copy.data, line.data, line.len) == 0);
    format->close(&reader);
    mg_buffer_free(&reader.notes);
    mg_input_free(reader.input);
    morgue_article_free(again);
}

/* The line that a dump has for the article is read back as the same article. */
static void expect_dump(morgue_article *article)
{
    char path[FUZZ_PATH_MAX];
    morgue_text line;
    EXPECT(morgue_article_json(article, &line, NULL) == MORGUE_OK);
    int fd = fuzz_file(line.data, line.len, path);
    expect_same_line(path, line);
    close(fd);
}

/* Reads to the end; no file of n bytes has more than n articles. */
static void read_all(const mg_format *format, mg_reader *reader, size_t size)
{
    mg_reading reading;
    size_t n = 0;
    morgue_article *article = morgue_article_new();
    EXPECT(article);
    do {
        morgue_error err = {0};
        morgue_article_clear(article);
        reading = format->next(reader, article, &err);
        expect_told(reader, reading, &err);
        if (reading == MG_READ_ARTICLE) {
            fuzz_expect_article(article);
            expect_dump(article);
        }
        if (reading == MG_READ_DELETED) {
            EXPECT(morgue_article_count(article, MORGUE_ID) == 1);
            EXPECT(!morgue_article_count(article, MORGUE_TITLE));
            EXPECT(!morgue_article_count(article, MORGUE_TEXT));
        }
        mg_buffer_clear(&reader->notes);
        EXPECT(++n <= size + 2);
    } while (reading != MG_READ_END && reading != MG_READ_BROKEN);
    morgue_article_free(article);
}

static void read_with(const mg_format *format, mg_input *input, bool mapped, size_t size)
{
    static const morgue_mapping mappings[] = {
        {MORGUE_TITLE, "head.line"}, {MORGUE_PERSON, "who.name"}, {MORGUE_DATE, "t"}};
    mg_reader reader = {.input = input,
                        .context = MG_NO_CONTEXT,
                        .mappings = mappings,
                        .n_mappings = mapped ? 3 : 0};
    EXPECT(!format->open || format->open(&reader, NULL) == MORGUE_OK);
    read_all(format, &reader, size);
    if (format->close)
        format->close(&reader);
    mg_buffer_free(&reader.notes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[FUZZ_PATH_MAX];
    mg_input *input = NULL;
    if (!size)
        return 0;
    int fd = fuzz_file(data + 1, size - 1, path);
    EXPECT(mg_input_open(path, &input, NULL) == MORGUE_OK);
    /* a gzipped file may grow a thousandfold */
    size_t most = size > 2 && data[1] == 0x1F && data[2] == 0x8B ? size * 1100 : size;
    const mg_format *format = choose(input);
    if (format)
        read_with(format, input, data[0] & 0x80, most);
    mg_input_free(input);
    close(fd);
    return 0;
}
