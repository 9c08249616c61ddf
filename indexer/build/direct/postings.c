#include "indexer/build/direct/postings.h"

#include <stddef.h>
#include <string.h>

/* Moves into the next slice where the current one is used up. */
static inline void follow(mg_postings *p)
{
    if (p->at < p->end)
        return;
    memcpy(&p->at, p->end, sizeof p->at);
    p->size = p->size < MG_LAST_SLICE ? p->size * 2 : MG_LAST_SLICE;
    p->end = p->at + p->size;
}

static uint32_t read_uint(mg_postings *p)
{
    uint32_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
        follow(p);
        uint8_t byte = *p->at++;
        number |= (uint32_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return number;
    }
}

static void read_head(mg_postings *p)
{
    p->docid += read_uint(p);
    p->wdf = read_uint(p);
    p->tag_len = read_uint(p);
}

void mg_postings_begin(mg_postings *p, const uint8_t *first)
{
    p->at = first;
    p->size = MG_FIRST_SLICE;
    p->end = first + MG_FIRST_SLICE;
    read_head(p);
}

void mg_postings_next(mg_postings *p, uint8_t *tag)
{
    for (size_t left = p->tag_len; left;) {
        follow(p);
        size_t run = (size_t)(p->end - p->at);
        run = run < left ? run : left;
        if (tag) {
            memcpy(tag, p->at, run);
            tag += run;
        }
        p->at += run;
        left -= run;
    }
    if (--p->left)
        read_head(p);
    else
        p->docid = 0;
}
