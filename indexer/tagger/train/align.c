#include "indexer/tagger/train/align.h"

#include <string.h>

static bool may_be_name(const mg_scene *scene, size_t first, size_t last)
{
    for (size_t i = first; i <= last; i++)
        if (!(scene->tokens.at[i].flags & MG_TOKEN_CANDIDATE) ||
            (i > first && mg_token_begins(&scene->tokens.at[i])))
            return false;
    return true;
}

static void label(const mg_scene *scene, const document *d, const gold *g, size_t first,
                  size_t last, uint8_t *labels)
{
    const mg_tag_token *t = scene->tokens.at;
    bool exact = token_start(d, &t[first]) == g->start &&
                 token_start(d, &t[last]) + t[last].len == g->end &&
                 may_be_name(scene, first, last);
    for (size_t i = first; i <= last; i++) {
        unsigned place = first == last ? MG_SINGLE
                         : i == first  ? MG_BEGINS
                         : i == last   ? MG_ENDS
                                       : MG_INSIDE;
        labels[i] = exact ? (uint8_t)(g->type * 4 + place) : ALIGN_BROKEN;
    }
}

void align_labels(const document *d, const mg_scene *scene, uint8_t *labels)
{
    const mg_tag_token *t = scene->tokens.at;
    size_t i = 0, n = scene->tokens.n;
    memset(labels, MG_OUTSIDE, n);
    for (size_t g = 0; g < d->n_names; g++) {
        const gold *name = &d->names[g];
        while (i < n && token_start(d, &t[i]) + t[i].len <= name->start)
            i++;
        size_t first = i;
        while (i < n && token_start(d, &t[i]) < name->end)
            i++;
        if (i > first)
            label(scene, d, name, first, i - 1, labels);
    }
}
