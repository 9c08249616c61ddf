/* What a query means in one archive: the query for Xapian, and the words to mark in what it finds.
 *
 *     mg_plan *plan = NULL;
 *     if (mg_plan_make(text, len, db, stems, n_stems, &plan, err) != MORGUE_OK)
 *         return err->status;
 *     ... xap_enquire_new(db, mg_plan_query(plan), ...) ...
 *     mg_plan_free(plan);
 *
 * A plan belongs to the state of the database that it was made with: make it anew after a reopen,
 * because the words that a stem stands for may have changed. */
#ifndef MG_PLAN_H
#define MG_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "archive/buffer.h"
#include "morgue.h"
#include "xapian/xapian_c.h"

typedef struct mg_plan mg_plan;

/* Parses `text` (MORGUE_NUL for a C string) and plans it for `db`. Words are stemmed by each of
 * the n_stems stemmers; none means that every word is taken literally. Neither `text`, `db` nor
 * the stemmers are needed afterwards. The language: docs/query-language.md.
 * Errors: BAD_QUERY (err->offset is the column in characters, from 0), STALE, CORRUPT, IO, NETWORK,
 * NO_MEMORY. */
morgue_status mg_plan_make(const char *text, size_t len, const xap_database *db,
                           xap_stem *const *stems, size_t n_stems, mg_plan **ret,
                           morgue_error *err);
void mg_plan_free(mg_plan *plan);

/* The query to run. Lives as long as the plan. */
const xap_query *mg_plan_query(const mg_plan *plan);

/* False where nothing in the query weighs (only filters, dates, `*`): every hit has score 0 then,
 * and the order of time is the better one. */
bool mg_plan_ranks(const mg_plan *plan);

/* The tree of the query as one line, in canonical form. False when memory is out. */
bool mg_plan_describe(const mg_plan *plan, mg_buffer *ret);

/* ---- What to mark in a hit ---------------------------------------------------------------- */

/* The terms of which any may stand at one place, sorted by their bytes: folded as the tokenizer
 * does it, without prefix. */
typedef struct mg_mark_place {
    const morgue_text *terms;
    size_t n_terms;
} mg_mark_place;

/* Places that follow each other, word by word: one for a word, several for a phrase. A compound
 * within a phrase gives two groups, one with its parts and one with its joined form: a token of
 * kind MG_JOINED may stand for the last of its positions then. */
typedef struct mg_mark_group {
    morgue_field_id field; /* MORGUE_TEXT: in title and text; MORGUE_TITLE: in the title only */
    size_t column;         /* in the query, in characters from 0 */
    const mg_mark_place *places;
    size_t n_places;
} mg_mark_group;

/* The groups that count for a hit, in the query's order: nothing that is excluded, no filters.
 * Live as long as the plan. */
size_t mg_plan_group_count(const mg_plan *plan);
const mg_mark_group *mg_plan_group(const mg_plan *plan, size_t i);

/* Is the term one of the place's? */
bool mg_mark_place_has(const mg_mark_place *place, const char *term, size_t len);

#endif
