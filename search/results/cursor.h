/* Cursors: the place of a hit in the order of a search, as a text that others keep. */
#ifndef MG_CURSOR_H
#define MG_CURSOR_H

#include "archive/buffer.h"
#include "archive/reader.h"
#include "search/match/best.h"

/* What the hits are in the order of. */
typedef enum mg_hit_order {
    MG_ORDER_SCORE = 'r',
    MG_ORDER_NEWEST = 'n',
    MG_ORDER_OLDEST = 'o'
} mg_hit_order;

/* Begins the cursor of a hit of the archive as it is, in an empty buffer. False when memory is out.
 */
bool mg_hit_cursor_begin(const morgue_archive *archive, const mg_hit *hit, mg_hit_order order,
                         mg_buffer *ret);

/* Ends it with the id of the hit's article, by which it is found when its shard has been merged
 * into another. False when memory is out. */
bool mg_hit_cursor_end(mg_buffer *cursor, morgue_text id);

/* The place that the cursor names in the archive as it is now: *ret is before all hits behind it.
 *
 * The order of articles within shards, and of the shards that are there, does not change, but a
 * merge may move an article behind one that was added later. Where that cannot be ruled out for
 * what is behind the hit, nor where the hit is gone together with its shard, *ret is before all
 * hits of the same key: they come again, rather than some of them never. What one merge has moved,
 * and another has put into the hit's own shard then, cannot be seen.
 *
 * Errors: INVALID (no cursor, or one of another order), NO_MEMORY. */
morgue_status mg_hit_cursor_find(const morgue_archive *archive, const char *cursor,
                                 mg_hit_order order, mg_hit *ret, morgue_error *err);

#endif
