#include "indexer/versions.h"

#include <stdlib.h>
#include <string.h>

#include "archive/date.h"

/* ---- What an article says ----------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads up to nine digits, more of them are no number of a version. */
static bool take_number(const char **at, const char *end, uint32_t *ret)
{
    const char *begin = *at;
    uint32_t number = 0;
    while (*at < end && is_digit(**at) && *at - begin < 9)
        number = number * 10 + (uint32_t)(*(*at)++ - '0');
    *ret = number;
    return *at > begin && (*at == end || !is_digit(**at));
}

/* "12", "v12", "1.12". What is more than that has no order that we know. */
static uint64_t number_of(morgue_text text)
{
    const char *at = text.data, *end = text.data + text.len;
    uint32_t major, minor = 0;
    at += at < end && (*at == 'v' || *at == 'V');
    bool ok = take_number(&at, end, &major);
    if (ok && at < end && *at == '.') {
        at++;
        ok = take_number(&at, end, &minor);
    }
    /* One more, so that version 0 is a version too. */
    return ok && at == end ? ((uint64_t)major << 32 | minor) + 1 : 0;
}

enum { TIME_DIGITS = 14 };

/* The digits, filled up to seconds, and their number in the last four bits. A date that a caller
 * has set in another form says nothing. */
static uint64_t moment_of(morgue_text text)
{
    char digits[MG_DATE_MAX];
    size_t n = mg_date_digits(text.data, text.len, digits);
    bool canonical = text.len == 4 || (text.len > 4 && text.data[4] == '-');
    if (!canonical || n < 4 || n > TIME_DIGITS)
        return 0;
    memset(digits + n, '0', TIME_DIGITS - n);
    digits[TIME_DIGITS] = '\0';
    return strtoull(digits, NULL, 10) << 4 | n;
}

mg_version mg_version_of(const morgue_article *article)
{
    morgue_text number = morgue_article_get(article, MORGUE_REVISION, 0);
    morgue_text modified = morgue_article_get(article, MORGUE_MODIFIED, 0);
    return (mg_version){.number = number.len ? number_of(number) : 0,
                        .modified = modified.len ? moment_of(modified) : 0};
}

/* The digits that both dates have. */
static uint64_t in_common(uint64_t moment, uint64_t n)
{
    uint64_t digits = moment >> 4;
    for (; n < TIME_DIGITS; n++)
        digits /= 10;
    return digits;
}

bool mg_version_is_older(const mg_version *a, const mg_version *b)
{
    if (a->number && b->number)
        return a->number < b->number;
    if (!a->modified || !b->modified)
        return false;
    uint64_t n = (a->modified & 15) < (b->modified & 15) ? a->modified & 15 : b->modified & 15;
    return in_common(a->modified, n) < in_common(b->modified, n);
}

/* ---- By article --------------------------------------------------------------------------- */

struct mg_version_slot {
    uint64_t key[2]; /* 0, 0: empty */
    mg_version version;
};

static struct mg_version_slot *slot_of(struct mg_version_slot *slots, size_t cap,
                                       const uint64_t key[2])
{
    size_t i = key[0] & (cap - 1);
    while ((slots[i].key[0] || slots[i].key[1]) &&
           (slots[i].key[0] != key[0] || slots[i].key[1] != key[1]))
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

static bool grow(mg_versions *v)
{
    size_t cap = v->cap ? v->cap * 2 : 256;
    struct mg_version_slot *slots = calloc(cap, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < v->cap; i++)
        if (v->slots[i].key[0] || v->slots[i].key[1])
            *slot_of(slots, cap, v->slots[i].key) = v->slots[i];
    free(v->slots);
    v->slots = slots;
    v->cap = cap;
    return true;
}

mg_version mg_versions_find(const mg_versions *v, const uint64_t key[2])
{
    return v->count ? slot_of(v->slots, v->cap, key)->version : (mg_version){0, 0};
}

bool mg_versions_set(mg_versions *v, const uint64_t key[2], mg_version version)
{
    if (!mg_version_is_told(&version) && !v->count)
        return true;
    if (v->count * 4 >= v->cap * 3 && !grow(v))
        return false;
    struct mg_version_slot *slot = slot_of(v->slots, v->cap, key);
    bool there = slot->key[0] || slot->key[1];
    if (!there && !mg_version_is_told(&version))
        return true;
    v->count += !there;
    memcpy(slot->key, key, sizeof slot->key);
    slot->version = version;
    return true;
}

void mg_versions_clear(mg_versions *v)
{
    if (v->count)
        memset(v->slots, 0, v->cap * sizeof *v->slots);
    v->count = 0;
}

void mg_versions_free(mg_versions *v)
{
    free(v->slots);
    *v = (mg_versions){0};
}

size_t mg_versions_memory(const mg_versions *v)
{
    return v->cap * sizeof *v->slots;
}
