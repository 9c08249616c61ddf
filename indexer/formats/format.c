#include "indexer/formats/format.h"

#include <string.h>

#define MG_FORMAT(NAME) extern const mg_format mg_format_##NAME;
#include "indexer/formats/formats.def"
#undef MG_FORMAT

static const mg_format *const formats[] = {
#define MG_FORMAT(NAME) &mg_format_##NAME,
#include "indexer/formats/formats.def"
#undef MG_FORMAT
};

const mg_format *mg_format_at(size_t i)
{
    return i < sizeof formats / sizeof *formats ? formats[i] : NULL;
}

const mg_format *mg_format_named(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i]->name, name) == 0)
            return formats[i];
    return NULL;
}

const mg_format *mg_format_recognise(morgue_text head, const char *path)
{
    const mg_format *best = NULL;
    int highest = 0;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        int bid = formats[i]->bid(head, path);
        if (bid > highest) {
            highest = bid;
            best = formats[i];
        }
    }
    return best;
}

bool morgue_format_at(size_t i, morgue_format_info *ret)
{
    const mg_format *format = mg_format_at(i);
    if (!format)
        return false;
    *ret = (morgue_format_info){format->name, format->description, format->extensions};
    return true;
}
