/* Documents of a window with their scores, put together from those of parts. */
#ifndef MG_FRAME_H
#define MG_FRAME_H

#include "search/match/bits.h"

/* Documents of one window, and their scores where they count: those of other documents are unset.
 */
typedef struct mg_frame {
    uint64_t bits[MG_WINDOW_WORDS];
    double scores[MG_WINDOW];
} mg_frame;

/* Puts scores beside the documents of an operator that has none. */
static inline void mg_frame_score_nothing(mg_frame *frame)
{
    MG_BITS_EACH(frame->bits, d)
    frame->scores[d] = 0;
}

/* Adds one more of the parts that must all be there; it was looked for among `all` only. */
static inline void mg_frame_meet(mg_frame *all, const mg_frame *part, bool scored)
{
    memcpy(all->bits, part->bits, sizeof all->bits);
    if (!scored)
        return;
    MG_BITS_EACH(part->bits, d)
    all->scores[d] += part->scores[d];
}

static inline void mg_frame_exclude(mg_frame *all, const mg_frame *part)
{
    for (size_t i = 0; i < MG_WINDOW_WORDS; i++)
        all->bits[i] &= ~part->bits[i];
}

/* Adds one more of the parts of which any may be there. */
static inline void mg_frame_join(mg_frame *any, const mg_frame *part, bool scored)
{
    if (scored)
        MG_BITS_EACH(part->bits, d)
        {
            bool there = mg_bits_has(any->bits, (uint32_t)d);
            any->scores[d] = (there ? any->scores[d] : 0) + part->scores[d];
        }
    for (size_t i = 0; i < MG_WINDOW_WORDS; i++)
        any->bits[i] |= part->bits[i];
}

#endif
