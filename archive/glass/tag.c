/* Whole tags: put together from their components, inflated. */
#include <stdlib.h>
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#include "archive/glass/btree.h"
#include "archive/glass/unpack.h"

enum { OVER = 8 /* bytes that may be loaded behind a tag */, INFLATED_AT_ONCE = 8192 };

static bool starve(mg_btree *tree)
{
    tree->starved = true;
    return false;
}

void mg_btree_free(mg_btree *tree)
{
    if (tree->inflater) {
        inflateEnd(tree->inflater);
        free(tree->inflater);
    }
    mg_buffer_free(&tree->scattered);
}

static bool append(mg_btree *tree, mg_buffer *to, const mg_item *item)
{
    if (to->len + item->part_len > MG_BUFFER_MAX - 2 * OVER)
        return mg_btree_damaged(tree, "a tag is too long");
    if (!mg_buffer_reserve(to, item->part_len + OVER))
        return starve(tree);
    return mg_buffer_append(to, item->part, item->part_len);
}

/* Appends the components of a tag, which have the same key and are numbered. */
static bool gather(mg_cursor *cursor, const mg_item *first, mg_buffer *ret)
{
    mg_item item = *first;
    mg_buffer_clear(ret);
    for (uint32_t number = 1; append(cursor->tree, ret, &item); number++) {
        if (item.last)
            return true;
        if (!mg_cursor_next(cursor) || !mg_cursor_item(cursor, &item) || item.first ||
            item.key_len != first->key_len || memcmp(item.key, first->key, item.key_len) != 0 ||
            mg_glass_get16(item.part - 2) != number + 1)
            return mg_btree_damaged(cursor->tree, "a component of a tag is missing");
    }
    return false;
}

static z_stream *open_inflater(mg_btree *tree)
{
    if (tree->inflater)
        return inflateReset(tree->inflater) == Z_OK ? tree->inflater : NULL;
    z_stream *stream = calloc(1, sizeof *stream);
    if (stream && inflateInit2(stream, -15) == Z_OK)
        return tree->inflater = stream;
    free(stream);
    return NULL;
}

/* A tag is one raw stream of deflate, which may be followed by nothing. */
bool mg_btree_inflate(mg_btree *tree, const uint8_t *data, size_t len, mg_buffer *ret)
{
    z_stream *stream = open_inflater(tree);
    if (!stream)
        return starve(tree);
    mg_buffer_clear(ret);
    stream->next_in = data;
    stream->avail_in = (unsigned)len;
    for (int status = Z_OK; status != Z_STREAM_END;) {
        if (ret->len > MG_BUFFER_MAX - 2 * INFLATED_AT_ONCE)
            return mg_btree_damaged(tree, "a tag is too long");
        if (!mg_buffer_reserve(ret, INFLATED_AT_ONCE + OVER))
            return starve(tree);
        size_t room = ret->cap - ret->len - OVER - 1;
        stream->next_out = (unsigned char *)ret->data + ret->len;
        stream->avail_out = (unsigned)room;
        status = inflate(stream, Z_NO_FLUSH);
        ret->len += room - stream->avail_out;
        if (status != Z_OK && status != Z_STREAM_END)
            return mg_btree_damaged(tree, "a tag cannot be unpacked");
    }
    ret->data[ret->len] = '\0';
    return true;
}

bool mg_cursor_tag(mg_cursor *cursor, const mg_item *item, mg_buffer *buffer, const uint8_t **ret,
                   size_t *ret_len)
{
    mg_btree *tree = cursor->tree;
    const uint8_t *tag = item->part;
    size_t len = item->part_len;
    if (!item->first)
        return mg_btree_damaged(tree, "a tag has no beginning");
    if (!item->last) {
        mg_buffer *to = item->compressed ? &tree->scattered : buffer;
        if (!gather(cursor, item, to))
            return false;
        tag = (const uint8_t *)to->data;
        len = to->len;
    }
    if (item->compressed) {
        if (!mg_btree_inflate(tree, tag, len, buffer))
            return false;
        tag = (const uint8_t *)buffer->data;
        len = buffer->len;
    }
    *ret = tag;
    *ret_len = len;
    return true;
}
