/* ninjs, IPTC's News in JSON (1.0 to 3.0), with what Superdesk and AP make of it. The items stand
 * in files as other JSON does, or inside of what a programming interface answered. */
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/formats/json/json_map.h"
#include "indexer/formats/json/json_piece.h"
#include "indexer/formats/json/ninjs_item.h"
#include "indexer/formats/json/ninjs_keys.h"
#include "indexer/text/clean.h"

typedef struct state {
    mg_json_split split;
    mg_json_map map; /* for objects among the items that are none */
    mg_buffer clean;
    mg_buffer scratch;
    json_t *root; /* of the piece whose items are read */
    json_t *list; /* the array in it */
    size_t at;    /* of the next item there */
} state;

static mg_bid bid(morgue_text head, const char *path)
{
    (void)path;
    switch (mg_ninjs_look_at_text(head)) {
    case NINJS_SURE: return (mg_bid){90, "has a JSON object with keys of ninjs"};
    case NINJS_ALIKE:
        return (mg_bid){75, "has a JSON object with a uri and no other keys than ninjs"};
    default: return MG_NO_BID;
    }
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
    json_decref(s->root);
    mg_json_map_free(&s->map);
    mg_buffer_free(&s->clean);
    mg_buffer_free(&s->scratch);
    free(s);
    reader->state = NULL;
}

/* ---- From a piece to its items ------------------------------------------------------------- */

/* The item, or the array of them, inside of what was put around it; `value` itself where there is
 * nothing of the kind. */
static json_t *unwrapped(json_t *value)
{
    for (int depth = 0; depth < MG_NINJS_WRAPPINGS; depth++) {
        const char *key;
        json_t *member;
        json_t *inner = NULL;
        if (!json_is_object(value) || mg_ninjs_look_at(value) != NINJS_UNLIKE)
            return value;
        json_object_foreach(value, key,
                            member) if (!inner && mg_ninjs_is_wrapping(key, strlen(key)) &&
                                        (json_is_object(member) || json_is_array(member))) inner =
            member;
        if (!inner)
            return value;
        value = inner;
    }
    return value;
}

static mg_reading read_item(mg_sink *put, json_t *item)
{
    state *s = put->reader->state;
    item = unwrapped(item);
    if (!json_is_object(item))
        return mg_reading_of(
            mg_fail(put->err, MORGUE_BAD_INPUT, "not a JSON object: news items are objects"));
    return mg_reading_of(mg_ninjs_item_read(put, item, &s->scratch));
}

/* Several items share the bytes of their piece: each is known by its own. */
static mg_reading read_listed(mg_sink *put)
{
    state *s = put->reader->state;
    json_t *item = json_array_get(s->list, s->at++);
    mg_json_value value = {.json = item, .mended = true};
    if (s->at == json_array_size(s->list))
        s->list = NULL; /* the root stays, for this item */
    mg_buffer_clear(&s->scratch);
    if (!mg_json_compact(&value, &s->scratch))
        return mg_reading_of(mg_fail_memory(put->err));
    if (mg_reader_knows(put->reader, (morgue_text){s->scratch.data, s->scratch.len}))
        return MG_READ_KNOWN;
    return read_item(put, item);
}

static mg_reading read_piece(mg_sink *put, const mg_json_piece *piece)
{
    state *s = put->reader->state;
    mg_json_value value;
    mg_json_problem problem = {0};
    if (mg_ninjs_look_at_text(piece->text) == NINJS_UNLIKE) /* it is read as any JSON */
        return mg_json_map_read(&s->map, put, piece);
    morgue_status status =
        mg_json_value_read(put->reader, piece->text, &value, &s->scratch, &problem);
    if (status == MORGUE_BAD_INPUT)
        mg_json_explain(piece, &problem, put->err);
    if (status == MORGUE_NO_MEMORY)
        mg_fail_memory(put->err);
    if (status != MORGUE_OK)
        return mg_reading_of(status);
    s->root = value.json;
    json_t *inner = unwrapped(value.json);
    if (!json_is_array(inner))
        return read_item(put, inner);
    s->list = json_array_size(inner) ? inner : NULL;
    s->at = 0;
    return s->list ? read_listed(put)
                   : mg_reading_of(mg_fail(put->err, MORGUE_BAD_INPUT, "a list without items"));
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    state *s = reader->state;
    mg_sink put = {reader, article, err};
    mg_json_piece piece;
    if (s->list)
        return read_listed(&put);
    json_decref(s->root);
    s->root = NULL;
    mg_reading reading = mg_json_take(&s->split, reader, &s->clean, &piece, err);
    return reading == MG_READ_ARTICLE ? read_piece(&put, &piece) : reading;
}

const mg_format mg_format_ninjs = {
    .name = "ninjs",
    .description = "ninjs, IPTC's News in JSON, 1.0 to 3.0; Superdesk, AP Media API",
    .extensions = "json jsonl",
    .bid = bid,
    .lines = mg_json_lines,
    .open = open_reader,
    .next = next,
    .close = close_reader,
};
