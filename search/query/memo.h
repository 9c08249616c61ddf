/* What words stand for in one state of an archive, remembered from query to query. Bounded: when it
 * is full it forgets everything. */
#ifndef MG_MEMO_H
#define MG_MEMO_H

#include "search/query/expand.h"

typedef enum mg_memo_kind { MG_MEMO_STEM, MG_MEMO_WILD, MG_MEMO_FUZZY } mg_memo_kind;

typedef struct mg_memo mg_memo;

/* NULL when memory is out. */
mg_memo *mg_memo_new(void);
void mg_memo_free(mg_memo *memo);

/* Copies what is remembered into the arena; false where nothing is. */
bool mg_memo_recall(const mg_memo *memo, mg_memo_kind kind, const char *prefix, morgue_text word,
                    mg_arena *arena, mg_forms *ret);

/* Remembers, where it can. */
void mg_memo_keep(mg_memo *memo, mg_memo_kind kind, const char *prefix, morgue_text word,
                  const mg_forms *forms);

#endif
