/* morgue_rebuild(): all records that can be read go into new shards.
 *
 * First every shard is looked at: what of it is damaged, which documents it had. Then all records
 * are read to find which of several with one id is to be kept: damage may show one in the place of
 * another, and earlier versions. At last they are read again and written shard by shard. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/grow.h"
#include "archive/path.h"
#include "indexer/maintain/ranks.h"
#include "indexer/maintain/rescue.h"
#include "indexer/means.h"
#include "indexer/renewal.h"
#include "indexer/tidy.h"

typedef struct rebuild {
    const morgue_maintain_options *options;
    mg_store store;
    mg_renewal renewal;
    mg_rescue rescue;
    mg_ranks ranks;
    bool doubtful; /* ids may be there twice */
    bool named;    /* the caller says which part it is, and the manifest does not */
    bool ranking;  /* the pass before the last */
    bool *keep;    /* of the old shards: something of it was lost */
    morgue_rebuilt sum;
    uint64_t revision;
} rebuild;

/* The shard that is being read. */
typedef struct reading {
    rebuild *b;
    size_t shard;
    mg_wreck wreck;
    mg_lost *lost; /* by their documents */
    size_t n_lost, lost_cap;
    uint64_t found; /* documents of which there was something */
} reading;

/* ---- Telling ------------------------------------------------------------------------------ */

static void tell(const rebuild *b, const char *place, const mg_lost *lost, const char *what)
{
    const char *id = lost && lost->id ? lost->id : "";
    const morgue_damage damage = {place, id, lost ? lost->docid : 0, what};
    if (b->options->damage)
        b->options->damage(b->options->user, &damage);
}

static void tell_table(const rebuild *b, const mg_wreck *wreck, const mg_relic *relic)
{
    char place[MG_SHARD_NAME_MAX + 24], what[160];
    if (!relic->damage)
        return;
    snprintf(place, sizeof place, "%s/%s.glass", wreck->name, relic->name);
    if (relic->bad == 1)
        snprintf(what, sizeof what, "%s (block %" PRIu32 ")", relic->damage, relic->bad_block);
    else
        snprintf(what, sizeof what, "%s (block %" PRIu32 "); %" PRIu32 " damages in all",
                 relic->damage, relic->bad_block, relic->bad);
    tell(b, place, NULL, relic->blocks ? what : relic->damage);
}

/* What is damaged of what the articles are read from. */
static void tell_shard(const rebuild *b, const mg_wreck *wreck)
{
    char place[MG_SHARD_NAME_MAX + 24];
    if (!wreck->there) {
        tell(b, wreck->name, NULL, "the shard is missing");
        return;
    }
    snprintf(place, sizeof place, "%s/%s", wreck->name, MG_BASE_NAME);
    if (!wreck->versioned)
        tell(b, place, NULL, "missing or damaged: the tables are read without it");
    else if (wreck->whole && wreck->n_known && wreck->n_known != wreck->base.articles)
        tell(b, place, NULL, "it has not the number of articles that there are");
    tell_table(b, wreck, &wreck->documents);
    tell_table(b, wreck, &wreck->postings);
    tell_table(b, wreck, &wreck->terms);
}

/* ---- Articles ----------------------------------------------------------------------------- */

static morgue_status lose(reading *r, uint32_t docid, const char *why, morgue_error *err)
{
    if (!MG_GROW(r->lost, r->lost_cap, r->n_lost + 1))
        return mg_fail_memory(err);
    r->lost[r->n_lost++] = (mg_lost){docid, why, NULL};
    return MORGUE_OK;
}

/* What is certain is better than what is not, a later shard than an earlier, and in it what came
 * later. */
static uint64_t rank_of(const reading *r, const mg_trace *trace, mg_find find)
{
    uint64_t certainty = find >= MG_FIND_GOOD ? 2 : find >= MG_FIND_ODD;
    return certainty << 62 | (uint64_t)r->shard << 32 | trace->docid;
}

static morgue_status check_part(const rebuild *b, morgue_text id, morgue_error *err)
{
    const mg_part *part = &b->store.manifest.part;
    if (mg_part_takes(part, id.data, id.len))
        return MORGUE_OK;
    return mg_fail(err, MORGUE_INVALID, "it is not part %u/%u, for it has the article '%.200s'",
                   part->part, part->parts, id.data);
}

/* Takes note of the article. That two have one id though nothing is in doubt is damage. */
static morgue_status rank(reading *r, const mg_trace *trace, morgue_text id, uint64_t place,
                          morgue_error *err)
{
    bool seen;
    char name[256];
    rebuild *b = r->b;
    morgue_status status = b->named ? check_part(b, id, err) : MORGUE_OK;
    if (status != MORGUE_OK)
        return status;
    if (!mg_ranks_add(&b->ranks, id.data, id.len, place, &seen))
        return mg_fail_memory(err);
    if (seen && !b->doubtful) {
        snprintf(name, sizeof name, "%.200s", id.data);
        tell(b, r->wreck.name, &(mg_lost){.docid = trace->docid, .id = name},
             "there is another article with this id: one of them is taken");
    }
    return mg_renewal_go_on(&b->renewal, err);
}

static morgue_status put(reading *r, const mg_trace *trace, const mg_rescued *rescued,
                         morgue_error *err)
{
    rebuild *b = r->b;
    morgue_text id = morgue_article_get(rescued->entry.article, MORGUE_ID, 0);
    uint64_t place = rank_of(r, trace, rescued->find);
    if (b->ranking)
        return rank(r, trace, id, place, err);
    if (!mg_ranks_is_best(&b->ranks, id.data, id.len, place)) {
        b->keep[r->shard] = b->keep[r->shard] || !b->doubtful;
        return mg_renewal_go_on(&b->renewal, err);
    }
    b->sum.articles++;
    b->sum.salvaged += rescued->find < MG_FIND_GOOD;
    mg_entry entry = rescued->entry;
    entry.revision = b->renewal.revision;
    return mg_renewal_add(&b->renewal, &entry, err);
}

/* Takes what there is of a document. */
static morgue_status take(reading *r, mg_trace *trace, morgue_error *err)
{
    rebuild *b = r->b;
    mg_rescued rescued;
    morgue_status status = mg_rescue_read(&b->rescue, &r->wreck, trace, &rescued, err);
    if (status != MORGUE_OK)
        return status;
    r->found++;
    if (rescued.find == MG_FIND_NONE)
        status = lose(r, trace->docid, rescued.why, err);
    else if (rescued.find == MG_FIND_EARLIER)
        status = lose(r, trace->docid, "its last version is lost, an earlier one is kept", err);
    else if (rescued.find == MG_FIND_ODD && !b->ranking)
        tell(b, r->wreck.name, &(mg_lost){.docid = trace->docid},
             "its record is not the one that the fingerprint beside it is of: it may be an "
             "earlier version");
    if (rescued.find == MG_FIND_DOUBT || rescued.find == MG_FIND_ODD)
        b->keep[r->shard] = true;
    if (status == MORGUE_OK && rescued.find != MG_FIND_NONE)
        return put(r, trace, &rescued, err);
    return status == MORGUE_OK ? mg_renewal_go_on(&b->renewal, err) : status;
}

/* Tells what is lost of a shard, and what nothing tells of. */
static morgue_status tell_lost(reading *r, morgue_error *err)
{
    char what[160];
    rebuild *b = r->b;
    const mg_wreck *wreck = &r->wreck;
    morgue_status status =
        r->n_lost ? mg_wreck_find_names(&r->wreck, r->lost, r->n_lost, err) : MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < r->n_lost; i++)
        tell(b, wreck->name, &r->lost[i], r->lost[i].why);
    b->sum.lost += r->n_lost;
    bool uncertain = !wreck->sure && !wreck->versioned;
    uint64_t more = !wreck->sure && wreck->versioned && wreck->base.articles > r->found
                        ? wreck->base.articles - r->found
                        : 0;
    snprintf(what, sizeof what, "%" PRIu64 " more article%s in it: nothing tells which", more,
             more == 1 ? " was" : "s were");
    if (more)
        tell(b, wreck->name, NULL, what);
    b->sum.lost += more;
    b->sum.uncertain += uncertain;
    b->keep[r->shard] = b->keep[r->shard] || r->n_lost || more || uncertain;
    return status;
}

static morgue_status read_documents(reading *r, morgue_error *err)
{
    bool more = true;
    morgue_status status = MORGUE_OK;
    while (status == MORGUE_OK) {
        mg_trace trace;
        status = mg_wreck_next(&r->wreck, &trace, &more, err);
        if (status != MORGUE_OK || !more)
            break;
        status = take(r, &trace, err);
    }
    return status == MORGUE_OK && !r->b->ranking ? tell_lost(r, err) : status;
}

static morgue_status read_shard(rebuild *b, size_t shard, morgue_error *err)
{
    reading r = {.b = b, .shard = shard};
    morgue_status status =
        mg_wreck_open(b->store.path, b->store.manifest.shards[shard], &r.wreck, err);
    if (status != MORGUE_OK)
        return status;
    if (r.wreck.there)
        status = read_documents(&r, err);
    else if (!b->ranking)
        b->sum.uncertain++;
    for (size_t i = 0; i < r.n_lost; i++)
        free(r.lost[i].id);
    free(r.lost);
    mg_wreck_close(&r.wreck);
    return status;
}

/* ---- All of it ---------------------------------------------------------------------------- */

/* Looks at a shard before anything is written. */
static morgue_status survey(rebuild *b, const char *name, morgue_error *err)
{
    mg_wreck wreck;
    if (b->options->progress && !b->options->progress(b->options->user, 0, 0))
        return mg_fail(err, MORGUE_CANCELLED, "stopped on request");
    morgue_status status = mg_wreck_open(b->store.path, name, &wreck, err);
    if (status != MORGUE_OK)
        return status;
    tell_shard(b, &wreck);
    uint64_t revision = mg_wreck_revision(&wreck);
    b->revision = revision > b->revision ? revision : b->revision;
    b->renewal.total += mg_wreck_articles(&wreck);
    b->doubtful = b->doubtful || (wreck.there && !wreck.sure);
    status = mg_rescue_learn(&b->rescue, &wreck, err);
    mg_wreck_close(&wreck);
    return status;
}

static morgue_status survey_all(rebuild *b, morgue_error *err)
{
    uint64_t need = 0;
    const mg_manifest *manifest = &b->store.manifest;
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < manifest->count; i++) {
        char *path = mg_store_shard_path(&b->store, manifest->shards[i]);
        need += path ? mg_path_size(path) : 0;
        free(path);
        status = survey(b, manifest->shards[i], err);
    }
    if (status == MORGUE_OK)
        status = mg_rescue_learn_copies(&b->rescue, b->store.path, err);
    return status == MORGUE_OK ? mg_path_check_room(b->store.path, need, err) : status;
}

static morgue_status read_all(rebuild *b, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < b->renewal.n_old; i++)
        status = read_shard(b, i, err);
    return status;
}

/* What was deleted, and when, is not told of a rebuilt archive: its history begins anew. */
static morgue_status begin_changes(rebuild *b, morgue_error *err)
{
    mg_manifest *manifest = &b->store.manifest;
    bool empty = manifest->count == b->renewal.n_old;
    return mg_manifest_begin_changes(manifest, empty ? 0 : b->renewal.revision, err);
}

/* The marks of shards to keep go before the manifest that does not list them. */
static morgue_status switch_over(rebuild *b, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < b->renewal.n_old; i++) {
        if (!b->keep[i])
            continue;
        b->sum.kept++;
        status = mg_store_keep(&b->store, b->store.manifest.shards[i], err);
    }
    if (status == MORGUE_OK)
        status = begin_changes(b, err);
    return status == MORGUE_OK ? mg_renewal_switch(&b->renewal, err) : status;
}

/* New shards are packed with what the archive has, so that there is no second one. */
static morgue_text first_dictionary(const rebuild *b)
{
    const mg_dictionaries *known = &b->rescue.dictionaries;
    return known->n ? (morgue_text){known->at->text.data, known->at->text.len}
                    : (morgue_text){"", 0};
}

static morgue_status write_all(rebuild *b, morgue_error *err)
{
    const mg_engine engine = {0};
    morgue_status status = mg_intake_new(&b->store, mg_means_jobs(b->options->jobs), &engine, NULL,
                                         first_dictionary(b), &b->renewal.intake, err);
    if (status == MORGUE_OK)
        status = read_all(b, err);
    if (status == MORGUE_OK)
        status = mg_renewal_finish(&b->renewal, err);
    mg_intake_free(b->renewal.intake);
    b->renewal.intake = NULL;
    return status;
}

static morgue_status make_anew(rebuild *b, morgue_error *err)
{
    morgue_status status = survey_all(b, err);
    b->keep = calloc(b->renewal.n_old + 1, sizeof *b->keep);
    if (!b->keep)
        return mg_fail_memory(err);
    b->renewal.total *= 2;
    b->ranking = true;
    if (status == MORGUE_OK)
        status = read_all(b, err);
    b->ranking = false;
    b->renewal.revision = b->revision + 1;
    if (status == MORGUE_OK)
        status = write_all(b, err);
    if (status == MORGUE_OK)
        return switch_over(b, err);
    mg_renewal_drop(&b->renewal);
    return status;
}

static morgue_status fail_rebuild(const char *path, morgue_status status, morgue_error *err)
{
    if (!err || status == MORGUE_NO_MEMORY || status == MORGUE_CANCELLED)
        return status;
    const morgue_error cause = *err;
    return mg_fail(err, status,
                   "%s: cannot be rebuilt: %.250s: the archive is as it was; mend it and run again",
                   path, cause.message);
}

static morgue_status take_part(rebuild *b, morgue_error *err)
{
    mg_part *is = &b->store.manifest.part;
    const mg_part part = {(uint32_t)b->options->part, (uint32_t)b->options->parts};
    if (!part.parts || (part.part == is->part && part.parts == is->parts))
        return MORGUE_OK;
    if (is->parts)
        return mg_fail(err, MORGUE_INVALID, "%s: is part %u/%u, not %u/%u: leave --part out",
                       b->store.path, is->part, is->parts, part.part, part.parts);
    *is = part;
    b->named = true;
    return MORGUE_OK;
}

/* Without a manifest nothing tells which shards were left over, and whether all are there. */
static morgue_status open_store(rebuild *b, const char *path, morgue_error *err)
{
    morgue_error damage;
    morgue_status status = mg_store_open_damaged(path, &b->store, &damage, err);
    if (status != MORGUE_OK)
        return status;
    b->rescue.features = b->store.manifest.features;
    b->renewal.n_old = b->store.manifest.count;
    b->doubtful = damage.status != MORGUE_OK;
    b->sum.uncertain = b->doubtful;
    if (b->doubtful)
        tell(b, MG_MANIFEST_NAME, NULL,
             damage.status == MORGUE_FOREIGN
                 ? "it is missing: all folders called shard-NUMBER are taken for shards"
                 : "it is damaged: all folders called shard-NUMBER are taken for shards");
    return take_part(b, err);
}

morgue_status morgue_rebuild(const char *path, const morgue_maintain_options *options,
                             morgue_rebuilt *ret, morgue_error *err)
{
    const morgue_maintain_options defaults = {0};
    rebuild b = {.options = options ? options : &defaults, .store = {.lock = -1}};
    morgue_status status = mg_part_check(b.options->part, b.options->parts, err);
    if (status == MORGUE_OK)
        status = open_store(&b, path, err);
    if (status != MORGUE_OK) {
        mg_store_close(&b.store);
        return status;
    }
    b.renewal.store = &b.store;
    b.renewal.memory = mg_means_memory(b.options->memory);
    b.renewal.progress = b.options->progress;
    b.renewal.user = b.options->user;
    status = make_anew(&b, err);
    if (status == MORGUE_OK)
        mg_tidy(&b.store, NULL); /* what cannot be merged now is by the next writer */
    else
        status = fail_rebuild(path, status, err);
    free(b.keep);
    mg_ranks_free(&b.ranks);
    mg_rescue_free(&b.rescue);
    mg_store_close(&b.store);
    if (status == MORGUE_OK)
        *ret = b.sum;
    return status;
}
