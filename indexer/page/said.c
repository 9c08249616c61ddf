#include "indexer/page/said.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/text/clean.h"

enum { SAYINGS_MAX = 2048, VALUE_MAX = 16 << 10 };

void mg_said_clear(mg_said *said)
{
    said->n = 0;
    mg_buffer_clear(&said->arena);
}

void mg_said_free(mg_said *said)
{
    free(said->list);
    mg_buffer_free(&said->arena);
    *said = (mg_said){0};
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Appends the text with its white space collapsed. */
static bool append_line(morgue_text text, mg_buffer *ret)
{
    bool ok = true, gap = false;
    for (size_t i = 0; ok && i < text.len; i++) {
        if (is_space(text.data[i])) {
            gap = true;
            continue;
        }
        if (gap)
            ok = mg_buffer_append_byte(ret, ' ');
        gap = false;
        ok = ok && mg_buffer_append_byte(ret, text.data[i]);
    }
    return ok;
}

static bool grow(mg_said *said)
{
    if (said->n < said->room)
        return true;
    size_t room = said->room ? said->room * 2 : 64;
    mg_saying *list = realloc(said->list, room * sizeof *list);
    if (!list)
        return false;
    said->list = list;
    said->room = room;
    return true;
}

bool mg_say(mg_said *said, morgue_field_id field, const char *key, unsigned rank, morgue_text text)
{
    mg_buffer plain = {0};
    text = mg_trimmed(text);
    if (!text.len || text.len > VALUE_MAX || said->n >= SAYINGS_MAX)
        return true;
    if (!grow(said))
        return false;
    size_t at = said->arena.len;
    bool ok = true;
    if (memchr(text.data, '&', text.len)) {
        ok = mg_unescape_entities(text, &plain, NULL);
        text = mg_trimmed((morgue_text){plain.data ? plain.data : "", plain.len});
    }
    ok = ok && append_line(text, &said->arena) && mg_buffer_append_byte(&said->arena, '\0');
    mg_buffer_free(&plain);
    if (ok && said->arena.len - at > 1)
        said->list[said->n++] = (mg_saying){field, key, rank, at, said->arena.len - at - 1};
    return ok;
}

static morgue_text text_of(const mg_said *said, const mg_saying *saying)
{
    return (morgue_text){said->arena.data + saying->at, saying->len};
}

static bool same_key(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static const mg_saying *best(const mg_said *said, morgue_field_id field, const char *key)
{
    const mg_saying *found = NULL;
    for (size_t i = 0; i < said->n; i++) {
        const mg_saying *s = &said->list[i];
        if (s->field == field && same_key(s->key, key) && (!found || s->rank < found->rank))
            found = s;
    }
    return found;
}

morgue_text mg_said_best(const mg_said *said, morgue_field_id field, const char *key)
{
    const mg_saying *found = best(said, field, key);
    return found ? text_of(said, found) : (morgue_text){"", 0};
}

static morgue_status put_value(mg_sink *put, morgue_field_id field, morgue_text value)
{
    return field == MORGUE_AUTHOR ? mg_put_byline(put, value)
                                  : mg_put(put, field, value, MORGUE_GIVEN);
}

morgue_status mg_said_put(const mg_said *said, morgue_field_id field, mg_sink *put)
{
    const mg_saying *found = best(said, field, NULL);
    morgue_status status = MORGUE_OK;
    if (!found)
        return MORGUE_OK;
    if (!morgue_field_at(field)->repeatable)
        return put_value(put, field, text_of(said, found));
    for (size_t i = 0; i < said->n && status == MORGUE_OK; i++)
        if (said->list[i].field == field && said->list[i].rank == found->rank)
            status = put_value(put, field, text_of(said, &said->list[i]));
    return status;
}

morgue_status mg_said_put_extras(const mg_said *said, mg_sink *put)
{
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; i < said->n && status == MORGUE_OK; i++) {
        const mg_saying *s = &said->list[i];
        if (s->field == MORGUE_EXTRA && best(said, MORGUE_EXTRA, s->key) == s)
            status = mg_put_extra_text(put, s->key, strlen(s->key), text_of(said, s));
    }
    return status;
}
