#include "indexer/formats/json/json_map.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/article.h"
#include "archive/error.h"
#include "indexer/formats/choose.h"
#include "indexer/formats/json/json_blocks.h"
#include "indexer/formats/json/json_tags.h"
#include "indexer/text/clean.h"
#include "indexer/text/slice.h"

/* ---- Gathering the members ----------------------------------------------------------------- */

static bool grow(mg_json_map *map)
{
    if (map->count < map->cap)
        return true;
    size_t cap = map->cap ? map->cap * 2 : 32;
    mg_json_item *items = realloc(map->items, cap * sizeof *items);
    if (!items)
        return false;
    map->items = items;
    map->cap = cap;
    return true;
}

static void forget(mg_json_map *map)
{
    for (size_t i = 0; i < map->count; i++)
        mg_json_value_free(&map->items[i].value);
    map->count = 0;
    map->plain = map->deletes = false;
    map->blocks = NULL;
    mg_buffer_clear(&map->arena);
}

/* Search engines and interfaces to databases wrap the article: {"_id": 7, "_source": {...}}. */
static bool is_envelope(const mg_json_member *member, int depth)
{
    static const char *const keys[] = {"_source", "fields", "attributes", "doc", "article"};
    morgue_text key = {member->key.data + 1, member->key.len - 2};
    for (size_t i = 0; depth == 0 && i < sizeof keys / sizeof *keys; i++)
        if (mg_text_like(key, keys[i]))
            return member->value.data[0] == '{';
    return false;
}

static morgue_status add_member(mg_json_map *map, mg_sink *put, const mg_json_member *member,
                                mg_json_problem *ret_problem)
{
    mg_json_item item = {.claim = CLAIM_NONE};
    if (map->count == MG_ARTICLE_VALUES_MAX) {
        ret_problem->at = NULL;
        return mg_fail(put->err, MORGUE_BAD_INPUT, "the object has over %d keys",
                       MG_ARTICLE_VALUES_MAX);
    }
    if (!grow(map))
        return mg_fail_memory(put->err);
    morgue_status status =
        mg_json_value_read(put->reader, member->key, &item.key, &map->arena, ret_problem);
    if (status == MORGUE_OK)
        status =
            mg_json_value_read(put->reader, member->value, &item.value, &map->arena, ret_problem);
    if (status != MORGUE_OK)
        return status;
    map->items[map->count++] = item;
    return MORGUE_OK;
}

/* What is in an envelope comes behind what is on it: of equal claims the first counts. */
static morgue_status gather(mg_json_map *map, mg_sink *put, morgue_text text, int depth,
                            mg_json_problem *ret_problem)
{
    mg_json_cursor cursor;
    mg_json_member member;
    morgue_text inner = {NULL, 0};
    if (!mg_json_object(text, &cursor)) {
        ret_problem->at = NULL;
        return mg_fail(put->err, MORGUE_BAD_INPUT, "not a JSON object: articles are objects");
    }
    for (;;) {
        switch (mg_json_next_member(&cursor, &member, ret_problem)) {
        case JSON_WRONG: return MORGUE_BAD_INPUT;
        case JSON_OBJECT_END:
            return inner.data ? gather(map, put, inner, depth + 1, ret_problem) : MORGUE_OK;
        case JSON_MEMBER: break;
        }
        if (!inner.data && is_envelope(&member, depth)) {
            inner = member.value;
            continue;
        }
        morgue_status status = add_member(map, put, &member, ret_problem);
        if (status != MORGUE_OK)
            return status;
    }
}

/* As the lines of our own dumps say it. */
static bool says_plain(const mg_json_item *item)
{
    morgue_text key = item->key.text, value = item->value.text;
    return !item->value.json && key.len == 9 && memcmp(key.data, "text_type", 9) == 0 &&
           value.len == 5 && memcmp(value.data, "plain", 5) == 0;
}

/* {"id": "x", "deleted": true}, as dumps of what was changed say it. */
static bool says_deleted(const mg_json_item *item)
{
    morgue_text key = item->key.text, value = item->value.raw;
    return key.len == 7 && memcmp(key.data, "deleted", 7) == 0 && value.len == 4 &&
           memcmp(value.data, "true", 4) == 0;
}

/* When all is read the arena does not move any more. */
static void settle(mg_json_map *map, const mg_sink *put)
{
    for (size_t i = 0; i < map->count; i++) {
        mg_json_item *item = &map->items[i];
        mg_json_value_settle(&item->key, &map->arena);
        mg_json_value_settle(&item->value, &map->arena);
        item->claim = mg_key_field(put->reader, item->key.text, &item->field);
        map->plain = map->plain || says_plain(item);
        map->deletes = map->deletes || says_deleted(item);
    }
}

/* ---- Putting values ------------------------------------------------------------------------ */

/* The texts of one member, on their way into a field. */
typedef struct target {
    mg_sink *put;
    morgue_field_id field;
    bool whole; /* the value is one string, which may list several names */
    bool plain; /* what looks like HTML is none */
    size_t taken;
    mg_buffer *paragraphs;
} target;

static morgue_status put_repeatable(void *user, const morgue_tag *tag)
{
    target *t = user;
    morgue_text text = tag->name;
    bool byline = text.len > 3 && strncasecmp(text.data, "by ", 3) == 0;
    t->taken += mg_trimmed(text).len > 0;
    if (t->whole || (byline && t->field == MORGUE_AUTHOR))
        return mg_put_names(t->put, t->field, text);
    return mg_put_tag(t->put, t->field, tag);
}

/* The first text that is not blank; the texts of MORGUE_TEXT are paragraphs. */
static morgue_status put_single(void *user, const morgue_tag *tag)
{
    target *t = user;
    morgue_text text = tag->name;
    if (!mg_trimmed(text).len)
        return MORGUE_OK;
    t->taken++;
    bool html = t->field == MORGUE_TEXT && !t->plain && mg_looks_like_html(text);
    if (html && t->whole)
        return mg_put_html(t->put, t->field, text);
    if (t->field != MORGUE_TEXT || t->whole)
        return t->taken == 1 ? mg_put(t->put, t->field, text, MORGUE_GIVEN) : MORGUE_OK;
    if (t->paragraphs->len && !mg_buffer_append(t->paragraphs, "\n\n", 2))
        return mg_fail_memory(t->put->err);
    if (html)
        return mg_html_text(text, t->paragraphs, t->put->err);
    return mg_buffer_append(t->paragraphs, text.data, text.len) ? MORGUE_OK
                                                                : mg_fail_memory(t->put->err);
}

static morgue_status keep_as_extra(mg_json_map *map, mg_sink *put, const mg_json_value *key,
                                   const mg_json_value *value)
{
    mg_buffer clean = {0};
    morgue_text name = key->text;
    mg_buffer_clear(&map->scratch);
    bool ok = mg_json_compact(value, &map->scratch);
    if (ok && mg_utf8_clean_prefix(name.data, name.len) < name.len) {
        ok = mg_utf8_mend(name.data, name.len, &clean, &(mg_mend){0});
        name = (morgue_text){clean.data, clean.len};
    }
    morgue_status status =
        ok ? mg_put_extra(put, name, (morgue_text){map->scratch.data, map->scratch.len})
           : mg_fail_memory(put->err);
    mg_buffer_free(&clean);
    return status;
}

/* Puts the member, or what `path` finds in it, into the field. *ret_taken: how many values. */
static morgue_status put_field(mg_json_map *map, mg_sink *put, const mg_json_item *item,
                               morgue_field_id field, const char *path, size_t *ret_taken)
{
    bool many = morgue_field_at(field)->repeatable;
    mg_json_each each = many ? put_repeatable : put_single;
    target t = {put,        field, !item->value.json || json_is_string(item->value.json),
                map->plain, 0,     &map->scratch};
    size_t count;
    mg_buffer_clear(&map->scratch);
    morgue_status status = path ? mg_json_path_texts(&item->value, path, each, &t, &count)
                                : mg_json_texts(&item->value, each, &t, &count);
    if (status == MORGUE_OK && map->scratch.len)
        status =
            mg_put(put, field, (morgue_text){map->scratch.data, map->scratch.len}, MORGUE_GIVEN);
    *ret_taken = t.taken;
    return status;
}

/* `"extra": {...}` holds keys without a field, as dumps may write them. */
static morgue_status put_extras(mg_json_map *map, mg_sink *put, const mg_json_item *item)
{
    mg_json_cursor cursor;
    mg_json_member member;
    mg_json_problem problem;
    morgue_status status = MORGUE_OK;
    if (item->value.mended || !mg_json_object(item->value.raw, &cursor))
        return keep_as_extra(map, put, &item->key, &item->value);
    while (status == MORGUE_OK && mg_json_next_member(&cursor, &member, &problem) == JSON_MEMBER) {
        mg_json_value key, value = {.raw = member.value};
        mg_buffer arena = {0};
        status = mg_json_value_read(put->reader, member.key, &key, &arena, &problem);
        mg_json_value_settle(&key, &arena);
        if (status == MORGUE_OK)
            status = keep_as_extra(map, put, &key, &value);
        mg_buffer_free(&arena);
    }
    return status;
}

/* ---- Deciding ------------------------------------------------------------------------------ */

static bool is_single(const mg_json_item *item)
{
    return mg_claims_once(item->claim, item->field);
}

static bool is_blank(const mg_json_item *item)
{
    return item->value.missing || (!item->value.json && !mg_trimmed(item->value.text).len);
}

/* Without a body the longest of the texts that may stand in for it. */
static void choose_stopgap(mg_json_map *map, mg_choice *ret)
{
    mg_json_item *best = NULL;
    for (size_t i = 0; i < map->count; i++) {
        mg_json_item *item = &map->items[i];
        if (item->claim == CLAIM_NONE && !item->value.json && !is_blank(item) &&
            mg_key_is_stopgap_text(item->key.text) &&
            (!best || item->value.text.len > best->value.text.len))
            best = item;
    }
    if (!best)
        return;
    best->claim = CLAIM_DEFAULT;
    best->field = MORGUE_TEXT;
    mg_choose(ret, best->claim, best->field, best);
}

/* For each field that an article has once: the member with the best claim. */
static void choose(mg_json_map *map, mg_choice *ret)
{
    for (size_t i = 0; i < map->count; i++) {
        const mg_json_item *item = &map->items[i];
        if (is_single(item) && !is_blank(item))
            mg_choose(ret, item->claim, item->field, item);
    }
    if (!ret->best[MORGUE_TEXT])
        choose_stopgap(map, ret);
}

/* The caller's mappings with a dot in the key: "source.name". */
static morgue_status put_paths(mg_json_map *map, mg_sink *put, const mg_json_item *item)
{
    const mg_reader *reader = put->reader;
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; i < reader->n_mappings && status == MORGUE_OK; i++) {
        const char *key = reader->mappings[i].key;
        size_t n = item->key.text.len, taken;
        if (strlen(key) <= n + 1 || key[n] != '.' || strncasecmp(key, item->key.text.data, n) != 0)
            continue;
        status = put_field(map, put, item, reader->mappings[i].field, key + n + 1, &taken);
        if (taken)
            mg_key_log_use(reader, i);
    }
    return status;
}

/* Numbers that stand where names do are keys of a database. */
static bool is_numbers(const mg_json_value *value)
{
    if (!value->json)
        return value->raw.data[0] != '"';
    for (size_t i = 0; i < json_array_size(value->json); i++)
        if (!json_is_number(json_array_get(value->json, i)))
            return false;
    return json_array_size(value->json) > 0;
}

/* A key that is nobody's: what it says of the article's persons, places, authors is put beside. */
static morgue_status put_other(mg_json_map *map, mg_sink *put, const mg_json_item *item)
{
    static const char *const entities[] = {"entities", "named_entities", "ner"};
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; item->value.json && i < sizeof entities / sizeof *entities; i++)
        if (mg_text_like(item->key.text, entities[i]))
            status = mg_json_put_entities(put, item->value.json);
    return status == MORGUE_OK ? keep_as_extra(map, put, &item->key, &item->value) : status;
}

static morgue_status put_item(mg_json_map *map, mg_sink *put, const mg_json_item *item,
                              const mg_choice *choice)
{
    size_t taken = 0;
    if (says_plain(item))
        return MORGUE_OK;
    if (item->claim == CLAIM_NONE)
        return put_other(map, put, item);
    if (item->field == MORGUE_EXTRA)
        return put_extras(map, put, item);
    if (item->value.missing)
        return MORGUE_OK;
    if (item->field == MORGUE_TEXT && choice->best[MORGUE_TEXT] == item &&
        mg_json_is_blocks(item->value.json)) {
        map->blocks = item;
        return MORGUE_OK;
    }
    bool single = is_single(item);
    if (!single && item->claim != CLAIM_MAPPED && is_numbers(&item->value))
        return keep_as_extra(map, put, &item->key, &item->value);
    if (item->field == MORGUE_TOPIC && item->claim != CLAIM_MAPPED &&
        mg_json_is_tags(item->value.json))
        return mg_json_put_tags(put, item->value.json);
    bool set =
        single && item->field != MORGUE_RAW_DATE && morgue_article_count(put->article, item->field);
    if (single && (choice->best[item->field] != item || set))
        return is_blank(item) ? MORGUE_OK : keep_as_extra(map, put, &item->key, &item->value);
    morgue_status status = put_field(map, put, item, item->field, NULL, &taken);
    bool lost = !taken || (single && item->field != MORGUE_TEXT && taken > 1);
    return status == MORGUE_OK && lost && !is_blank(item)
               ? keep_as_extra(map, put, &item->key, &item->value)
               : status;
}

/* The date sets the raw date too, so that the dump's own comes after it; blocks fill in what the
 * members did not say. */
static morgue_status put_all(mg_json_map *map, mg_sink *put)
{
    mg_choice choice = {{NULL}, {CLAIM_MAPPED}};
    morgue_status status = MORGUE_OK;
    choose(map, &choice);
    const mg_json_item *raw_date = choice.best[MORGUE_RAW_DATE];
    for (size_t i = 0; put->reader->n_mappings && i < map->count && status == MORGUE_OK; i++)
        if (map->items[i].value.json)
            status = put_paths(map, put, &map->items[i]);
    for (size_t i = 0; i < map->count && status == MORGUE_OK; i++)
        if (&map->items[i] != raw_date)
            status = put_item(map, put, &map->items[i], &choice);
    if (status == MORGUE_OK && raw_date)
        status = put_item(map, put, raw_date, &choice);
    if (status == MORGUE_OK && map->blocks)
        status = mg_json_put_blocks(put, map->blocks->key.text, map->blocks->value.json);
    return status;
}

/* An article, or that one was deleted: nothing that came in a mail or from the web says that. */
static morgue_status check(mg_json_map *map, mg_sink *put)
{
    bool found = morgue_article_count(put->article, MORGUE_TITLE) ||
                 morgue_article_count(put->article, MORGUE_TEXT);
    map->deletes = map->deletes && !found && !put->reader->context.depth;
    if (!map->deletes)
        return mg_check_article(put->article, put->err);
    if (!morgue_article_count(put->article, MORGUE_ID))
        return mg_fail(put->err, MORGUE_BAD_INPUT,
                       "it deletes an article, and does not say which: its id is missing");
    return MORGUE_OK;
}

static morgue_status read_object(mg_json_map *map, mg_sink *put, morgue_text text,
                                 mg_json_problem *ret_problem)
{
    morgue_status status = gather(map, put, text, 0, ret_problem);
    settle(map, put);
    if (status == MORGUE_OK) {
        ret_problem->at = NULL;
        unsigned clean = put->reader->clean;
        put->reader->clean = map->plain ? MG_CLEAN_NOTHING : clean;
        status = put_all(map, put);
        put->reader->clean = clean;
    }
    if (status == MORGUE_OK)
        status = check(map, put);
    if (status == MORGUE_NO_MEMORY)
        mg_fail_memory(put->err);
    return status;
}

mg_reading mg_json_map_read(mg_json_map *map, mg_sink *put, const mg_json_piece *piece)
{
    mg_json_problem problem = {0};
    morgue_status status = read_object(map, put, piece->text, &problem);
    if (status == MORGUE_BAD_INPUT && problem.at)
        mg_json_explain(piece, &problem, put->err);
    bool deletes = status == MORGUE_OK && map->deletes;
    forget(map);
    return deletes ? MG_READ_DELETED : mg_reading_of(status);
}

void mg_json_map_free(mg_json_map *map)
{
    forget(map);
    free(map->items);
    mg_buffer_free(&map->arena);
    mg_buffer_free(&map->scratch);
}
