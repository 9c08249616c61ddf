/* Archives whose shards are merged: made-up articles, and what an archive answers. */
#ifndef NEWS_H
#define NEWS_H

#include "archive/buffer.h"
#include "indexer/engine.h"
#include "morgue.h"
#include "tests/unit/scratch.h"

/* An archive in the making. */
typedef struct news {
    scratch s;
    char path[80]; /* of the archive */
    mg_engine engine;
    morgue_writer *writer;
} news;

void news_open(news *n);
void news_close(news *n);

/* Closes the writer and opens another. */
void news_again(news *n);

/* Adds or replaces article `number`: version `version` of it, with so many words. */
morgue_status news_add(news *n, int number, int version, unsigned words, morgue_error *err);

/* Adds articles [first, first + count) and commits. */
void news_commit(news *n, int first, int count, unsigned words);
void news_delete(news *n, int number);

morgue_stats news_stats(const news *n);

/* All that the archive answers, as text: every article, counts, scores. */
void news_answers(const news *n, mg_buffer *ret);

/* Fails the test unless each folder of a shard is in the manifest and Xapian finds nothing wrong
 * with it. */
void news_check(const news *n);

#endif
