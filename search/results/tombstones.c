#include "search/results/tombstones.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/grow.h"
#include "archive/place.h"
#include "archive/revision.h"
#include "archive/tokenizer.h"

typedef struct search {
    uint64_t since;
    mg_tombstones found;
    size_t cap;
    bool damaged;
} search;

void mg_tombstones_free(mg_tombstones *dead)
{
    free(dead->at);
    mg_arena_free(&dead->ids);
    *dead = (mg_tombstones){0};
}

static bool take(void *user, morgue_text key, morgue_text id)
{
    search *s = user;
    mg_tombstone one = {.id.len = id.len};
    s->damaged = !mg_tombstone_revision(key.data, key.len, id, &one.revision);
    if (s->damaged || one.revision <= s->since)
        return !s->damaged;
    one.id.data = mg_arena_copy(&s->found.ids, id.data, id.len);
    if (!one.id.data || !MG_GROW(s->found.at, s->cap, s->found.n + 1))
        return false;
    s->found.at[s->found.n++] = one;
    return true;
}

static int by_revision(const void *a, const void *b)
{
    uint64_t x = ((const mg_tombstone *)a)->revision, y = ((const mg_tombstone *)b)->revision;
    return (x > y) - (x < y);
}

/* Of those with one id the latest comes first. */
static int by_id(const void *a, const void *b)
{
    const mg_tombstone *x = a, *y = b;
    if (x->id.len != y->id.len)
        return x->id.len < y->id.len ? -1 : 1;
    int order = memcmp(x->id.data, y->id.data, x->id.len);
    return order ? order : by_revision(b, a);
}

static bool same_id(const mg_tombstone *a, const mg_tombstone *b)
{
    return a->id.len == b->id.len && memcmp(a->id.data, b->id.data, a->id.len) == 0;
}

static morgue_status is_there(const morgue_archive *archive, morgue_text id, bool *ret,
                              morgue_error *err)
{
    char term[MG_EXACT_MAX];
    mg_place place = {0};
    size_t len = mg_exact_term(MORGUE_ID, id.data, id.len, term);
    morgue_status status = mg_place_of_id(archive, term, len, &place, err);
    *ret = place.docid != 0;
    return status;
}

/* Keeps one of each id, and none that the archive has again. */
static morgue_status sift(const morgue_archive *archive, mg_tombstones *dead, morgue_error *err)
{
    size_t kept = 0;
    morgue_status status = MORGUE_OK;
    if (dead->n)
        qsort(dead->at, dead->n, sizeof *dead->at, by_id);
    for (size_t i = 0, latest = 0; status == MORGUE_OK && i < dead->n; i++) {
        bool there = false;
        if (i && same_id(&dead->at[i], &dead->at[latest]))
            continue;
        latest = i;
        status = is_there(archive, dead->at[i].id, &there, err);
        if (!there)
            dead->at[kept++] = dead->at[i];
    }
    dead->n = kept;
    if (dead->n)
        qsort(dead->at, dead->n, sizeof *dead->at, by_revision);
    return status;
}

morgue_status mg_tombstones_find(const morgue_archive *archive, uint64_t since, mg_tombstones *ret,
                                 morgue_error *err)
{
    search s = {.since = since};
    char from[MG_TOMBSTONE_MAX];
    morgue_status status = MORGUE_OK;
    mg_tombstone_key(since + 1, "", 0, from);
    from[MG_TOMBSTONE_MAX - 1 - 16] = '\0'; /* all of that revision */
    for (size_t i = 0; status == MORGUE_OK && i < archive->manifest.count; i++)
        status = mg_index_each_metadata(archive->indexes[i], from, sizeof MG_TOMBSTONE - 1, take,
                                        &s, err);
    if (s.damaged)
        status = mg_fail(err, MORGUE_CORRUPT,
                         "%s: what tells of a deleted article is damaged: morgue-index --rebuild "
                         "%s mends it",
                         archive->path, archive->path);
    if (status == MORGUE_OK)
        status = sift(archive, &s.found, err);
    if (status == MORGUE_OK)
        *ret = s.found;
    else
        mg_tombstones_free(&s.found);
    return status;
}
