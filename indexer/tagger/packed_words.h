/* Short words as numbers, for switch: W('o', 'f'). See mg_load(). */
#ifndef MG_TAGGER_PACKED_WORDS_H
#define MG_TAGGER_PACKED_WORDS_H

#include "indexer/tagger/hash.h"
#include "indexer/tagger/tokens.h"

#define W1(a)                      ((uint64_t)(a))
#define W2(a, b)                   (W1(a) | W1(b) << 8)
#define W3(a, b, c)                (W2(a, b) | W1(c) << 16)
#define W4(a, b, c, d)             (W3(a, b, c) | W1(d) << 24)
#define W5(a, b, c, d, e)          (W4(a, b, c, d) | W1(e) << 32)
#define W6(a, b, c, d, e, f)       (W5(a, b, c, d, e) | W1(f) << 40)
#define W7(a, b, c, d, e, f, g)    (W6(a, b, c, d, e, f) | W1(g) << 48)
#define W8(a, b, c, d, e, f, g, h) (W7(a, b, c, d, e, f, g) | W1(h) << 56)

/* A token of up to eight bytes; 0: it is longer. */
static inline uint64_t mg_packed(const mg_tag_token *token)
{
    return token->len <= 8 ? mg_load(token->at, token->len) : 0;
}

#endif
