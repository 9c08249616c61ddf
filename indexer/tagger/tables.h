/* What is in a model, ready to be asked. */
#ifndef MG_TAGGER_TABLES_H
#define MG_TAGGER_TABLES_H

#include "indexer/tagger/model.h"

/* What a name or word of the gazetteer is. One bit each. */
typedef enum mg_kind {
    MG_KIND_COUNTRY,
    MG_KIND_REGION, /* a subdivision of a country */
    MG_KIND_CITY,
    MG_KIND_PLACE,  /* seas, mountains, buildings ... */
    MG_KIND_NATION, /* Kenyan, Kenyans */
    MG_KIND_PERSON,
    MG_KIND_ORG,
    MG_KIND_SEEN_PERSON, /* found in much text by an earlier model */
    MG_KIND_SEEN_ORG,
    MG_KIND_SEEN_PLACE,
    MG_KIND_SEEN_OTHER,
    MG_KIND_NEVER,
    MG_KIND_MEDIA, /* agencies and photo services */
    MG_KIND_RUNS,  /* so many are matched as runs of words; the others are single words */
    MG_KIND_FIRST = MG_KIND_RUNS,
    MG_KIND_LAST,
    MG_KIND_TITLE,     /* Mr, President: stands before persons */
    MG_KIND_ORG_END,   /* Inc, Ministry */
    MG_KIND_ORG_BEGIN, /* Ministry (of) */
    MG_KIND_COUNT
} mg_kind;

/* An entry of the gazetteer. The key is the run of the folded hashes of its words. */
typedef struct mg_gaz_entry {
    uint32_t kinds; /* bits */
    uint32_t name;  /* one above the number of its canonical name; 0: it has none */
} mg_gaz_entry;

enum { MG_GAZ_LONGER = 1u << 31 }; /* in kinds: longer names begin with these words */

/* A canonical name. */
typedef struct mg_name {
    uint32_t text;   /* offset in MG_SECTION_STRINGS */
    uint16_t len;    /* 0: the name that led here is the canonical one */
    uint8_t field;   /* morgue_field_id */
    uint8_t flags;   /* MG_NAME_* */
    char country[2]; /* ISO 3166-1; "--": none */
    uint16_t zero;
} mg_name;

enum {
    MG_NAME_COUNTRY = 1,
    MG_NAME_AMBIGUOUS = 2 /* places of this name are in several countries */
};

/* A word's clusters. */
typedef struct mg_word_class {
    uint16_t fine;
    uint8_t middle;
    uint8_t coarse_and_case; /* coarse * 4 + how often it is written with a capital, 0..3 */
} mg_word_class;

enum { MG_LABELS = 17, MG_SCORED = 16 };

/* The hash of a feature in its table. */
static inline uint64_t mg_feature_key(uint32_t feature)
{
    return feature * 0x9E3779B97F4A7C15u;
}

typedef struct mg_tables {
    mg_table_view features;
    const int16_t *weights; /* [rows][MG_SCORED], so small that sums of all features fit too */
    float transitions[MG_LABELS][MG_LABELS];
    float unit; /* what a weight of 1 is worth */
    mg_table_view gazetteer;
    mg_table_view lexicon;
    const mg_name *names;
    uint32_t n_names;
    morgue_text strings;
    uint32_t countries[26 * 26]; /* one above the number of the name of a country, by its code */
} mg_tables;

/* The weights of a feature, or NULL. */
static inline const int16_t *mg_weights_of(const mg_tables *tables, uint32_t feature)
{
    int64_t row = mg_table_find(&tables->features, mg_feature_key(feature));
    return row < 0 ? NULL : tables->weights + row * MG_SCORED;
}

/* Errors: CORRUPT. */
morgue_status mg_tables_open(const mg_tagger_model *model, mg_tables *ret, morgue_error *err);

const mg_tables *mg_model_tables(const mg_tagger_model *model);

/* The entry of a run of words, or NULL. */
static inline const mg_gaz_entry *mg_gaz_find(const mg_tables *tables, uint64_t run)
{
    int64_t row = mg_table_find(&tables->gazetteer, run);
    return row < 0 ? NULL : (const mg_gaz_entry *)tables->gazetteer.payload + row;
}

/* The name of a country by its code; NULL where there is none. */
static inline const mg_name *mg_country(const mg_tables *tables, const char code[2])
{
    unsigned a = (unsigned)(code[0] - 'A'), b = (unsigned)(code[1] - 'A');
    uint32_t name = a < 26 && b < 26 ? tables->countries[a * 26 + b] : 0;
    return name ? &tables->names[name - 1] : NULL;
}

static inline const mg_word_class *mg_lexicon_find(const mg_tables *tables, uint64_t exact)
{
    int64_t row = mg_table_find(&tables->lexicon, exact);
    return row < 0 ? NULL : (const mg_word_class *)tables->lexicon.payload + row;
}

#endif
