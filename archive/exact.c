/* Exact terms: a whole value as one term. */
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "archive/field.h"
#include "archive/tokenizer.h"
#include "archive/utf8.h"

enum { HASH_DIGITS = 16 };

/* Puts a hash of the whole value at the end of what was cut from it. */
static size_t end_in_hash(uint64_t hash, char *ret, size_t kept)
{
    char digits[HASH_DIGITS + 1];
    snprintf(digits, sizeof digits, "%016llx", (unsigned long long)hash);
    memcpy(ret + kept, digits, HASH_DIGITS);
    return kept + HASH_DIGITS;
}

static size_t copy_value(const char *text, size_t len, char ret[MG_VALUE_MAX])
{
    size_t plain = strnlen(text, len); /* a NUL in a term takes two bytes of Xapian's room */
    size_t kept = plain <= MG_VALUE_MAX - HASH_DIGITS || (plain == len && len <= MG_VALUE_MAX)
                      ? plain
                      : mg_utf8_cut(text, len, MG_VALUE_MAX - HASH_DIGITS);
    memcpy(ret, text, kept);
    return kept == len ? len : end_in_hash(XXH3_64bits(text, len), ret, kept);
}

size_t mg_fold_value(const char *text, size_t len, char ret[MG_VALUE_MAX])
{
    mg_tokenizer tokenizer;
    mg_token token;
    uint64_t hash = 0; /* of the folded words, so that all spellings of a long value meet */
    bool cut = false;
    size_t n = 0;
    mg_tokenizer_init(&tokenizer, text, len, 0);
    while (mg_tokenizer_next(&tokenizer, &token)) {
        if (token.kind == MG_JOINED)
            continue;
        hash = XXH3_64bits_withSeed(token.term, token.len, hash);
        cut = cut || n + 1 + token.len > MG_VALUE_MAX - HASH_DIGITS;
        if (cut)
            continue;
        if (n)
            ret[n++] = ' ';
        memcpy(ret + n, token.term, token.len);
        n += token.len;
    }
    if (cut)
        return end_in_hash(hash, ret, n);
    return n ? n : copy_value(text, len, ret);
}

size_t mg_exact_term(morgue_field_id field, const char *text, size_t len, char ret[MG_EXACT_MAX])
{
    char value[MG_VALUE_MAX];
    const char *prefix = mg_field_at(field)->exact;
    size_t prefix_len = strlen(prefix);
    if (!prefix_len)
        return 0;
    bool bytewise = field == MORGUE_ID || field == MORGUE_URL;
    size_t n = bytewise ? copy_value(text, len, value) : mg_fold_value(text, len, value);
    memcpy(ret, prefix, prefix_len);
    memcpy(ret + prefix_len, value, n);
    return prefix_len + n;
}
