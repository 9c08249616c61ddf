/* A small archive of articles of which many are odd, in as many shards as wanted. Without Check,
 * for the fuzz target too. */
#ifndef ODD_NEWS_H
#define ODD_NEWS_H

#include "morgue.h"

enum { ODD_NEWS = 64 /* articles */ };

/* The words that most of them are made of, operators, and what else queries are made of: NULL after
 * the last. */
extern const char *const odd_news_pieces[];

/* Writes the archive: the same articles in the same order, in so many shards. */
morgue_status odd_news_write(const char *path, unsigned shards, morgue_error *err);

#endif
