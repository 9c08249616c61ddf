/* morgue_changes: what was committed to an archive after a revision.
 *
 * What there is to tell is listed when the feed is opened, while no commit can be made; the
 * articles themselves are read when they are told, see visit.h. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/grow.h"
#include "archive/lock.h"
#include "archive/revision.h"
#include "archive/shard.h"
#include "search/results/since.h"
#include "search/results/tombstones.h"
#include "search/results/visit.h"

struct morgue_changes {
    mg_visit visit;
    uint32_t *revisions; /* of the documents to visit */
    mg_tombstones dead;  /* those to tell */
    size_t at;           /* in `dead` */
    mg_buffer id;        /* of a damaged article */
    char mark[MORGUE_MARK_MAX];
};

void morgue_changes_free(morgue_changes *changes)
{
    if (!changes)
        return;
    mg_visit_close(&changes->visit);
    mg_tombstones_free(&changes->dead);
    mg_buffer_free(&changes->id);
    free(changes->revisions);
    free(changes);
}

uint64_t morgue_changes_count(const morgue_changes *changes)
{
    return changes->visit.count + changes->dead.n;
}

const char *morgue_changes_mark(const morgue_changes *changes)
{
    return changes->mark;
}

/* ---- Listing ------------------------------------------------------------------------------ */

/* What is to be told of a shard, each as a revision and a document: one key to sort by. */
typedef struct listing {
    const mg_since *since;
    uint64_t revision; /* of the archive */
    uint64_t *keys;    /* of all shards so far */
    size_t n, cap;
    const morgue_archive *archive;
    uint32_t shard;
    uint64_t window[MG_WINDOW]; /* revisions of its documents */
} listing;

static bool list_document(listing *l, uint32_t docid, uint64_t revision)
{
    if (!MG_GROW(l->keys, l->cap, l->n + 1))
        return false;
    l->keys[l->n++] =
        revision << 32 | (uint32_t)mg_place_number(l->archive, (mg_place){l->shard, docid});
    return true;
}

/* What cannot be right is told rather than missed. */
static bool take_revision(void *user, uint32_t docid, const char *value, size_t len)
{
    listing *l = user;
    uint64_t *revision = &l->window[docid % MG_WINDOW];
    if (!mg_revision_get(value, len, revision) || *revision > l->revision)
        *revision = l->revision;
    return l->since->all || *revision <= l->since->revision || list_document(l, docid, *revision);
}

/* All documents of the window, also those of which nothing tells when they came. */
static bool list_window(listing *l, mg_index *index, uint32_t window)
{
    const mg_lengths *page = mg_index_lengths(index, window);
    for (uint32_t i = 0; page && (i = mg_lengths_next(page, i)) < MG_WINDOW; i++)
        if (!list_document(l, window * MG_WINDOW + i, l->window[i]))
            return false;
    return page != NULL;
}

static morgue_status list_shard(listing *l, mg_index *index, morgue_error *err)
{
    for (uint32_t w = 0; w <= mg_index_last(index) / MG_WINDOW; w++) {
        memset(l->window, 0, sizeof l->window);
        if (!mg_index_values(index, MG_SLOT_REVISION, w, take_revision, l) ||
            (l->since->all && !list_window(l, index, w)))
            return mg_fail_memory(err);
    }
    return MORGUE_OK;
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Hands the list over to the feed. */
static morgue_status keep_list(morgue_changes *c, const listing *l, morgue_error *err)
{
    c->visit.numbers = malloc((l->n + 1) * sizeof *c->visit.numbers);
    c->revisions = malloc((l->n + 1) * sizeof *c->revisions);
    if (!c->visit.numbers || !c->revisions)
        return mg_fail_memory(err);
    if (l->n)
        qsort(l->keys, l->n, sizeof *l->keys, by_number);
    for (size_t i = 0; i < l->n; i++) {
        c->visit.numbers[i] = (uint32_t)l->keys[i];
        c->revisions[i] = (uint32_t)(l->keys[i] >> 32);
    }
    c->visit.count = l->n;
    return MORGUE_OK;
}

/* Shards that no commit has changed since have nothing to tell. */
static morgue_status list_articles(morgue_changes *c, const mg_since *since, const uint64_t *shards,
                                   uint64_t revision, morgue_error *err)
{
    const morgue_archive *archive = c->visit.archive;
    listing *l = calloc(1, sizeof *l);
    morgue_status status = l ? MORGUE_OK : mg_fail_memory(err);
    if (!l)
        return status;
    l->since = since;
    l->revision = revision;
    l->archive = archive;
    for (; status == MORGUE_OK && l->shard < archive->manifest.count; l->shard++)
        if (since->all || shards[l->shard] > since->revision)
            status = list_shard(l, archive->indexes[l->shard], err);
    if (status == MORGUE_OK)
        status = keep_list(c, l, err);
    free(l->keys);
    free(l);
    return status;
}

/* ---- Opening ------------------------------------------------------------------------------ */

static morgue_status list_changes(morgue_changes *c, const mg_since *since, morgue_error *err)
{
    uint64_t revision = 0;
    morgue_status status = MORGUE_OK;
    const morgue_archive *archive = c->visit.archive;
    uint64_t *shards = calloc(archive->manifest.count + 1, sizeof *shards);
    if (!shards)
        return mg_fail_memory(err);
    for (size_t i = 0; status == MORGUE_OK && i < archive->manifest.count; i++) {
        status = mg_meta_revision(archive->indexes[i], &shards[i], err);
        revision = shards[i] > revision ? shards[i] : revision;
    }
    if (status == MORGUE_OK)
        status = mg_since_check(since, archive, revision, err);
    if (status == MORGUE_OK)
        status = list_articles(c, since, shards, revision, err);
    if (status == MORGUE_OK)
        status = mg_tombstones_find(archive, since->revision, &c->dead, err);
    mg_since_spell(archive, revision, c->mark);
    free(shards);
    return mg_archive_settle(archive, status, err);
}

static morgue_status open_feed(const char *path, const mg_since *since, morgue_changes **ret,
                               morgue_error *err)
{
    morgue_changes *c = calloc(1, sizeof *c);
    if (!c)
        return mg_fail_memory(err);
    morgue_status status = mg_visit_open(path, &c->visit, err);
    if (status == MORGUE_OK)
        status = list_changes(c, since, err);
    if (status == MORGUE_OK)
        *ret = c;
    else
        morgue_changes_free(c);
    return status;
}

/* The same while no commit is made. *ret_again: nothing kept a writer out, and one has come. */
static morgue_status open_still(const char *path, const mg_since *since, morgue_changes **ret,
                                bool *ret_again, morgue_error *err)
{
    int lock = -1;
    morgue_status status = mg_lock_still(path, &lock, err);
    if (status != MORGUE_OK)
        return status;
    status = open_feed(path, since, ret, err);
    if (lock >= 0)
        close(lock);
    else
        *ret_again = mg_lock_is_there(path);
    return status;
}

morgue_status morgue_changes_open(const char *path, const char *since, morgue_changes **ret,
                                  morgue_error *err)
{
    mg_since from;
    mg_manifest none = {0};
    morgue_changes *changes = NULL;
    morgue_status status = mg_since_parse(since, &from, err);
    if (status == MORGUE_OK && mg_spread_is_at(path))
        return mg_manifest_read(path, &none, err); /* which tells what the file is */
    for (bool again = status == MORGUE_OK; again;) {
        again = false;
        morgue_changes_free(changes);
        changes = NULL;
        status = open_still(path, &from, &changes, &again, err);
    }
    if (status == MORGUE_OK)
        *ret = changes;
    return status;
}

/* ---- Telling ------------------------------------------------------------------------------ */

/* Is it the turn of one that was deleted? */
static bool is_next(const morgue_changes *c)
{
    return c->at < c->dead.n && (c->visit.at == c->visit.count ||
                                 c->dead.at[c->at].revision <= c->revisions[c->visit.at]);
}

/* What can be known of an article that is damaged. */
static morgue_text find_id(morgue_changes *c)
{
    const morgue_archive *archive = c->visit.archive;
    const mg_place place = c->visit.last;
    mg_buffer_clear(&c->id);
    mg_index_document_id(archive->indexes[place.shard], place.docid, &c->id);
    return (morgue_text){c->id.data ? c->id.data : "", c->id.len};
}

morgue_status morgue_changes_next(morgue_changes *c, morgue_change *ret, morgue_error *err)
{
    morgue_status status = MORGUE_NOT_FOUND;
    morgue_change change = {.id = {"", 0}};
    while (status == MORGUE_NOT_FOUND) { /* deleted meanwhile: told the next time */
        if (is_next(c)) {
            const mg_tombstone *dead = &c->dead.at[c->at++];
            *ret = (morgue_change){.id = dead->id, .revision = dead->revision};
            return MORGUE_OK;
        }
        change.revision = c->visit.at < c->visit.count ? c->revisions[c->visit.at] : 0;
        status = mg_visit_next(&c->visit, &change.article, err);
    }
    if (status == MORGUE_OK && change.article)
        change.id = morgue_article_get(change.article, MORGUE_ID, 0);
    if (change.article && !change.id.len) /* which would be the end */
        status = mg_fail(err, MORGUE_CORRUPT, "%s: an article has no id", c->visit.archive->path);
    if (status == MORGUE_CORRUPT)
        change = (morgue_change){.id = find_id(c), .revision = change.revision};
    if (status == MORGUE_OK || status == MORGUE_CORRUPT)
        *ret = change;
    return status;
}
