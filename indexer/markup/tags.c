#include "indexer/markup/tags.h"

#include <string.h>

enum { NAME_MAX_LEN = 12 };

static const char *const names[MG_TAG_COUNT] = {"",
#define MG_TAG(NAME) #NAME,
                                                MG_TAG_TABLE(MG_TAG)
#undef MG_TAG
};

/* Letters become capitals and "-" becomes "_", as in the names of the enum. */
static size_t spell(const char *name, size_t len, char ret[NAME_MAX_LEN])
{
    for (size_t i = 0; i < len; i++) {
        char c = name[i];
        ret[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c == '-' ? '_' : c;
    }
    return len;
}

mg_tag mg_tag_named(const char *name, size_t len)
{
    char spelled[NAME_MAX_LEN];
    size_t low = 1, high = MG_TAG_COUNT;
    if (!len || len > NAME_MAX_LEN)
        return MG_TAG_NONE;
    spell(name, len, spelled);
    while (low < high) { /* the table is in the order of the names */
        size_t middle = (low + high) / 2;
        int order = strncmp(spelled, names[middle], len);
        if (order == 0 && names[middle][len])
            order = -1;
        if (order == 0)
            return (mg_tag)middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return MG_TAG_NONE;
}
