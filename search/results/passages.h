/* The parts of a text that show best why it was found. */
#ifndef MG_PASSAGES_H
#define MG_PASSAGES_H

#include "search/results/matcher.h"
#include "search/results/snippet.h"

/* What passages are cut from, and how. */
typedef struct mg_passage_task {
    morgue_text text;
    const mg_match_list *matches; /* words and phrases */
    const mg_match_list *wholes;  /* what of them belongs together */
    const mg_starts *sentences;
    size_t length; /* about so many characters each */
    size_t most;   /* passages */
} mg_passage_task;

/* More are not cut of one text. */
enum { MG_PASSAGES_MAX = 100 };

/* Chooses up to `most` windows, in the order of the text and apart: each around the place where
 * most of what was asked for, and most of what the others do not show, stands closest together,
 * in whole sentences where they fit. One at the beginning where nothing was asked for, none where
 * there is no text. Errors: NO_MEMORY. */
morgue_status mg_passages_choose(const mg_passage_task *task, mg_window ret[MG_PASSAGES_MAX],
                                 size_t *ret_n, morgue_error *err);

#endif
