/* The tagger's model: one file, mapped, the same for all threads.
 *
 *   "MGTAGGER"  u32 version  u32 sections  then for each section: u32 name, u32 0, u64 offset, u64
 * len
 *
 * Numbers are little-endian; sections lie at multiples of 64 bytes. Each is checked when the model
 * is opened as far as reading it safely asks for. */
#ifndef MG_TAGGER_MODEL_H
#define MG_TAGGER_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "morgue.h"

enum { MG_MODEL_VERSION = 1, MG_MODEL_ALIGN = 64 };

/* Sections. */
typedef enum mg_section {
    MG_SECTION_FEATURES,    /* table of features; the rows of their weights are in its order */
    MG_SECTION_WEIGHTS,     /* int16 [rows][MG_SCORED] */
    MG_SECTION_TRANSITIONS, /* float [MG_LABELS][MG_LABELS], then float: the worth of a weight of 1
                             */
    MG_SECTION_GAZETTEER,   /* table of names */
    MG_SECTION_NAMES,       /* mg_name [], canonical names that entries of the gazetteer lead to */
    MG_SECTION_STRINGS,     /* the text of names, each ended by a NUL */
    MG_SECTION_LEXICON,     /* table of words: their clusters */
    MG_SECTION_LANGUAGES,   /* see language.c */
    MG_SECTION_FOREIGN,     /* see foreign.c */
    MG_SECTION_COUNT
} mg_section;

typedef struct mg_tagger_model mg_tagger_model;

/* A slot of a table. */
typedef struct mg_table_slot {
    uint32_t print; /* 0: empty */
    uint32_t row;
} mg_table_slot;

/* A table that is asked by hashes: which row has this one? */
typedef struct mg_table_view {
    const uint8_t *filter; /* a bit for each hash that is in it, among others */
    uint32_t filter_mask;  /* its bits less one */
    uint32_t n_slots;
    const mg_table_slot *slots;
    uint32_t n_rows;
    const void *payload; /* of the rows */
} mg_table_view;

/* A hash's bit in the filter, its slot, or the first to look at, and its print. */
static inline uint32_t mg_table_bit(uint64_t hash, uint32_t filter_mask)
{
    return (uint32_t)(hash >> 9) & filter_mask;
}

static inline uint32_t mg_table_first(uint64_t hash, uint32_t n_slots)
{
    return (uint32_t)(((hash >> 32) * n_slots) >> 32);
}

static inline uint32_t mg_table_print(uint64_t hash)
{
    return (uint32_t)hash | 1;
}

/* The row of a hash, or -1. Wrong about hashes that were not put in once in 2^32 / slots. The
 * filter is small and answers for most that are not there. */
static inline int64_t mg_table_find(const mg_table_view *table, uint64_t hash)
{
    uint32_t bit = mg_table_bit(hash, table->filter_mask);
    if (!(table->filter[bit / 8] >> (bit % 8) & 1))
        return -1;
    uint32_t i = mg_table_first(hash, table->n_slots);
    for (; table->slots[i].print; i = i + 1 == table->n_slots ? 0 : i + 1)
        if (table->slots[i].print == mg_table_print(hash))
            return table->slots[i].row;
    return -1;
}

/* Opens a model file; NULL: $MORGUE_TAGGER_MODEL, else share/morgue/tagger.model beside the folder
 * of the running program, else in the data folder that was configured.
 * Errors: NOT_FOUND, BAD_VERSION, CORRUPT, IO, NO_MEMORY. */
morgue_status mg_tagger_model_open(const char *path, mg_tagger_model **ret, morgue_error *err);
void mg_tagger_model_free(mg_tagger_model *model);

/* A section's bytes, which live as long as the model; {"", 0} where it has none. */
morgue_text mg_model_section(const mg_tagger_model *model, mg_section section);

/* A section that is a table: u32 slots, u32 rows, u32 bits of the filter (a power of two, 8 or
 * more), u32 0; the filter; the slots; from the next multiple of 64 on the payload, `row_size`
 * bytes a row. CORRUPT where it is not. */
morgue_status mg_model_table(const mg_tagger_model *model, mg_section section, size_t row_size,
                             mg_table_view *ret, morgue_error *err);

#endif
