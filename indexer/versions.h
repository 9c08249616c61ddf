/* Versions of articles: which of two under one id is the later one, and those of the articles that
 * a writer has put since the last commit, whose records cannot be read yet. */
#ifndef MG_VERSIONS_H
#define MG_VERSIONS_H

#include "morgue.h"

/* What an article says of its version. */
typedef struct mg_version {
    uint64_t number;   /* of MORGUE_REVISION: "12", "v12", "1.12"; 0: none */
    uint64_t modified; /* the digits of MORGUE_MODIFIED and how many they are; 0: none */
} mg_version;

mg_version mg_version_of(const morgue_article *article);

static inline bool mg_version_is_told(const mg_version *version)
{
    return version->number || version->modified;
}

/* Is `a` an earlier version than `b`? By their numbers, where both have one; else by when they were
 * changed, as far as both say it. What is equal or not known is not earlier. */
bool mg_version_is_older(const mg_version *a, const mg_version *b);

/* Versions by article. Zero-initialise it. */
typedef struct mg_versions {
    struct mg_version_slot *slots; /* open addressing */
    size_t cap;                    /* a power of two, or 0 */
    size_t count;
} mg_versions;

/* `key` is the hash of the article's id, as in mg_touch. What is not there is {0, 0}. */
mg_version mg_versions_find(const mg_versions *versions, const uint64_t key[2]);

/* Keeps the version; nothing is kept where none is told and none was there. False when memory is
 * out. */
bool mg_versions_set(mg_versions *versions, const uint64_t key[2], mg_version version);

/* Forgets all, and keeps the memory. */
void mg_versions_clear(mg_versions *versions);
void mg_versions_free(mg_versions *versions);

size_t mg_versions_memory(const mg_versions *versions);

#endif
