#include "indexer/text/clean.h"

#include "indexer/formats/sgml.h"

bool mg_needs_cleaning(morgue_text text, unsigned flags)
{
    (void)text;
    (void)flags;
    return false;
}

bool mg_clean(morgue_text text, unsigned flags, mg_buffer *ret, mg_cleaned *counts)
{
    (void)flags;
    *counts = (mg_cleaned){0};
    return mg_buffer_append(ret, text.data, text.len);
}

bool mg_unescape_entities(morgue_text text, mg_buffer *ret, size_t *ret_count)
{
    size_t before = ret->len;
    bool ok = mg_sgml_unescape(text, ret);
    if (ret_count)
        *ret_count = ret->len - before != text.len;
    return ok;
}

uint32_t mg_entity_named(const char *name, size_t len)
{
    (void)name;
    (void)len;
    return 0;
}
