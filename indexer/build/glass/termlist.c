/* Source of the format: Xapian 1.4.22, backends/glass/glass_termlisttable.cc, glass_values.cc. */
#include "indexer/build/glass/termlist.h"

#include <string.h>

#include "archive/glass/pack.h"

/* What a term takes besides its bytes: the shared part, the length, the wdf. */
enum { TERM_HEAD = 2 + MG_GLASS_UINT_ROOM / 2, SHORT_WDF = 127 };

static size_t common_prefix(const mg_glass_term *a, const mg_glass_term *b)
{
    size_t max = a->len < b->len ? a->len : b->len;
    size_t same = 0;
    while (same < max && a->data[same] == b->data[same])
        same++;
    return same;
}

static uint8_t *put_bytes(uint8_t *at, const char *data, size_t len)
{
    memcpy(at, data, len);
    return at + len;
}

static uint8_t *put_first(uint8_t *at, const mg_glass_term *term)
{
    *at++ = (uint8_t)term->len;
    return mg_glass_put_uint(put_bytes(at, term->data, term->len), term->wdf);
}

/* A small wdf is packed into one byte with the length of the shared part; the reader tells the two
 * forms apart as the shared part is never longer than the previous term. */
static uint8_t *put_next(uint8_t *at, const mg_glass_term *before, const mg_glass_term *term)
{
    size_t same = common_prefix(before, term);
    uint32_t both = 256;
    if (term->wdf < SHORT_WDF)
        both = (term->wdf + 1) * (before->len + 1) + (uint32_t)same;
    *at++ = (uint8_t)(both < 256 ? both : same);
    *at++ = (uint8_t)(term->len - same);
    at = put_bytes(at, term->data + same, term->len - same);
    return both < 256 ? at : mg_glass_put_uint(at, term->wdf);
}

static size_t room_for(const mg_glass_term *terms, size_t n)
{
    size_t room = 2 * MG_GLASS_UINT_ROOM;
    for (size_t i = 0; i < n; i++)
        room += terms[i].len + TERM_HEAD;
    return room;
}

/* Ends what was written behind the buffer's content, in room that was there. */
static bool grown(mg_buffer *buffer, const uint8_t *end)
{
    buffer->len = (size_t)(end - (const uint8_t *)buffer->data);
    buffer->data[buffer->len] = '\0';
    return true;
}

bool mg_glass_termlist_encode(const mg_glass_term *terms, size_t n, uint32_t doclen, mg_buffer *ret)
{
    if (n == 0)
        return true;
    if (!mg_buffer_reserve(ret, room_for(terms, n)))
        return false;
    uint8_t *at = (uint8_t *)ret->data + ret->len;
    at = mg_glass_put_uint(at, doclen);
    at = mg_glass_put_uint(at, n);
    at = put_first(at, &terms[0]);
    for (size_t i = 1; i < n; i++)
        at = put_next(at, &terms[i - 1], &terms[i]);
    return grown(ret, at);
}

bool mg_glass_slots_used_encode(const uint32_t *slots, size_t n, mg_buffer *ret)
{
    if (n > MG_BUFFER_MAX / MG_GLASS_UINT_ROOM ||
        !mg_buffer_reserve(ret, n * MG_GLASS_UINT_ROOM + 1))
        return false;
    uint8_t *at = (uint8_t *)ret->data + ret->len;
    for (size_t i = 0; i < n; i++)
        at = mg_glass_put_uint(at, i ? slots[i] - slots[i - 1] - 1 : slots[i]);
    return grown(ret, at);
}
