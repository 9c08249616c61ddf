/* A cursor is seven fields with dots between them: the version of this form and the order, the
 * hit's key, its shard and its document, the shards before its own, and the article's id.
 *
 *     1r.4015f0c2a7b8d3e1.5c0e3f21.1f4.a0b1c2d35e6f7081.51313233
 *
 * Numbers and bytes are hexadecimal, shards are hashes of their names, eight digits each, the id is
 * its exact term. */
#include "search/results/cursor.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "archive/error.h"
#include "archive/place.h"
#include "archive/tokenizer.h"

enum {
    SHARD_DIGITS = 8,
    BEFORE_MAX =
        64 /* shards that are named; where there are more, none is: see mg_hit_cursor_find() */
};

static const char digits[] = "0123456789abcdef";

/* The name of a shard, as cursors have it. */
static uint32_t shard_hash(const morgue_archive *archive, size_t shard)
{
    const char *name = archive->manifest.shards[shard];
    return (uint32_t)XXH3_64bits(name, strlen(name));
}

/* ---- Writing ------------------------------------------------------------------------------ */

bool mg_hit_cursor_begin(const morgue_archive *archive, const mg_hit *hit, mg_hit_order order,
                         mg_buffer *ret)
{
    char text[64];
    snprintf(text, sizeof text, "1%c.%" PRIx64 ".%08" PRIx32 ".%" PRIx32 ".", (char)order, hit->key,
             shard_hash(archive, hit->shard), hit->docid);
    bool fits = mg_buffer_append_string(ret, text);
    for (size_t i = 0; fits && hit->shard <= BEFORE_MAX && i < hit->shard; i++) {
        snprintf(text, sizeof text, "%08" PRIx32, shard_hash(archive, i));
        fits = mg_buffer_append_string(ret, text);
    }
    return fits && mg_buffer_append_byte(ret, '.');
}

bool mg_hit_cursor_end(mg_buffer *cursor, morgue_text id)
{
    char term[MG_EXACT_MAX];
    size_t len = mg_exact_term(MORGUE_ID, id.data, id.len, term);
    if (!mg_buffer_reserve(cursor, 2 * len))
        return false;
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)term[i];
        mg_buffer_append_byte(cursor, digits[byte >> 4]);
        mg_buffer_append_byte(cursor, digits[byte & 15]);
    }
    return true;
}

/* ---- Reading ------------------------------------------------------------------------------ */

/* What a cursor says. */
typedef struct parts {
    char order;
    uint64_t key;
    uint32_t shard;
    uint32_t docid;
    uint32_t before[BEFORE_MAX];
    size_t n_before;
    char term[MG_EXACT_MAX];
    size_t term_len;
} parts;

/* The next digit's value; -1 where there is none. */
static int take_digit(const char **at)
{
    const char *found = **at ? strchr(digits, **at) : NULL;
    if (!found)
        return -1;
    ++*at;
    return (int)(found - digits);
}

/* A number of up to `most` digits, and `least`. */
static bool take_number(const char **at, unsigned least, unsigned most, uint64_t *ret)
{
    unsigned n = 0;
    uint64_t number = 0;
    for (int digit; n < most && (digit = take_digit(at)) >= 0; n++)
        number = number << 4 | (uint64_t)digit;
    *ret = number;
    return n >= least;
}

static bool take(const char **at, char wanted)
{
    bool there = **at == wanted;
    *at += there;
    return there;
}

static bool take_shard(const char **at, uint32_t *ret)
{
    uint64_t number;
    bool there = take_number(at, SHARD_DIGITS, SHARD_DIGITS, &number);
    *ret = (uint32_t)number;
    return there;
}

static bool take_before(const char **at, parts *ret)
{
    while (**at && **at != '.')
        if (ret->n_before == BEFORE_MAX || !take_shard(at, &ret->before[ret->n_before++]))
            return false;
    return take(at, '.');
}

static bool take_term(const char **at, parts *ret)
{
    uint64_t byte;
    for (; **at; ret->term[ret->term_len++] = (char)byte)
        if (ret->term_len == sizeof ret->term || !take_number(at, 2, 2, &byte))
            return false;
    return true;
}

static bool parse(const char *at, parts *ret)
{
    uint64_t docid;
    if (!take(&at, '1') || !*at || !strchr("rno", *at))
        return false;
    ret->order = *at++;
    if (!take(&at, '.') || !take_number(&at, 1, 16, &ret->key) || !take(&at, '.') ||
        !take_shard(&at, &ret->shard) || !take(&at, '.') || !take_number(&at, 1, 8, &docid))
        return false;
    ret->docid = (uint32_t)docid;
    return take(&at, '.') && take_before(&at, ret) && take_term(&at, ret);
}

/* ---- Finding the place -------------------------------------------------------------------- */

/* Stood all shards before this one before the hit's, too? */
static bool nothing_passed(const morgue_archive *archive, const parts *p, size_t shard)
{
    for (size_t i = 0; i < shard; i++) {
        uint32_t hash = shard_hash(archive, i);
        size_t k = 0;
        while (k < p->n_before && p->before[k] != hash)
            k++;
        if (k == p->n_before)
            return false;
    }
    return true;
}

static const char *name_of(char order)
{
    return order == MG_ORDER_SCORE ? "relevance" : order == MG_ORDER_NEWEST ? "newest" : "oldest";
}

morgue_status mg_hit_cursor_find(const morgue_archive *archive, const char *cursor,
                                 mg_hit_order order, mg_hit *ret, morgue_error *err)
{
    parts p = {0};
    mg_place place = {0};
    if (!parse(cursor, &p))
        return mg_fail(err, MORGUE_INVALID,
                       "this is no cursor: give the one of the page before, as it stands");
    if (p.order != (char)order)
        return mg_fail(err, MORGUE_INVALID,
                       "the cursor is of a page in the order '%s', this is '%s': keep query and "
                       "order, or begin without a cursor",
                       name_of(p.order), name_of((char)order));
    for (uint32_t i = 0; i < archive->manifest.count; i++)
        if (shard_hash(archive, i) == p.shard) {
            *ret = (mg_hit){.key = p.key, .shard = i, .docid = p.docid};
            return MORGUE_OK;
        }
    if (p.term_len) {
        morgue_status status = mg_place_of_id(archive, p.term, p.term_len, &place, err);
        if (status != MORGUE_OK)
            return status;
    }
    if (!nothing_passed(archive, &p, place.shard))
        place = (mg_place){0};
    *ret = (mg_hit){.key = p.key, .shard = place.shard, .docid = place.docid};
    return MORGUE_OK;
}
