#include <string.h>

#include "indexer/page/prune.h"

typedef struct phrase {
    const char *text;
    mg_phrase kind;
} phrase;

static const phrase phrases[] = {
#define LEADS(TEXT) {TEXT, MG_PHRASE_LEADS},
#define ALONE(TEXT) {TEXT, MG_PHRASE_ALONE},
#define HOLDS(TEXT) {TEXT, MG_PHRASE_HOLDS},
#include "indexer/page/phrases.def"
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c & 0x80);
}

static bool fits(const phrase *p, morgue_text line)
{
    size_t n = strlen(p->text);
    if (line.len < n)
        return false;
    if (p->kind == MG_PHRASE_HOLDS)
        return memmem(line.data, line.len, p->text, n) != NULL;
    if (line.data[0] != p->text[0] || memcmp(line.data, p->text, n) != 0)
        return false;
    if (p->kind == MG_PHRASE_ALONE)
        return line.len == n || (line.len == n + 1 && !is_letter(line.data[n]));
    return true;
}

mg_phrase mg_phrase_in(morgue_text line)
{
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (fits(&phrases[i], line))
            return phrases[i].kind;
    return MG_PHRASE_NONE;
}
