/* Tagging as a writer wants it: which fields are filled, by what, with which names in mind. One
 * for all threads, each of which has a hand of its own. */
#ifndef MG_TAGGING_H
#define MG_TAGGING_H

#include "archive/registry/registry.h"
#include "morgue.h"

/* What finds tags; where nothing else is put in its place, the tagger. */
typedef struct mg_tag_finder {
    /* Makes the working memory of a thread. The registry outlives it. Errors: NO_MEMORY. */
    morgue_status (*begin)(void *user, const mg_registry *registry, void **ret, morgue_error *err);
    /* As mg_tagger_tag(): the same article always gets the same tags. Errors: NO_MEMORY. */
    morgue_status (*tag)(void *memory, morgue_article *article, unsigned fields, morgue_error *err);
    void (*end)(void *memory);
    void *user;
} mg_tag_finder;

typedef struct mg_tagging mg_tagging;

/* Opens the model, unless there is nothing to tag, or another finder, or a tagger of the caller's.
 * `options` may be those of a writer that does not tag. Errors: as mg_tagger_model_open(); INVALID
 * (the caller's tagger is none). */
morgue_status mg_tagging_open(const morgue_writer_options *options, const mg_tag_finder *finder,
                              mg_tagging **ret, morgue_error *err);
void mg_tagging_free(mg_tagging *tagging);

/* Reads the names that people keep in the archive's folder. No thread may have a hand. Errors: IO,
 * BAD_INPUT (a file is too large), NO_MEMORY. */
morgue_status mg_tagging_read_names(mg_tagging *tagging, const char *archive, morgue_error *err);

/* Line `i` of them that was not understood; NULL after the last. */
const char *mg_tagging_notice(const mg_tagging *tagging, size_t i);

/* Are articles tagged? */
bool mg_tagging_is_on(const mg_tagging *tagging);

/* Hands that are made while tags are renewed take away the tags of a tagger that articles come with
 * also where none are to be found. */
void mg_tagging_renew(mg_tagging *tagging, bool renew);

/* How many articles something was found in, and how many came out otherwise than they came in. */
uint64_t mg_tagging_tagged(const mg_tagging *tagging);
uint64_t mg_tagging_changed(const mg_tagging *tagging);

/* Tags articles, in one thread. */
typedef struct mg_tag_hand mg_tag_hand;

/* NULL for `tagging` makes a hand that leaves all as it is. Errors: NO_MEMORY. */
morgue_status mg_tag_hand_new(mg_tagging *tagging, mg_tag_hand **ret, morgue_error *err);
void mg_tag_hand_free(mg_tag_hand *hand);

/* Tags the article, whose record is *record, and makes *record that of the tagged article, which
 * lives until the next call; it stays what it is, at its place, if that is the same. Errors:
 * NO_MEMORY. */
morgue_status mg_tag_hand_do(mg_tag_hand *hand, morgue_article *article, morgue_text *record,
                             morgue_error *err);

#endif
