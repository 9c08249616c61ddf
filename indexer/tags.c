#include "indexer/tags.h"

#include <stdlib.h>
#include <string.h>

#include "archive/article.h"
#include "archive/error.h"
#include "archive/field.h"
#include "archive/record.h"
#include "indexer/tagger/tagger.h"

static bool is_tag(const mg_value *value)
{
    return mg_field_is_tag((morgue_field_id)value->field);
}

bool mg_tags_are_given(const morgue_article *article)
{
    for (size_t i = 0; i < article->count; i++) {
        const mg_value *value = &article->values[i];
        if (is_tag(value) && (value->origin != MORGUE_GIVEN || value->mentions || value->main))
            return false;
    }
    return true;
}

void mg_tags_strip(morgue_article *article)
{
    size_t kept = 0;
    for (size_t i = 0; i < article->count; i++) {
        mg_value value = article->values[i];
        if (is_tag(&value) && value.origin != MORGUE_GIVEN)
            continue;
        value.mentions = 0;
        value.main = false;
        article->values[kept++] = value;
    }
    article->count = kept;
}

morgue_status mg_tags_encode_given(const morgue_article *article, mg_buffer *ret, morgue_error *err)
{
    morgue_article given = *article; /* it borrows the texts */
    given.values = malloc((given.count + 1) * sizeof *given.values);
    if (!given.values)
        return mg_fail_memory(err);
    if (given.count)
        memcpy(given.values, article->values, given.count * sizeof *given.values);
    mg_tags_strip(&given);
    morgue_status status = mg_record_encode(&given, ret, err);
    free(given.values);
    return status;
}

unsigned mg_tags_lacking(const morgue_article *article)
{
    unsigned lacking = MG_TAG_FIELDS;
    for (size_t i = 0; i < article->count; i++)
        if (is_tag(&article->values[i]) && article->values[i].origin == MORGUE_GIVEN)
            lacking &= ~(1u << article->values[i].field);
    return lacking;
}
