/* From the keys of dumps to the fields of articles. */
#ifndef MG_KEYS_H
#define MG_KEYS_H

#include "indexer/formats/format.h"

/* How good a claim a key has to a field that an article has once; the least number wins. */
typedef enum mg_claim {
    CLAIM_MAPPED,  /* the caller says so */
    CLAIM_NAMED,   /* the field's own name */
    CLAIM_ALIAS,   /* another name in the field table */
    CLAIM_DEFAULT, /* a usual name in news dumps */
    CLAIM_NONE
} mg_claim;

/* The field of a key, letter case not minded; sets *ret_field unless CLAIM_NONE. `reader` may be
 * NULL: no mappings. */
mg_claim mg_key_field(const mg_reader *reader, morgue_text key, morgue_field_id *ret_field);

/* Is it the key of a text that is as good as any where an article has no other: a summary, a
 * description? */
bool mg_key_is_stopgap_text(morgue_text key);

/* What came of the caller's mappings: which of them found their key, and some of the keys that
 * there were. Zero-initialise it, but for `used`. */
typedef struct mg_key_log {
    bool *used;        /* by mapping */
    mg_buffer seen;    /* keys, each followed by a NUL */
    size_t count;      /* of keys seen */
    unsigned searched; /* keys that were looked for among them */
} mg_key_log;

/* Mapping `i` has found its key. */
void mg_key_log_use(const mg_reader *reader, size_t i);

#endif
