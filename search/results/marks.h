/* What is to be marked in an article: the words and phrases that a plan counts for a hit, and where
 * they stand near each other because they must. */
#ifndef MG_MARKS_H
#define MG_MARKS_H

#include "search/match/spans.h"
#include "search/query/plan.h"

/* Bytes [start, end) of the title or of the text. */
typedef struct mg_match {
    size_t start;
    size_t end;
    size_t mark;  /* of which mark of the plan (mg_plan_mark()) it is */
    size_t whole; /* matches of one number stand near each other and belong together */
} mg_match;

typedef struct mg_match_list {
    mg_match *at; /* by their starts, the longer first */
    size_t n;
    size_t cap;
} mg_match_list;

/* More of one mark, and more of all marks, in one article tell nothing more. */
enum { MG_MATCHES_MAX = 4096, MG_MATCHES_ALL = 65536 };

/* Where things stand in the current article. */
typedef struct mg_mark_source {
    void *user;
    uint32_t text_first; /* position of the first word of the text; the title is before it */
    /* All runs of the span; NULL when memory is out. They stay while others are asked for. */
    const mg_runs *(*runs)(void *user, const mg_span *span);
    /* Bytes of the group's word at a position; false where it does not stand there. */
    bool (*bytes)(void *user, const mg_group *group, uint32_t position, size_t *ret_start,
                  size_t *ret_end);
} mg_mark_source;

/* Zero-initialise it; it serves article after article. */
typedef struct mg_marks {
    mg_match_list title; /* words and phrases */
    mg_match_list text;
    mg_match_list title_wholes; /* from the first to the last of what belongs together */
    mg_match_list text_wholes;
    size_t n_wholes;
} mg_marks;

/* Finds the plan's marks. Of what stands near each other, each word belongs to the shortest run
 * that has it. False when memory is out. */
bool mg_marks_find(mg_marks *marks, const mg_plan *plan, const mg_mark_source *source);
void mg_marks_free(mg_marks *marks);

#endif
