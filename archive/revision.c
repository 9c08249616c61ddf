#include "archive/revision.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

size_t mg_revision_put(uint64_t revision, char ret[MG_REVISION_SIZE])
{
    size_t len = 0;
    for (int shift = 8 * (MG_REVISION_SIZE - 1); shift >= 0; shift -= 8)
        if (len || revision >> shift)
            ret[len++] = (char)(revision >> shift);
    return len;
}

bool mg_revision_get(const char *value, size_t len, uint64_t *ret)
{
    uint64_t revision = 0;
    if (!len || len > MG_REVISION_SIZE || !value[0])
        return false;
    for (size_t i = 0; i < len; i++)
        revision = revision << 8 | (unsigned char)value[i];
    *ret = revision;
    return true;
}

bool mg_revision_parse(const char *digits, size_t len, uint64_t *ret)
{
    enum { DIGITS_MAX = 10 };
    uint64_t revision = 0;
    for (size_t i = 0; i < len; i++) {
        if (i == DIGITS_MAX || digits[i] < '0' || digits[i] > '9')
            return false;
        revision = revision * 10 + (uint64_t)(digits[i] - '0');
    }
    if (!len || revision > MG_REVISION_MAX)
        return false;
    *ret = revision;
    return true;
}

void mg_tombstone_key(uint64_t revision, const char *id, size_t len, char ret[MG_TOMBSTONE_MAX])
{
    snprintf(ret, MG_TOMBSTONE_MAX, "%s%016" PRIx64 ".%016" PRIx64, MG_TOMBSTONE, revision,
             (uint64_t)XXH3_64bits(id, len));
}

bool mg_tombstone_revision(const char *key, size_t len, morgue_text id, uint64_t *ret)
{
    static const char digits[] = "0123456789abcdef";
    char again[MG_TOMBSTONE_MAX];
    uint64_t revision = 0;
    size_t stem = sizeof MG_TOMBSTONE - 1;
    if (len != MG_TOMBSTONE_MAX - 1 || !id.len)
        return false;
    for (size_t i = stem; i < stem + 16; i++) {
        const char *digit = memchr(digits, key[i], 16);
        if (!digit)
            return false;
        revision = revision << 4 | (uint64_t)(digit - digits);
    }
    mg_tombstone_key(revision, id.data, id.len, again);
    if (memcmp(key, again, len) != 0)
        return false;
    *ret = revision;
    return true;
}
