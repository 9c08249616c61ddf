/* Postings, document lengths and metadata. Source of the format: Xapian 1.4.22,
 * backends/glass/glass_postlist.cc. */
#include <string.h>

#include "archive/error.h"
#include "indexer/build/glass/postlist.h"

static uint8_t *begin_of(mg_glass_postings *postings)
{
    return postings->chunk + MG_GLASS_CHUNK_HEAD;
}

/* All but the key. */
static void start(mg_glass_postings *postings, mg_glass_table *table)
{
    postings->table = table;
    postings->termfreq = postings->collfreq = 0;
    postings->count = 0;
    postings->sum = 0;
    postings->last = 0;
    postings->lengths = postings->chunked = false;
    postings->at = begin_of(postings);
}

morgue_status mg_glass_postings_begin(mg_glass_postings *postings, mg_glass_table *table,
                                      const void *term, size_t len, uint32_t termfreq,
                                      uint32_t collfreq, morgue_error *err)
{
    size_t prefix = mg_glass_key_prefix(postings->key, term, len);
    if (prefix == 0)
        return mg_fail(err, MORGUE_INVALID, "a term of %zu bytes, zero bytes counted once", len);
    start(postings, table);
    postings->prefix = prefix;
    postings->termfreq = termfreq;
    postings->collfreq = collfreq;
    return MORGUE_OK;
}

void mg_glass_doclens_begin(mg_glass_postings *postings, mg_glass_table *table)
{
    start(postings, table);
    postings->lengths = true;
    postings->prefix = mg_glass_key_doclen(postings->key, 0);
}

/* The first chunk's key has no docid, and a term's no terminator either. */
static size_t end_key(mg_glass_postings *postings)
{
    if (postings->chunked)
        return mg_glass_key_docid(postings->key, postings->prefix, postings->first);
    return postings->lengths ? postings->prefix : postings->prefix - 1;
}

/* Before the entries stand: of the first chunk termfreq, collfreq and the first docid less 1; of
 * all whether it is the last one, and its span of docids. */
static size_t make_head(const mg_glass_postings *postings, bool last,
                        uint8_t head[MG_GLASS_CHUNK_HEAD])
{
    uint8_t *at = head;
    if (!postings->chunked) {
        at = mg_glass_put_uint(at, postings->termfreq);
        at = mg_glass_put_uint(at, postings->collfreq);
        at = mg_glass_put_uint(at, postings->first - 1);
    }
    *at++ = last ? '1' : '0';
    at = mg_glass_put_uint(at, postings->last - postings->first);
    return (size_t)(at - head);
}

morgue_status mg_glass_postings_cut(mg_glass_postings *postings, bool last, morgue_error *err)
{
    uint8_t head[MG_GLASS_CHUNK_HEAD];
    size_t head_len = make_head(postings, last, head);
    uint8_t *tag = begin_of(postings) - head_len;
    memcpy(tag, head, head_len);
    morgue_status status = mg_glass_table_put(postings->table, postings->key, end_key(postings),
                                              tag, (size_t)(postings->at - tag), false, err);
    postings->at = begin_of(postings);
    postings->chunked = true;
    return status;
}

morgue_status mg_glass_postings_disorder(const mg_glass_postings *postings, uint32_t docid,
                                         morgue_error *err)
{
    return mg_fail(err, MORGUE_INVALID, "document %u added behind %u", docid, postings->last);
}

morgue_status mg_glass_postings_end(mg_glass_postings *postings, morgue_error *err)
{
    if (!postings->lengths &&
        (postings->count != postings->termfreq || postings->sum != postings->collfreq))
        return mg_fail(err, MORGUE_INVALID, "a term's frequencies are not those of its postings");
    return postings->count ? mg_glass_postings_cut(postings, true, err) : MORGUE_OK;
}

morgue_status mg_glass_metadata_put(mg_glass_table *table, const char *name, const void *value,
                                    size_t len, morgue_error *err)
{
    uint8_t key[MG_GLASS_KEY_MAX];
    size_t key_len = mg_glass_key_metadata(key, name);
    if (key_len == 0)
        return mg_fail(err, MORGUE_INVALID, "a metadata name of %zu bytes: give 1 to %d",
                       strlen(name), MG_GLASS_TERM_MAX);
    return len ? mg_glass_table_put(table, key, key_len, value, len, false, err) : MORGUE_OK;
}
