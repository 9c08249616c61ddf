#include "indexer/formats/choose.h"

bool mg_claims_once(mg_claim claim, morgue_field_id field)
{
    return claim != CLAIM_NONE && field != MORGUE_EXTRA && !morgue_field_at(field)->repeatable;
}

void mg_choose(mg_choice *choice, mg_claim claim, morgue_field_id field, const void *what)
{
    if (!choice->best[field] || claim < choice->claims[field]) {
        choice->best[field] = what;
        choice->claims[field] = claim;
    }
}

bool mg_lists_names(morgue_field_id field)
{
    return field == MORGUE_PERSON || field == MORGUE_ORG || field == MORGUE_LOCATION ||
           field == MORGUE_ACTOR || field == MORGUE_TOPIC;
}

morgue_status mg_put_names(mg_sink *put, morgue_field_id field, morgue_text text)
{
    if (field == MORGUE_AUTHOR)
        return mg_put_byline(put, text);
    if (mg_lists_names(field))
        return mg_put_list(put, field, text, field == MORGUE_TOPIC);
    return mg_put(put, field, text, MORGUE_GIVEN);
}
