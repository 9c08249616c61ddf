/* A group of terms in one shard: which documents of a window have one of them, and what that
 * counts.
 *
 * A group counts as one term: its wdf in a document is the sum of its terms' (a synonym in Xapian's
 * sense). Weights are BM25 as Robertson and Zaragoza have it in "The probabilistic relevance
 * framework" (2009). */
#ifndef MG_MATCH_LEAF_H
#define MG_MATCH_LEAF_H

#include "archive/index.h"
#include "archive/tokenizer.h"
#include "search/match/frame.h"
#include "search/query/op.h"

/* What BM25 needs to know of the archive: a document of length l with wdf f weighs
 * idf * f / (f + base + slope * l). */
typedef struct mg_bm25 {
    uint64_t articles;
    double base;
    double slope;
} mg_bm25;

void mg_bm25_init(mg_bm25 *ret, uint64_t articles, uint64_t total_length);

/* The weight of a term that `frequency` of the articles have. */
double mg_bm25_idf(const mg_bm25 *bm25, double frequency);

/* A document's part of the score. */
double mg_bm25_score(const mg_bm25 *bm25, double idf, uint32_t wdf, uint32_t length);

/* What a word in the headline counts in addition, as a multiple of its idf. */
extern const double mg_title_factor;

/* Memory for work within a window, shared by all leaves of a search. */
typedef struct mg_leaf_scratch {
    uint32_t docids[MG_WINDOW];
    uint32_t wdfs[MG_WINDOW];
    uint32_t sums[MG_WINDOW]; /* all 0 between calls */
    uint64_t titles[MG_WINDOW_WORDS];
} mg_leaf_scratch;

/* For free(); NULL when memory is out. */
mg_leaf_scratch *mg_leaf_scratch_new(void);

/* Which lists each document of the window is in: chains of links. Kept where a leaf has many lists
 * and its positions are asked for. */
typedef struct mg_leaf_chain mg_leaf_chain;

typedef struct mg_leaf {
    const mg_group *group;
    mg_list **lists; /* of those of its terms that the shard has */
    size_t n_lists;
    mg_list **titles;
    size_t n_titles;
    uint64_t frequency; /* sum over the lists, at most the shard's articles */
    double idf;         /* 0: does not weigh */
    uint32_t next;      /* the least document that may be left; UINT32_MAX after the last */
    mg_leaf_chain *chain;
} mg_leaf;

enum { MG_GROUP_TERM_MAX = MG_TERM_MAX + MG_EXACT_MAX };

/* Term i of the group as the index has it, behind a prefix, and its length; 0: no index can have
 * it. */
size_t mg_group_term(const mg_group *group, size_t i, const char *prefix,
                     char ret[MG_GROUP_TERM_MAX]);

/* Opens the lists, and adds to frequencies[i] how many documents have term i; `chained` where
 * positions will be asked for in the order of windows. The leaf is to be closed, also after a
 * failure. Errors: NO_MEMORY. */
morgue_status mg_leaf_open(mg_index *index, const mg_group *group, bool chained,
                           uint64_t *frequencies, mg_leaf *ret, morgue_error *err);
void mg_leaf_close(mg_leaf *leaf);

/* Sets in `ret` the documents of the window from `base` that have a term of the group and stand in
 * `mask` (NULL: any will do), and their scores where bm25 and `lengths` are not NULL. Windows come
 * in rising order. False when memory is out. */
bool mg_leaf_window(mg_leaf *leaf, mg_leaf_scratch *scratch, const mg_bm25 *bm25,
                    const mg_lengths *lengths, uint32_t base, const uint64_t *mask, mg_frame *ret);

/* The positions of the group's terms in a document, rising, none twice, replacing what is in `ret`;
 * `scratch` is for passing. `in_window`: the document is in the window of the last call, and stood
 * in its mask. False when memory is out. */
bool mg_leaf_positions(mg_leaf *leaf, uint32_t docid, bool in_window, mg_places *scratch,
                       mg_places *ret);

#endif
