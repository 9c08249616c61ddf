#include "indexer/maintain/rescue.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "archive/error.h"
#include "archive/pack.h"
#include "archive/path.h"
#include "archive/record.h"
#include "archive/store.h"

enum { DICTIONARIES_MAX = 1024 /* an archive has one, or a few of archives that it was made of */ };

void mg_rescue_free(mg_rescue *r)
{
    mg_dictionaries_free(&r->dictionaries);
    morgue_article_free(r->article);
    mg_entry_room_free(&r->room);
    mg_buffer_free(&r->packed);
    mg_buffer_free(&r->best);
    mg_buffer_free(&r->record);
    *r = (mg_rescue){0};
}

/* ---- Dictionaries ------------------------------------------------------------------------- */

/* Takes over the text of one that is not known yet. */
static morgue_status keep_dictionary(mg_rescue *r, uint32_t adler, mg_buffer *text,
                                     morgue_error *err)
{
    bool wanted =
        r->dictionaries.n < DICTIONARIES_MAX && !mg_dictionaries_find(&r->dictionaries, adler);
    bool fits = !wanted || mg_dictionaries_keep(&r->dictionaries, adler, text);
    mg_buffer_free(text);
    return fits ? MORGUE_OK : mg_fail_memory(err);
}

morgue_status mg_rescue_learn(mg_rescue *r, mg_wreck *wreck, morgue_error *err)
{
    const mg_pieces *pieces = &wreck->dictionaries;
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < pieces->n; i += mg_pieces_group(pieces, i)) {
        mg_buffer text = {0};
        uint32_t adler = pieces->at[i].id;
        if (!mg_dictionaries_find(&r->dictionaries, adler) &&
            mg_wreck_dictionary(wreck, adler, &text))
            status = keep_dictionary(r, adler, &text, err);
    }
    return wreck->postings.starved ? mg_fail_memory(err) : status;
}

/* Takes a file if it is what its name says. */
static morgue_status learn_copy(mg_rescue *r, const char *archive, const char *name, uint32_t adler,
                                morgue_error *err)
{
    char *path = mg_path_join(archive, name);
    mg_buffer text = {0};
    if (!path)
        return mg_fail_memory(err);
    bool good = mg_file_read(path, MG_DICTIONARY_MAX, &text, NULL) == MORGUE_OK && text.len &&
                mg_dictionary_adler(text.data, text.len) == adler;
    free(path);
    if (good)
        return keep_dictionary(r, adler, &text, err);
    mg_buffer_free(&text);
    return MORGUE_OK;
}

morgue_status mg_rescue_learn_copies(mg_rescue *r, const char *archive, morgue_error *err)
{
    uint32_t adler;
    morgue_status status = MORGUE_OK;
    DIR *folder = opendir(archive);
    for (struct dirent *entry; status == MORGUE_OK && folder && (entry = readdir(folder));)
        if (mg_store_names_dictionary(entry->d_name, &adler))
            status = learn_copy(r, archive, entry->d_name, adler, err);
    if (folder)
        closedir(folder);
    return status;
}

/* ---- Records ------------------------------------------------------------------------------ */

/* A document while its record is looked for. */
typedef struct quest {
    mg_rescue *rescue;
    mg_wreck *wreck;
    mg_trace *trace;
    unsigned char hash[MG_HASH_SIZE]; /* its fingerprint */
    bool hash_there, hash_live;
    bool found;  /* a record, in `best` */
    bool live;   /* that one counts */
    bool joined; /* something was whole */
    bool no_dictionary;
} quest;

static morgue_status give_dictionary(void *user, uint32_t adler, morgue_text *ret,
                                     morgue_error *err)
{
    quest *q = user;
    const mg_buffer *found = mg_dictionaries_find(&q->rescue->dictionaries, adler);
    q->no_dictionary = !found;
    if (!found)
        return mg_fail(err, MORGUE_CORRUPT, "its dictionary is lost");
    *ret = (morgue_text){found->data, found->len};
    return MORGUE_OK;
}

/* Makes an article of packed bytes, and an entry of that. CORRUPT where it is none. */
static morgue_status decode(quest *q, const mg_buffer *packed, mg_entry *ret, morgue_error *err)
{
    mg_rescue *r = q->rescue;
    morgue_status status =
        mg_unpack(packed->data, packed->len, give_dictionary, q, &r->record, NULL);
    if (status == MORGUE_OK)
        status =
            mg_record_decode_earlier(r->record.data, r->record.len, r->features, r->article, NULL);
    if (status == MORGUE_NO_MEMORY)
        return mg_fail_memory(err);
    if (status != MORGUE_OK || !morgue_article_get(r->article, MORGUE_ID, 0).len)
        return MORGUE_CORRUPT;
    return mg_entry_make(r->article, false, &r->room, ret, err);
}

/* Earlier versions kept the fingerprint of the whole record, whoever had made its tags. */
static bool has_hash(const quest *q, const mg_entry *entry)
{
    XXH128_canonical_t whole;
    const mg_buffer *record = &q->rescue->record;
    XXH128_canonicalFromHash(&whole, XXH3_128bits(record->data, record->len));
    return q->hash_there && (memcmp(q->hash, entry->hash, MG_HASH_SIZE) == 0 ||
                             memcmp(q->hash, &whole, MG_HASH_SIZE) == 0);
}

static void keep_best(quest *q, bool live)
{
    mg_buffer swapped = q->rescue->best;
    q->rescue->best = q->rescue->packed;
    q->rescue->packed = swapped;
    q->found = true;
    q->live = live;
}

/* Tries the ways in which the record can be put together, until one is good. */
static morgue_status try_pieces(quest *q, mg_rescued *ret, morgue_error *err)
{
    mg_rescue *r = q->rescue;
    mg_relic *relic = &q->wreck->documents;
    bool more = q->trace->n > 0, live;
    for (unsigned tries = 0; more && ret->find != MG_FIND_GOOD; tries++) {
        bool joined =
            mg_pieces_join(relic, q->trace->pieces, q->trace->n, tries, &r->packed, &live, &more);
        if (relic->starved)
            return mg_fail_memory(err);
        q->joined = q->joined || joined;
        morgue_status status = joined ? decode(q, &r->packed, &ret->entry, err) : MORGUE_CORRUPT;
        if (status == MORGUE_CORRUPT)
            continue;
        if (status != MORGUE_OK)
            return status;
        if (has_hash(q, &ret->entry) || (live && !(q->hash_there && q->hash_live)))
            ret->find = MG_FIND_GOOD;
        else if (!q->found || (live && !q->live))
            keep_best(q, live);
    }
    return MORGUE_OK;
}

static void read_hash(quest *q)
{
    morgue_text value;
    q->hash_there =
        mg_wreck_value(q->wreck, &q->wreck->hashes, q->trace->docid, &value, &q->hash_live) &&
        value.len == MG_HASH_SIZE;
    if (q->hash_there)
        memcpy(q->hash, value.data, MG_HASH_SIZE);
}

static uint64_t read_source(const quest *q)
{
    morgue_text value;
    bool live;
    bool there = mg_wreck_value(q->wreck, &q->wreck->sources, q->trace->docid, &value, &live);
    return there && live ? mg_source_get(value.data, value.len) : 0;
}

static const char *explain(const quest *q)
{
    if (q->no_dictionary)
        return "the dictionary that its record was packed with is lost";
    if (q->joined)
        return "its record is damaged";
    return q->trace->n ? "parts of its record are missing" : "its record is missing";
}

/* What is not the last version as far as anything tells. */
static morgue_status settle(quest *q, mg_rescued *ret, morgue_error *err)
{
    if (!q->found) {
        ret->why = explain(q);
        return MORGUE_OK;
    }
    morgue_status status = decode(q, &q->rescue->best, &ret->entry, err);
    bool earlier = q->trace->known && q->hash_there && q->hash_live;
    ret->find = q->live ? MG_FIND_ODD : earlier ? MG_FIND_EARLIER : MG_FIND_DOUBT;
    return status;
}

morgue_status mg_rescue_read(mg_rescue *r, mg_wreck *wreck, mg_trace *trace, mg_rescued *ret,
                             morgue_error *err)
{
    quest q = {.rescue = r, .wreck = wreck, .trace = trace};
    *ret = (mg_rescued){.find = MG_FIND_NONE};
    if (!r->article && !(r->article = morgue_article_new()))
        return mg_fail_memory(err);
    read_hash(&q);
    uint64_t source = read_source(&q);
    morgue_status status = try_pieces(&q, ret, err);
    if (status == MORGUE_OK && ret->find != MG_FIND_GOOD && !wreck->searched) {
        status = mg_wreck_search(wreck, trace, err);
        if (status == MORGUE_OK)
            status = try_pieces(&q, ret, err);
    }
    if (status == MORGUE_OK && ret->find != MG_FIND_GOOD)
        status = settle(&q, ret, err);
    ret->entry.source = ret->find == MG_FIND_GOOD ? source : 0;
    return wreck->postings.starved ? mg_fail_memory(err) : status;
}
