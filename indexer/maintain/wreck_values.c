/* Values of documents, and metadata.
 * Source of the format: Xapian 1.4.22, backends/glass/glass_values.cc. */
#include <stdlib.h>

#include "archive/glass/unpack.h"
#include "archive/pack.h"
#include "archive/revision.h"
#include "indexer/maintain/wreck.h"

enum { CHUNK_MAX = 1 << 16 /* bytes; they are begun anew after 2000 */ };

/* The value at the cursor; none where it cannot be read. */
static bool take_value(mg_wreck_values *v, uint32_t docid)
{
    const uint8_t *tag = (const uint8_t *)v->tag.data, *end = tag + v->tag.len;
    const uint8_t *at = tag + v->at;
    uint32_t len;
    v->docid = 0;
    if (!mg_glass_get_uint(&at, end, &len) || len > (size_t)(end - at))
        return false;
    v->docid = docid;
    v->from = (size_t)(at - tag);
    v->len = len;
    v->at = v->from + len;
    return true;
}

static bool next_value(mg_wreck_values *v)
{
    const uint8_t *tag = (const uint8_t *)v->tag.data, *end = tag + v->tag.len;
    const uint8_t *at = tag + v->at;
    uint32_t distance, docid = v->docid;
    v->docid = 0;
    if (at == end || !mg_glass_get_uint(&at, end, &distance) || distance >= UINT32_MAX - docid)
        return false;
    v->at = (size_t)(at - tag);
    return take_value(v, docid + distance + 1);
}

/* Enters the chunk where it stands. One that does not count never takes the place of one that does
 * and goes on. */
static void enter_chunk(mg_wreck *wreck, mg_wreck_values *v)
{
    bool live, more;
    const mg_piece *group = v->chunks.at + v->next;
    size_t n = mg_pieces_group(&v->chunks, v->next);
    v->next += n;
    if (v->docid && v->live && group->rank != MG_PIECE_LIVE)
        return;
    v->docid = 0;
    v->at = 0;
    if (!mg_pieces_join(&wreck->postings, group, n, 0, &v->tag, &live, &more) || !v->tag.len ||
        v->tag.len > CHUNK_MAX)
        return;
    v->live = live;
    take_value(v, group->id);
}

bool mg_wreck_value(mg_wreck *wreck, mg_wreck_values *v, uint32_t docid, morgue_text *ret,
                    bool *ret_live)
{
    for (;;) {
        bool chunk = v->next < v->chunks.n && v->chunks.at[v->next].id <= docid;
        if (chunk && (!v->docid || v->docid >= v->chunks.at[v->next].id))
            enter_chunk(wreck, v);
        else if (v->docid && v->docid < docid)
            next_value(v);
        else if (chunk)
            enter_chunk(wreck, v);
        else
            break;
    }
    *ret = v->docid == docid ? (morgue_text){v->tag.data + v->from, v->len} : (morgue_text){"", 0};
    *ret_live = v->live;
    return v->docid == docid;
}

bool mg_wreck_dictionary(mg_wreck *wreck, uint32_t adler, mg_buffer *ret)
{
    size_t from;
    mg_buffer tag = {0};
    bool found = false, live, more = true;
    size_t n = mg_pieces_find(&wreck->dictionaries, adler, &from);
    for (unsigned tries = 0; n && more && !found; tries++)
        found = mg_pieces_join(&wreck->postings, wreck->dictionaries.at + from, n, tries, &tag,
                               &live, &more) &&
                tag.len <= MG_DICTIONARY_MAX && mg_dictionary_adler(tag.data, tag.len) == adler;
    found = found && mg_buffer_append(ret, tag.data, tag.len);
    mg_buffer_free(&tag);
    return found;
}

uint64_t mg_wreck_revision(mg_wreck *wreck)
{
    mg_buffer tag = {0};
    bool live, more;
    uint64_t revision = 0;
    if (wreck->revisions.n &&
        mg_pieces_join(&wreck->postings, wreck->revisions.at, mg_pieces_group(&wreck->revisions, 0),
                       0, &tag, &live, &more) &&
        (!mg_revision_parse(tag.data, tag.len, &revision) || revision >= MG_REVISION_MAX))
        revision = 0;
    mg_buffer_free(&tag);
    return revision;
}
