/* What a query means in one archive: operators to run, and what to show in the articles that are
 * found.
 *
 *     mg_plan *plan = NULL;
 *     if (mg_plan_make(text, len, &setting, &plan, err) != MORGUE_OK)
 *         return err->status;
 *     ... mg_find(archive, plan, ...) ...
 *     mg_plan_free(plan);
 *
 * A plan belongs to the state of the archive that it was made with: make it anew after a reopen,
 * because the words that a stem stands for may have changed. */
#ifndef MG_PLAN_H
#define MG_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "archive/buffer.h"
#include "archive/index.h"
#include "morgue.h"
#include "search/match/clock.h"
#include "search/query/op.h"
#include "xapian/xapian_c.h"

typedef struct mg_plan mg_plan;
struct mg_memo;
struct mg_aliases;
struct mg_blocklist;

/* What a query is planned for. Nothing of it is needed afterwards. */
typedef struct mg_plan_setting {
    mg_index *const *indexes; /* the shards */
    size_t n_indexes;
    xap_stem *const *stems; /* words are stemmed by each of them; without any, taken literally */
    size_t n_stems;
    struct mg_memo *memo;             /* remembers what words stand for; NULL: nothing does */
    const struct mg_aliases *aliases; /* NULL: none */
    struct mg_blocklist *blocklist;   /* the plan holds it; NULL: none */
    mg_deadline deadline; /* what is planned past it may stand for too few words: nothing may be
                             searched with it then */
    bool filters_only;  /* leave out the parts of the query that are about words of title or text */
    const char *filter; /* another query, which narrows this one; NULL or "": none */
} mg_plan_setting;

/* Parses `text` (MORGUE_NUL for a C string) and plans it. The language: docs/query-language.md.
 * What was read counts only if mg_index_check() finds nothing wrong afterwards. Errors: BAD_QUERY
 * (err->offset is the column in characters, from 0), NO_MEMORY. */
morgue_status mg_plan_make(const char *text, size_t len, const mg_plan_setting *setting,
                           mg_plan **ret, morgue_error *err);
void mg_plan_free(mg_plan *plan);

/* A sign of what an article is about: words of one field that stand in it. */
enum { MG_SIGN_WORDS_MAX = 4 };
typedef struct mg_sign {
    morgue_field_id field;
    morgue_text words[MG_SIGN_WORDS_MAX]; /* of the tokenizer */
    size_t n_words;
    double boost; /* counts so many times as much as it would */
} mg_sign;

/* Plans a search for articles that have many of the signs, but for the one with this id. What
 * `query` says only filters; NULL or "": nothing. Errors: as mg_plan_make(). */
morgue_status mg_plan_like(const mg_sign *signs, size_t n, morgue_text id, const char *query,
                           const mg_plan_setting *setting, mg_plan **ret, morgue_error *err);

/* What follows lives as long as the plan. */

/* The whole. The order of its parts may be changed. */
mg_op *mg_plan_root(mg_plan *plan);

/* False where nothing in the query weighs (only filters, dates, `*`): every hit has score 0 then,
 * and the order of time is the better one. */
bool mg_plan_ranks(const mg_plan *plan);

/* Groups of terms, by their numbers; how many terms they have together; how many spans and
 * operators there are. */
size_t mg_plan_group_count(const mg_plan *plan);
const mg_group *mg_plan_group(const mg_plan *plan, size_t number);
size_t mg_plan_term_count(const mg_plan *plan);
size_t mg_plan_span_count(const mg_plan *plan);
size_t mg_plan_op_count(const mg_plan *plan);

/* What to mark in an article: the words, phrases and things near each other that count for a hit,
 * in the query's order; nothing that is excluded, no filters. */
size_t mg_plan_mark_count(const mg_plan *plan);
const mg_span *mg_plan_mark(const mg_plan *plan, size_t i);

/* The tree of the query as one line, in canonical form. False when memory is out. */
bool mg_plan_describe(const mg_plan *plan, mg_buffer *ret);

/* The values that do not count; NULL: none. */
struct mg_blocklist *mg_plan_blocklist(const mg_plan *plan);

/* Is the term (without prefix) one of the group's? */
bool mg_group_has(const mg_group *group, const char *term, size_t len);

#endif
