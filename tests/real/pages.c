/* Reads files and writes, a line of JSON each, what their format makes of them: for the tests of
 * real pages.
 *
 * usage: pages FILE...           {"file","article":{...}} or {"file","problem":"..."}
 *        pages -t ROUNDS FILE... how fast: unpacked MB a second of this thread */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "indexer/formats/recognise.h"

static const mg_context alone = MG_NO_CONTEXT;

/* Opens the input's format; false where there is none. */
static bool begin(mg_input *input, mg_reader *reader, const mg_format **ret)
{
    mg_recognised found;
    *reader = (mg_reader){.input = input, .context = alone};
    if (mg_recognise(input, &alone, NULL, NULL, &found, NULL) != MORGUE_OK || !found.format)
        return false;
    *ret = found.format;
    return !found.format->open || found.format->open(reader, NULL) == MORGUE_OK;
}

static void finish(mg_reader *reader, const mg_format *format)
{
    if (format->close)
        format->close(reader);
    mg_buffer_free(&reader->notes);
}

static void describe(const char *path, mg_reading reading, morgue_article *article,
                     const morgue_error *err)
{
    morgue_text line;
    json_t *object = json_pack("{s:s}", "file", path);
    if (reading == MG_READ_ARTICLE && morgue_article_json(article, &line, NULL) == MORGUE_OK)
        json_object_set_new(object, "article", json_loadb(line.data, line.len, 0, NULL));
    else
        json_object_set_new(object, "problem", json_string(err->message));
    json_dumpf(object, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(object);
}

static void read_file(const char *path)
{
    mg_input *input;
    mg_reader reader;
    const mg_format *format;
    morgue_error err = {.message = "no format reads this"};
    morgue_article *article = morgue_article_new();
    mg_reading reading = MG_READ_END;
    if (mg_input_open(path, &input, &err) == MORGUE_OK) {
        if (begin(input, &reader, &format)) {
            reading = format->next(&reader, article, &err);
            finish(&reader, format);
        }
        mg_input_free(input);
    }
    describe(path, reading, article, &err);
    morgue_article_free(article);
}

/* Reads a file again and again from memory; returns the bytes read. */
static size_t repeat(const char *path, int rounds)
{
    mg_input *file, *input;
    mg_reader reader;
    const mg_format *format;
    morgue_text bytes;
    size_t sum = 0;
    morgue_article *article = morgue_article_new();
    if (mg_input_open(path, &file, NULL) != MORGUE_OK)
        return 0;
    if (mg_input_peek(file, MG_WINDOW_MAX / 2, &bytes, NULL) == MORGUE_OK)
        for (int i = 0; i < rounds && mg_input_memory(bytes, path, &input, NULL) == MORGUE_OK;
             i++) {
            if (begin(input, &reader, &format)) {
                morgue_article_clear(article);
                (void)format->next(&reader, article, NULL);
                finish(&reader, format);
                sum += bytes.len;
            }
            mg_input_free(input);
        }
    mg_input_free(file);
    morgue_article_free(article);
    return sum;
}

int main(int argc, char **argv)
{
    int rounds = argc > 2 && strcmp(argv[1], "-t") == 0 ? atoi(argv[2]) : 0;
    size_t bytes = 0;
    clock_t before = clock();
    for (int i = rounds ? 3 : 1; i < argc; i++)
        if (rounds)
            bytes += repeat(argv[i], rounds);
        else
            read_file(argv[i]);
    double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
    if (rounds)
        printf("%.1f MB in %.2f s: %.1f MB/s\n", (double)bytes / 1e6, seconds,
               (double)bytes / 1e6 / seconds);
    return 0;
}
