/* How Xapian's glass backend spells numbers and strings, and the keys made of them. Nothing here
 * allocates or fails for want of room: each function says how many bytes it may write, the caller
 * has them. `put` functions write at a cursor and return the new one.
 * Source: Xapian 1.4.22, common/pack.h and backends/glass. */
#ifndef MG_GLASS_PACK_H
#define MG_GLASS_PACK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    MG_GLASS_KEY_MAX = 255,  /* bytes of a key; the room that every key builder wants */
    MG_GLASS_TERM_MAX = 245, /* bytes of a term, zero bytes counted twice */
    MG_GLASS_UINT_ROOM = 10, /* 5 for a number of 32 bits */
    MG_GLASS_SORTINT_ROOM = 5
};

/* ---- Numbers and strings ------------------------------------------------------------------ */

/* 7 bits a byte, low bits first, the top bit set on all but the last. */
static inline uint8_t *mg_glass_put_uint(uint8_t *at, uint64_t value)
{
    while (value >= 0x80) {
        *at++ = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    *at++ = (uint8_t)value;
    return at;
}

/* Little-endian without trailing zeros, nothing at all for 0: only as the last thing of a key or
 * tag. Room: 8. */
static inline uint8_t *mg_glass_put_uint_last(uint8_t *at, uint64_t value)
{
    for (; value; value >>= 8)
        *at++ = (uint8_t)value;
    return at;
}

/* A number whose bytes sort as the numbers do. Two bytes up to 0x7FFF; then 3 to 5, the length told
 * by the number of leading ones. Room: MG_GLASS_SORTINT_ROOM. */
static inline uint8_t *mg_glass_put_sortint(uint8_t *at, uint32_t value)
{
    if (value < 0x8000) {
        at[0] = (uint8_t)(value >> 8);
        at[1] = (uint8_t)value;
        return at + 2;
    }
    int len = (37 - __builtin_clz(value)) / 7;
    uint64_t bytes = value | (uint64_t)((0xFF << (10 - len)) & 0xFF) << 8 * (len - 1);
    for (int i = len - 1; i >= 0; i--)
        *at++ = (uint8_t)(bytes >> 8 * i);
    return at;
}

/* A string that sorts as its bytes do when more may follow: 00 becomes 00 FF. The terminator, 00,
 * is the caller's. Room: twice the length. */
static inline uint8_t *mg_glass_put_sortstr(uint8_t *at, const void *data, size_t len)
{
    const uint8_t *from = data;
    if (len && !memchr(from, 0, len)) {
        memcpy(at, from, len);
        return at + len;
    }
    for (size_t i = 0; i < len; i++) {
        *at++ = from[i];
        if (from[i] == 0)
            *at++ = 0xFF;
    }
    return at;
}

/* ---- Keys --------------------------------------------------------------------------------- */

/* All return the key's length; those of terms 0 for a term that is empty or too long. */

/* What all keys with this term and a docid begin with: the docid follows as a sortint. */
static inline size_t mg_glass_key_prefix(uint8_t key[MG_GLASS_KEY_MAX], const void *term,
                                         size_t len)
{
    uint8_t long_form[2 * MG_GLASS_TERM_MAX];
    if (len == 0 || len > MG_GLASS_TERM_MAX)
        return 0;
    size_t size = (size_t)(mg_glass_put_sortstr(long_form, term, len) - long_form);
    if (size > MG_GLASS_TERM_MAX)
        return 0;
    memcpy(key, long_form, size);
    key[size] = 0;
    return size + 1;
}

/* Ends a key after its prefix of `prefix` bytes. */
static inline size_t mg_glass_key_docid(uint8_t key[MG_GLASS_KEY_MAX], size_t prefix,
                                        uint32_t docid)
{
    return (size_t)(mg_glass_put_sortint(key + prefix, docid) - key);
}

/* postlist: a term's first chunk (docid 0), or the chunk that begins with docid. */
static inline size_t mg_glass_key_term(uint8_t key[MG_GLASS_KEY_MAX], const void *term, size_t len,
                                       uint32_t docid)
{
    size_t prefix = mg_glass_key_prefix(key, term, len);
    if (prefix == 0)
        return 0;
    return docid ? mg_glass_key_docid(key, prefix, docid) : prefix - 1;
}

/* position */
static inline size_t mg_glass_key_position(uint8_t key[MG_GLASS_KEY_MAX], const void *term,
                                           size_t len, uint32_t docid)
{
    size_t prefix = mg_glass_key_prefix(key, term, len);
    return prefix ? mg_glass_key_docid(key, prefix, docid) : 0;
}

/* postlist: document lengths, the first chunk (docid 0) or the one that begins with docid. */
static inline size_t mg_glass_key_doclen(uint8_t key[MG_GLASS_KEY_MAX], uint32_t docid)
{
    key[0] = 0;
    key[1] = 0xE0;
    return docid ? mg_glass_key_docid(key, 2, docid) : 2;
}

/* postlist: the statistics of a value slot */
static inline size_t mg_glass_key_value_stats(uint8_t key[MG_GLASS_KEY_MAX], uint32_t slot)
{
    key[0] = 0;
    key[1] = 0xD0;
    return (size_t)(mg_glass_put_uint_last(key + 2, slot) - key);
}

/* postlist: the chunk of a value slot that begins with docid */
static inline size_t mg_glass_key_value_chunk(uint8_t key[MG_GLASS_KEY_MAX], uint32_t slot,
                                              uint32_t docid)
{
    key[0] = 0;
    key[1] = 0xD8;
    return (size_t)(mg_glass_put_sortint(mg_glass_put_uint(key + 2, slot), docid) - key);
}

/* postlist: metadata; 0 for a name that is empty or too long for Xapian (over 245 bytes) */
static inline size_t mg_glass_key_metadata(uint8_t key[MG_GLASS_KEY_MAX], const char *name)
{
    size_t len = strlen(name);
    if (len == 0 || len > MG_GLASS_TERM_MAX)
        return 0;
    key[0] = 0;
    key[1] = 0xC0;
    memcpy(key + 2, name, len);
    return len + 2;
}

/* docdata, termlist */
static inline size_t mg_glass_key_document(uint8_t key[MG_GLASS_KEY_MAX], uint32_t docid)
{
    return mg_glass_key_docid(key, 0, docid);
}

/* termlist: the value slots a document has, right behind its terms */
static inline size_t mg_glass_key_slots_used(uint8_t key[MG_GLASS_KEY_MAX], uint32_t docid)
{
    size_t len = mg_glass_key_docid(key, 0, docid);
    key[len] = 0;
    return len + 1;
}

#endif
