/* The values of documents: chunks of those of one slot.
 * Source of the format: Xapian 1.4.22, backends/glass/glass_values.cc. */
#include <string.h>

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
