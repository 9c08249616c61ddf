/* Reads an archive by libmorgue, through one open handle, while others write to it, and checks what
 * it sees: see beside.py, which says what the groups of articles are.
 *
 *     reading ARCHIVE TABLE GROUPS SIZE SECONDS SEED
 *
 * Prints how many searches it made, articles it read, new states it took up, walks it began anew
 * and walks that saw a group change on the way; at the first finding one line, and ends with 1. */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "morgue.h"

enum { GROUPS_MAX = 64, MEMBERS_MAX = 64, CYCLE = 5, GONE = 4 };

typedef struct range {
    uint32_t low[GROUPS_MAX], high[GROUPS_MAX];
} range;

/* What was seen: how often each article, and in which states its group. */
typedef struct view {
    uint8_t times[GROUPS_MAX][MEMBERS_MAX];
    uint32_t least[GROUPS_MAX], most[GROUPS_MAX];
} view;

static const volatile uint32_t *table;
static unsigned groups, size;
static morgue_archive *archive;
static const char *path;
static morgue_error err;
static unsigned long searches, articles, states, again, mixed;

static _Noreturn void finding(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    exit(1);
}

static void must(morgue_status status, const char *what)
{
    if (status != MORGUE_OK)
        finding("%s: %s: %s", what, morgue_status_text(status), err.message);
}

/* ---- What is committed -------------------------------------------------------------------- */

static void note_low(range *r)
{
    for (unsigned g = 0; g < groups; g++)
        r->low[g] = table[2 * g];
}

static void note_high(range *r)
{
    for (unsigned g = 0; g < groups; g++)
        r->high[g] = table[2 * g + 1];
}

static bool may_be_gone(const range *r, unsigned group)
{
    for (uint32_t state = r->low[group]; state <= r->high[group]; state++)
        if (state % CYCLE == GONE)
            return true;
    return false;
}

/* ---- What is seen ------------------------------------------------------------------------- */

static unsigned count(const view *v, unsigned group)
{
    unsigned n = 0;
    for (unsigned i = 0; i < size; i++)
        n += v->times[group][i];
    return n;
}

/* The group of the article. */
static unsigned see(view *v, const morgue_article *article)
{
    unsigned group, number, titled;
    uint32_t state;
    const char *id = morgue_article_get(article, MORGUE_ID, 0).data;
    const char *title = morgue_article_get(article, MORGUE_TITLE, 0).data;
    if (sscanf(id, "made-%u-%u", &group, &number) != 2 || group >= groups || number >= size ||
        sscanf(title, "Group %u state %u", &titled, &state) != 2 || titled != group)
        finding("%s is not what was given: %s", id, title);
    if (v->times[group][number]++)
        finding("%s is seen twice", id);
    bool first = count(v, group) == 1;
    if (first || state < v->least[group])
        v->least[group] = state;
    if (first || state > v->most[group])
        v->most[group] = state;
    articles++;
    return group;
}

/* `whole`: what was seen is one state of the archive; else it may have changed on the way. */
static void check(const view *v, const range *r, unsigned group, bool whole, const char *how)
{
    unsigned n = count(v, group);
    bool may_miss = may_be_gone(r, group) && (!n || !whole);
    if (n && (v->least[group] < r->low[group] || v->most[group] > r->high[group] ||
              (whole && v->least[group] != v->most[group])))
        finding("%s: group %u is seen in states %u to %u; committed: state %u to %u", how, group,
                v->least[group], v->most[group], r->low[group], r->high[group]);
    if (n < size && !may_miss)
        finding("%s: %u of %u articles of group %u are seen; committed: state %u to %u", how, n,
                size, group, r->low[group], r->high[group]);
    mixed += n && v->least[group] != v->most[group];
}

/* ---- Reading ------------------------------------------------------------------------------ */

static void renew(range *r)
{
    bool changed = false;
    note_low(r);
    if (rand() % 8 == 0) {
        morgue_archive_free(archive);
        archive = NULL;
        must(morgue_archive_open(path, &archive, &err), "opening");
        return;
    }
    must(morgue_archive_reopen(archive, &changed, &err), "reopening");
    states += changed;
}

/* One group, or all; hits, total and facets are of one state. */
static void search(range *r, unsigned group, bool all)
{
    char query[80];
    view v = {0};
    morgue_results *results;
    const morgue_search_options options = {
        .limit = groups * size, .exact = true, .facets = {MORGUE_ORG}, .n_facets = 1};
    snprintf(query, sizeof query, all ? "topic:beside" : "person:=\"group %u\"", group);
    must(morgue_search(archive, query, &options, &results, &err), query);
    size_t n = morgue_results_count(results);
    for (size_t i = 0; i < n; i++) {
        morgue_hit hit;
        must(morgue_results_hit(results, i, &hit, &err), "a hit");
        unsigned found = see(&v, hit.article);
        if (!all && found != group)
            finding("%s has found one of group %u", query, found);
    }
    note_high(r);
    for (unsigned g = 0; g < groups; g++)
        if (all || g == group)
            check(&v, r, g, true, query);
    if (morgue_results_total(results) != n || n % size ||
        morgue_results_facet_values(results, 0) != n / size)
        finding("%s: %lu hits, %lu shown, %lu states", query,
                (unsigned long)morgue_results_total(results), (unsigned long)n,
                (unsigned long)morgue_results_facet_values(results, 0));
    morgue_results_free(results);
    searches++;
}

/* All articles, or those of a query, as they are now. When it is to be begun anew, so it is. */
static void walk(const char *query)
{
    range now;
    morgue_walk *walk;
    morgue_article *article;
    for (;; again++) {
        view v = {0};
        note_low(&now);
        must(morgue_walk_open(archive, query, &walk, &err), "a walk");
        morgue_status status = morgue_walk_next(walk, &article, &err);
        for (; status == MORGUE_OK && article; status = morgue_walk_next(walk, &article, &err))
            see(&v, article);
        morgue_walk_free(walk);
        if (status == MORGUE_STALE)
            continue;
        must(status, "walking");
        note_high(&now);
        for (unsigned g = 0; g < groups; g++)
            check(&v, &now, g, false, "a walk");
        return;
    }
}

static void read_one(range *r, unsigned group)
{
    char id[40];
    view v = {0};
    morgue_article *article = morgue_article_new();
    snprintf(id, sizeof id, "made-%u-%u", group, (unsigned)rand() % size);
    morgue_status status =
        article ? morgue_archive_article(archive, id, MORGUE_NUL, article, &err) : MORGUE_NO_MEMORY;
    note_high(r);
    if (status != MORGUE_NOT_FOUND || !may_be_gone(r, group)) {
        must(status, id);
        see(&v, article);
        if (v.least[group] < r->low[group] || v.most[group] > r->high[group])
            finding("%s is in state %u; committed: state %u to %u", id, v.least[group],
                    r->low[group], r->high[group]);
    }
    morgue_article_free(article);
}

static void look(range *r)
{
    morgue_stats stats;
    unsigned group = (unsigned)rand() % groups;
    morgue_status status;
    switch (rand() % 10) {
    case 0: walk(NULL); break;
    case 1: walk("topic:beside"); break;
    case 2:
        status = morgue_archive_stats(archive, &stats, &err);
        if (status != MORGUE_STALE)
            must(status, "counting");
        again += status == MORGUE_STALE;
        break;
    case 3: renew(r); break;
    case 4:
    case 5: read_one(r, group); break;
    default: search(r, group, rand() % 2); break;
    }
}

int main(int argc, char **argv)
{
    range r = {{0}, {0}};
    if (argc != 7)
        return 2;
    path = argv[1];
    groups = (unsigned)atoi(argv[3]);
    size = (unsigned)atoi(argv[4]);
    time_t end = time(NULL) + atoi(argv[5]);
    srand((unsigned)atoi(argv[6]));
    int fd = open(argv[2], O_RDONLY | O_CLOEXEC);
    if (fd < 0 || groups > GROUPS_MAX || size > MEMBERS_MAX)
        return 2;
    table = mmap(NULL, 2 * groups * sizeof *table, PROT_READ, MAP_SHARED, fd, 0);
    if (table == MAP_FAILED)
        return 2;
    note_low(&r);
    must(morgue_archive_open(path, &archive, &err), "opening");
    while (time(NULL) < end)
        look(&r);
    morgue_archive_free(archive);
    printf("%lu %lu %lu %lu %lu\n", searches, articles, states, again, mixed);
    return 0;
}
