/* The values of documents: chunks of those of one slot, and the bounds of all.
 * Source of the format: Xapian 1.4.22, backends/glass/glass_values.cc. */
#include <string.h>

#include "archive/error.h"
#include "archive/glass/glass.h"
#include "archive/glass/unpack.h"

static bool fail(mg_cursor *cursor)
{
    return mg_btree_damaged(cursor->tree, "a chunk of values cannot be read");
}

/* Who takes the values of a window. */
typedef struct taker {
    uint32_t window;
    mg_value_fn *fn;
    void *user;
    bool refused; /* the function wants no more */
} taker;

/* Hands on the values of a chunk that are in the window. */
static bool read_chunk(const uint8_t *at, const uint8_t *end, uint32_t docid, taker *to)
{
    for (;;) {
        uint32_t len, distance;
        if (!mg_glass_get_uint(&at, end, &len) || len > (size_t)(end - at))
            return false;
        if (docid / MG_WINDOW > to->window)
            return true;
        if (docid / MG_WINDOW == to->window && !to->fn(to->user, docid, (const char *)at, len)) {
            to->refused = true;
            return true;
        }
        at += len;
        if (at == end)
            return true;
        if (!mg_glass_get_uint(&at, end, &distance) || distance >= UINT32_MAX - docid)
            return false;
        docid += distance + 1;
    }
}

/* Is this a chunk of the slot, whose keys begin like this; and with which document? */
static bool is_chunk(const mg_item *item, const uint8_t *stem, size_t stem_len, uint32_t *ret_docid)
{
    const uint8_t *at = item->key + stem_len, *end = item->key + item->key_len;
    return item->first && item->key_len > stem_len && memcmp(item->key, stem, stem_len) == 0 &&
           mg_glass_get_sortint(&at, end, ret_docid) && at == end;
}

/* Goes from the item before the window to the first chunk. */
static bool find_chunk(mg_cursor *cursor, const uint8_t *key, size_t len, size_t stem_len,
                       mg_item *ret, uint32_t *ret_docid)
{
    if (!mg_cursor_find_before(cursor, key, len) || !mg_cursor_item(cursor, ret))
        return false;
    if (is_chunk(ret, key, stem_len, ret_docid))
        return true;
    do
        if (!mg_cursor_next(cursor) || !mg_cursor_item(cursor, ret))
            return false;
    while (!ret->first);
    return is_chunk(ret, key, stem_len, ret_docid);
}

bool mg_glass_values(mg_index *index, uint32_t slot, uint32_t window, mg_value_fn *fn, void *user)
{
    taker to = {window, fn, user, false};
    mg_glass *glass = (mg_glass *)index;
    uint8_t key[MG_GLASS_KEY_MAX];
    mg_cursor cursor;
    mg_item item;
    const uint8_t *tag;
    size_t len;
    uint32_t docid, before = 0;
    size_t key_len = mg_glass_key_value_chunk(key, slot, window * MG_WINDOW);
    size_t stem_len = (size_t)(mg_glass_put_uint(key + 2, slot) - key);
    mg_cursor_init(&cursor, &glass->tables[MG_BASE_POSTLIST]);
    bool more = find_chunk(&cursor, key, key_len, stem_len, &item, &docid);
    while (more && !to.refused && docid / MG_WINDOW <= window) {
        if (docid <= before || !mg_cursor_tag(&cursor, &item, &glass->scratch, &tag, &len) ||
            !read_chunk(tag, tag + len, docid, &to)) {
            fail(&cursor);
            break;
        }
        before = docid;
        more = mg_cursor_next(&cursor) && mg_cursor_item(&cursor, &item) &&
               is_chunk(&item, key, stem_len, &docid);
    }
    return !to.refused;
}

/* Takes the bounds from the statistics of a slot: how many values there are, the least with its
 * length, and the rest is the greatest, which is left out where it is the same. */
static bool read_stats(const uint8_t *at, size_t len, morgue_text *ret_least,
                       morgue_text *ret_greatest)
{
    uint32_t count, least;
    const uint8_t *end = at + len;
    if (!mg_glass_get_uint(&at, end, &count) || !mg_glass_get_uint(&at, end, &least) ||
        least > (size_t)(end - at))
        return false;
    *ret_least = (morgue_text){(const char *)at, least};
    at += least;
    *ret_greatest = at == end ? *ret_least : (morgue_text){(const char *)at, (size_t)(end - at)};
    return true;
}

static bool replace(mg_buffer *ret, morgue_text by)
{
    mg_buffer_clear(ret);
    return mg_buffer_append(ret, by.data, by.len);
}

morgue_status mg_glass_value_bounds(mg_index *index, uint32_t slot, mg_buffer *ret_least,
                                    mg_buffer *ret_greatest, morgue_error *err)
{
    mg_glass *glass = (mg_glass *)index;
    uint8_t key[MG_GLASS_KEY_MAX];
    mg_cursor cursor;
    morgue_text least = {"", 0}, greatest = {"", 0};
    const uint8_t *tag;
    size_t len;
    bool found;
    mg_cursor_init(&cursor, &glass->tables[MG_BASE_POSTLIST]);
    morgue_status status =
        mg_glass_find_tag(glass, &cursor, key, mg_glass_key_value_stats(key, slot), &glass->scratch,
                          &tag, &len, &found, err);
    if (status != MORGUE_OK)
        return status;
    if (found && !read_stats(tag, len, &least, &greatest)) {
        fail(&cursor);
        return mg_glass_fail(glass, err);
    }
    if (!replace(ret_least, least) || !replace(ret_greatest, greatest))
        return mg_fail_memory(err);
    return MORGUE_OK;
}
