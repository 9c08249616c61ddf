/* JSON: an object is an article, in lines, in an array, in an object around an array, or one behind
 * the other. */
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/formats/json/json_map.h"
#include "indexer/formats/json/json_piece.h"
#include "indexer/formats/json/json_scan.h"
#include "indexer/text/clean.h"

typedef struct state {
    mg_json_split split;
    mg_json_map map;
    mg_buffer clean;
} state;

static morgue_text skip_space(morgue_text text)
{
    while (text.len && mg_json_space(*text.data)) {
        text.data++;
        text.len--;
    }
    return text;
}

/* An object with a key, or an array of objects, is no other format; "[" alone may begin a text. */
static mg_bid bid(morgue_text head, const char *path)
{
    size_t n = strlen(path);
    bool named = (n > 5 && strcmp(path + n - 5, ".json") == 0) ||
                 (n > 6 && strcmp(path + n - 6, ".jsonl") == 0);
    if (head.len >= 3 && memcmp(head.data, "\xEF\xBB\xBF", 3) == 0)
        head = (morgue_text){head.data + 3, head.len - 3};
    head = skip_space(head);
    if (!head.len || (head.data[0] != '{' && head.data[0] != '['))
        return MG_NO_BID;
    bool array = head.data[0] == '[';
    head = skip_space((morgue_text){head.data + 1, head.len - 1});
    if (!head.len)
        return (mg_bid){20, "begins with a bracket"};
    if (strchr(array ? "{]" : "\"}", head.data[0]))
        return (mg_bid){70, "begins with a JSON object or an array of them"};
    return named ? (mg_bid){60, "begins with a bracket and is called .json"} : MG_NO_BID;
}

static morgue_status open_reader(mg_reader *reader, morgue_error *err)
{
    reader->state = calloc(1, sizeof(state));
    reader->clean = MG_CLEAN_ENTITIES;
    return reader->state ? MORGUE_OK : mg_fail_memory(err);
}

static void close_reader(mg_reader *reader)
{
    state *s = reader->state;
    if (!s)
        return;
    mg_json_map_free(&s->map);
    mg_buffer_free(&s->clean);
    free(s);
    reader->state = NULL;
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    state *s = reader->state;
    mg_sink put = {reader, article, err};
    mg_json_piece piece;
    mg_reading reading = mg_json_take(&s->split, reader, &s->clean, &piece, err);
    return reading == MG_READ_ARTICLE ? mg_json_map_read(&s->map, &put, &piece) : reading;
}

const mg_format mg_format_json = {
    .name = "json",
    .description = "JSON Lines, JSON arrays, JSON objects one behind the other",
    .extensions = "jsonl ndjson json",
    .bid = bid,
    .lines = mg_json_lines,
    .open = open_reader,
    .next = next,
    .close = close_reader,
};
