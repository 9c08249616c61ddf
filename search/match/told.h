/* Which documents of a shard that is far have a span, as the shard itself tells: it looks for
 * phrases, and for words near each other, where the positions are. To fetch those document by
 * document takes a message for each word of each. */
#ifndef MG_TOLD_H
#define MG_TOLD_H

#include "archive/index.h"
#include "search/query/op.h"

typedef struct mg_told {
    uint32_t *docids; /* of the shard, rising; NULL: it tells nothing */
    size_t n;
    bool exact; /* the span stands in all of these, not only in some */
} mg_told;

/* Begins to ask a shard for the span. */
void mg_told_expect(mg_index *index, const mg_span *span);

/* Asks for the spans of an operator and all below it, and waits: *ret has n_ops, by the operators'
 * numbers, with zeros where there is no span, the shard is not far, or cannot tell. Errors:
 * NO_MEMORY. */
morgue_status mg_told_open_all(mg_index *index, const mg_op *root, size_t n_ops, mg_told **ret,
                               morgue_error *err);
void mg_told_close_all(mg_told *told, size_t n_ops);

/* Tells the shard that the records of the next documents in `bits`, from `from` on, will be read:
 * of MG_TOLD_AHEAD of them. Documents are counted from `base`. */
enum { MG_TOLD_AHEAD = 64 };
void mg_told_expect_texts(mg_index *index, const mg_told *told, const uint64_t *bits, uint32_t from,
                          uint32_t base);

/* May the span stand in the document? `told` that tells nothing says yes. */
bool mg_told_has(const mg_told *told, uint32_t docid);

#endif
