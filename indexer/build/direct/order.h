/* Sorting terms by their bytes: by their first eight as a number, and by the rest only where these
 * are the same. */
#ifndef MG_ORDER_H
#define MG_ORDER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct mg_order {
    uint64_t head; /* mg_order_head() of the term */
    const char *term;
    uint32_t len;
    uint32_t index; /* the caller's */
} mg_order;

/* The first eight bytes of a term, big-endian, filled up with zeros. */
static inline uint64_t mg_order_head(const char *term, size_t len)
{
    uint64_t head = 0;
    if (len >= 8) {
        memcpy(&head, term, 8); /* of known length: one instruction */
        return __builtin_bswap64(head);
    }
    for (size_t i = 0; i < len; i++)
        head |= (uint64_t)(unsigned char)term[i] << (56 - 8 * i);
    return head;
}

/* Is a before b? Terms that go on in zero bytes are told apart by their length. */
static inline int mg_order_before(const mg_order *a, const mg_order *b)
{
    if (a->head != b->head)
        return a->head < b->head;
    size_t common = a->len < b->len ? a->len : b->len;
    int rest = common > 8 ? memcmp(a->term + 8, b->term + 8, common - 8) : 0;
    return rest ? rest < 0 : a->len < b->len;
}

/* Sorts different terms. No recursion deeper than log2(n). */
void mg_order_sort(mg_order *terms, size_t n);

#endif
