#include "indexer/tagger/tables.h"

#include <math.h>
#include <string.h>

#include "archive/error.h"
#include "archive/utf8.h"

/* What training never comes near; with more, sums of scores and their exponentials overflow. */
static const float most_transition = 60, most_unit = 1;

static morgue_status read_weights(const mg_tagger_model *model, mg_tables *ret, morgue_error *err)
{
    morgue_text weights = mg_model_section(model, MG_SECTION_WEIGHTS);
    morgue_text transitions = mg_model_section(model, MG_SECTION_TRANSITIONS);
    morgue_status status = mg_model_table(model, MG_SECTION_FEATURES, 0, &ret->features, err);
    if (status != MORGUE_OK)
        return status;
    if (weights.len < (uint64_t)ret->features.n_rows * MG_SCORED * sizeof(int16_t) ||
        transitions.len < sizeof ret->transitions + sizeof ret->unit)
        return mg_fail(err, MORGUE_CORRUPT, "the tagger's model lacks weights");
    ret->weights = (const int16_t *)(const void *)weights.data;
    memcpy(ret->transitions, transitions.data, sizeof ret->transitions);
    memcpy(&ret->unit, transitions.data + sizeof ret->transitions, sizeof ret->unit);
    return MORGUE_OK;
}

static bool scores_are_sound(const mg_tables *t)
{
    for (unsigned a = 0; a < MG_LABELS; a++)
        for (unsigned b = 0; b < MG_LABELS; b++)
            if (!(fabsf(t->transitions[a][b]) <= most_transition)) /* nor NaN */
                return false;
    return t->unit >= 0 && t->unit <= most_unit;
}

/* Names become values of articles. */
static bool is_text(const mg_tables *t, const mg_name *name)
{
    const char *text = t->strings.data + name->text;
    return mg_utf8_clean_prefix(text, name->len) == name->len;
}

static bool names_are_sound(const mg_tables *t)
{
    const mg_gaz_entry *entries = t->gazetteer.payload;
    for (uint32_t i = 0; i < t->gazetteer.n_rows; i++)
        if (entries[i].name > t->n_names)
            return false;
    for (uint32_t i = 0; i < t->n_names; i++)
        if ((uint64_t)t->names[i].text + t->names[i].len >= t->strings.len ||
            t->names[i].field >= MORGUE_FIELD_COUNT || !is_text(t, &t->names[i]))
            return false;
    return true;
}

/* The first name of each country. */
static void find_countries(mg_tables *t)
{
    for (uint32_t i = 0; i < t->n_names; i++) {
        unsigned a = (unsigned)(t->names[i].country[0] - 'A');
        unsigned b = (unsigned)(t->names[i].country[1] - 'A');
        if (!(t->names[i].flags & MG_NAME_COUNTRY) || a >= 26 || b >= 26 || !t->names[i].len)
            continue;
        uint32_t *country = &t->countries[a * 26 + b];
        *country = *country ? *country : i + 1;
    }
}

morgue_status mg_tables_open(const mg_tagger_model *model, mg_tables *ret, morgue_error *err)
{
    morgue_text names = mg_model_section(model, MG_SECTION_NAMES);
    morgue_status status = read_weights(model, ret, err);
    if (status == MORGUE_OK)
        status =
            mg_model_table(model, MG_SECTION_GAZETTEER, sizeof(mg_gaz_entry), &ret->gazetteer, err);
    if (status == MORGUE_OK)
        status =
            mg_model_table(model, MG_SECTION_LEXICON, sizeof(mg_word_class), &ret->lexicon, err);
    ret->names = (const mg_name *)(const void *)names.data;
    ret->n_names = (uint32_t)(names.len / sizeof(mg_name));
    ret->strings = mg_model_section(model, MG_SECTION_STRINGS);
    if (status == MORGUE_OK && !scores_are_sound(ret))
        status = mg_fail(err, MORGUE_CORRUPT, "the tagger's model has damaged weights");
    if (status == MORGUE_OK && !names_are_sound(ret))
        status = mg_fail(err, MORGUE_CORRUPT, "the tagger's model has damaged names");
    if (status == MORGUE_OK)
        find_countries(ret);
    return status;
}
