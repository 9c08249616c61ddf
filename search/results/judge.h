/* Decides by the text of an article whether a span stands in it. */
#ifndef MG_JUDGE_H
#define MG_JUDGE_H

#include "archive/reader.h"
#include "search/match/searcher.h"
#include "search/results/matcher.h"

/* One search's reading of articles; the last one stays, for all spans that are asked of it. */
typedef struct mg_judge {
    morgue_archive *archive;
    const mg_plan *plan;
    mg_deadline deadline; /* past it, what it says does not count */
    mg_matcher *matcher;  /* made when first needed */
    morgue_article *article;
    mg_buffer packed;
    size_t shard;
    uint32_t docid; /* 0: none has been read */
} mg_judge;

void mg_judge_init(mg_judge *judge, morgue_archive *archive, const mg_plan *plan,
                   mg_deadline deadline);
void mg_judge_free(mg_judge *judge);

/* It as the searcher wants it; `judge` must stay. */
mg_text_judge mg_judge_face(mg_judge *judge);

#endif
