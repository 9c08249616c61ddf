#include "indexer/tagger/train/score.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/tokenizer.h"

static const char *const types[] = {"PER", "ORG", "LOC", "MISC"};

/* A name as a tag. */
typedef struct tag {
    mg_entity type;
    size_t len;
    char name[MG_VALUE_MAX];
} tag;

static int by_name(const void *a, const void *b)
{
    const tag *x = a, *y = b;
    if (x->type != y->type)
        return x->type < y->type ? -1 : 1;
    return x->len != y->len ? (x->len < y->len ? -1 : 1) : memcmp(x->name, y->name, x->len);
}

/* The different tags, sorted; for free(). */
static tag *tags_of(const document *d, const gold *names, size_t n, size_t *ret_n)
{
    tag *tags = calloc(n + 1, sizeof *tags);
    size_t kept = 0;
    for (size_t i = 0; tags && i < n; i++) {
        tags[i].type = names[i].type;
        tags[i].len = mg_fold_value(d->text.data + names[i].start, names[i].end - names[i].start,
                                    tags[i].name);
    }
    if (tags && n)
        qsort(tags, n, sizeof *tags, by_name);
    for (size_t i = 0; tags && i < n; i++)
        if (!kept || by_name(&tags[kept - 1], &tags[i]) != 0)
            tags[kept++] = tags[i];
    *ret_n = kept;
    return tags;
}

static void tell(const score *s, const char *what, const tag *t)
{
    if (s->tell && t->type != MG_MISC)
        printf("%s %s %.*s\n", what, types[t->type], (int)t->len, t->name);
}

static bool count_tags(score *s, const document *d, const gold *found, size_t n)
{
    size_t n_gold, n_found, i = 0, j = 0;
    tag *a = tags_of(d, d->names, d->n_names, &n_gold), *b = tags_of(d, found, n, &n_found);
    while (a && b && (i < n_gold || j < n_found)) {
        int order = i == n_gold ? 1 : j == n_found ? -1 : by_name(&a[i], &b[j]);
        counts *c = &s->tags[order <= 0 ? a[i].type : b[j].type];
        c->gold += order <= 0;
        c->found += order >= 0;
        c->right += order == 0;
        if (order < 0)
            tell(s, "missed", &a[i]);
        if (order > 0)
            tell(s, "wrong", &b[j]);
        i += order <= 0;
        j += order >= 0;
    }
    bool fits = a && b;
    free(a);
    free(b);
    return fits;
}

static void count_spans(score *s, const document *d, const gold *found, size_t n)
{
    size_t j = 0;
    for (size_t i = 0; i < d->n_names; i++)
        s->spans[d->names[i].type].gold++;
    for (size_t i = 0; i < n; i++) {
        s->spans[found[i].type].found++;
        while (j < d->n_names && d->names[j].start < found[i].start)
            j++;
        if (j < d->n_names && d->names[j].start == found[i].start &&
            d->names[j].end == found[i].end && d->names[j].type == found[i].type)
            s->spans[found[i].type].right++;
    }
}

bool score_add(score *s, const document *d, const gold *found, size_t n)
{
    count_spans(s, d, found, n);
    return count_tags(s, d, found, n);
}

static void sum_up(counts all[SCORE_TYPES + 1])
{
    all[SCORE_THREE] = (counts){0};
    for (int type = 0; type < MG_MISC; type++) {
        all[SCORE_THREE].gold += all[type].gold;
        all[SCORE_THREE].found += all[type].found;
        all[SCORE_THREE].right += all[type].right;
    }
}

static void print_counts(const char *kind, const char *name, const counts *c)
{
    double p = c->found ? 100.0 * (double)c->right / (double)c->found : 0;
    double r = c->gold ? 100.0 * (double)c->right / (double)c->gold : 0;
    printf("  %-5s %-5s %7zu %7zu %7zu   %5.1f %5.1f %5.1f\n", kind, name, c->gold, c->found,
           c->right, p, r, p + r > 0 ? 2 * p * r / (p + r) : 0);
}

void score_print(score *s, const char *title)
{
    static const char *const names[] = {"PER", "ORG", "LOC", "MISC", "all 3"};
    sum_up(s->spans);
    sum_up(s->tags);
    printf("%s\n  %-5s %-5s %7s %7s %7s   %5s %5s %5s\n", title, "", "", "marked", "found", "right",
           "P", "R", "F1");
    for (int i = 0; i <= SCORE_TYPES; i++)
        print_counts("spans", names[i], &s->spans[i]);
    for (int i = 0; i <= SCORE_TYPES; i++)
        if (i != MG_MISC)
            print_counts("tags", names[i], &s->tags[i]);
}
