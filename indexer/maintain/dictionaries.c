#include "indexer/maintain/dictionaries.h"

#include <stdlib.h>

#include "archive/grow.h"

const mg_buffer *mg_dictionaries_find(const mg_dictionaries *d, uint32_t adler)
{
    for (size_t i = 0; i < d->n; i++)
        if (d->at[i].adler == adler)
            return &d->at[i].text;
    return NULL;
}

bool mg_dictionaries_keep(mg_dictionaries *d, uint32_t adler, mg_buffer *text)
{
    if (!MG_GROW(d->at, d->cap, d->n + 1))
        return false;
    d->at[d->n++] = (mg_dictionary){adler, *text};
    *text = (mg_buffer){0};
    return true;
}

void mg_dictionaries_free(mg_dictionaries *d)
{
    for (size_t i = 0; i < d->n; i++)
        mg_buffer_free(&d->at[i].text);
    free(d->at);
    *d = (mg_dictionaries){0};
}
