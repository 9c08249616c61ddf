/* Archives whose articles are tagged by a title_finder. */
#ifndef TAGGED_H
#define TAGGED_H

#include "indexer/engine.h"
#include "tests/unit/scratch.h"
#include "tests/unit/writer/title_finder.h"

typedef struct tagged {
    scratch s;
    char path[80]; /* of the archive */
    title_finder told;
    mg_tag_finder finder;
    mg_engine engine;
    morgue_writer_options options;
    morgue_writer *writer;
} tagged;

/* With MORGUE_TAG_AUTO, and no writer yet. */
void tagged_open(tagged *t);
void tagged_close(tagged *t);

/* Closes the writer, where there is one, and opens another as engine and options say now. */
void tagged_again(tagged *t);

/* Adds an article with this id and title, and a text. `person`, where it is not NULL, is a person
 * of this origin. */
morgue_outcome tagged_add(tagged *t, const char *id, const char *title, const char *person,
                          morgue_origin origin);

/* Adds `count` articles by dice, about four kilobytes each, and commits. */
void tagged_fill(tagged *t, unsigned first, unsigned count);

/* The persons of an article, as text: "Anna 80%% 1 main by 1, ...". Static, for one call. */
const char *tagged_persons(const tagged *t, const char *id);

/* All articles as lines of JSON, in the order of the archive. */
void tagged_dump(const tagged *t, mg_buffer *ret);

/* The number of shards, and the name of the first one. */
size_t tagged_shards(const tagged *t, char first[64]);

#endif
