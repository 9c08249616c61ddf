#include "indexer/text/label.h"

#include <stdlib.h>
#include <string.h>

enum { LABEL_MAX = 40 };

typedef struct label {
    const char *label;
    const char *name;
} label;

static const label labels[] = {
#define MG_LABEL(LABEL, NAME) {LABEL, NAME},
#include "indexer/text/labels.def"
#undef MG_LABEL
};

static int compare(const void *key, const void *element)
{
    return strcmp(key, ((const label *)element)->label);
}

const char *mg_label_charset(morgue_text text)
{
    char key[LABEL_MAX + 1];
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9'))
            continue;
        if (n == LABEL_MAX)
            return NULL;
        key[n++] = c;
    }
    key[n] = '\0';
    const label *found =
        bsearch(key, labels, sizeof labels / sizeof *labels, sizeof *labels, compare);
    return found ? found->name : NULL;
}
