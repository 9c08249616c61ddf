#include "archive/reader.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/article.h"
#include "archive/error.h"
#include "archive/pack.h"
#include "archive/path.h"
#include "archive/record.h"
#include "archive/shard.h"
#include "archive/tokenizer.h"

enum { TRIES = 20, OPEN_TRIES = 1000 };

/* ---- Opening ------------------------------------------------------------------------------ */

/* A language and how many articles are in it. */
typedef struct tongue {
    char code[3];
    uint32_t articles;
} tongue;

static void open_stem(morgue_archive *archive, const tongue *t, uint32_t least)
{
    if (*t->code && t->articles >= least && archive->n_stems < MG_STEMS_MAX)
        archive->n_stems +=
            xap_stem_open(t->code, &archive->stems[archive->n_stems], NULL) == XAP_OK;
}

/* Stemmers for the languages of at least one article in a hundred; English where none is known.
 * Tags of a language with its regions ("pt", "pt br") follow each other in the order of terms. */
static void open_stems(morgue_archive *archive)
{
    xap_terms *languages = NULL;
    xap_bytes term;
    uint32_t articles = 0, count;
    bool more;
    tongue now = {0};
    if (xap_database_doccount(archive->db, &articles, NULL) == XAP_OK &&
        xap_terms_open(archive->db, "L", 1, &languages, NULL) == XAP_OK) {
        while (xap_terms_next(languages, &term, &count, &more, NULL) == XAP_OK && more) {
            if (term.len < 3 || (term.len > 3 && term.data[3] != ' '))
                continue;
            if (memcmp(now.code, term.data + 1, 2) != 0) {
                open_stem(archive, &now, articles / 100);
                now = (tongue){.code = {term.data[1], term.data[2]}};
            }
            now.articles += count;
        }
        open_stem(archive, &now, articles / 100);
    }
    xap_terms_free(languages);
    if (!archive->n_stems)
        archive->n_stems = xap_stem_open("en", &archive->stems[0], NULL) == XAP_OK;
}

static void close_stems(morgue_archive *archive)
{
    for (size_t i = 0; i < archive->n_stems; i++)
        xap_stem_free(archive->stems[i]);
    archive->n_stems = 0;
}

static void take_up(morgue_archive *archive, xap_database *db, mg_manifest manifest)
{
    xap_database_free(archive->db);
    mg_manifest_free(&archive->manifest);
    archive->db = db;
    archive->manifest = manifest;
    close_stems(archive);
    open_stems(archive);
}

/* Does the archive have another list of shards than this? */
static bool is_past(const char *path, const mg_manifest *manifest)
{
    mg_manifest now;
    if (mg_manifest_read(path, &now, NULL) != MORGUE_OK)
        return false;
    bool past = !mg_manifest_same(manifest, &now);
    mg_manifest_free(&now);
    return past;
}

bool mg_archive_is_behind(const morgue_archive *archive)
{
    return is_past(archive->path, &archive->manifest);
}

/* Reads the manifest and opens what it lists. A writer may replace shards between the two, and
 * remove the old ones: Xapian takes a table whose file is gone for an empty one. So what was opened
 * counts only if the manifest is still the same. */
static morgue_status open_state(morgue_archive *archive, morgue_error *err)
{
    for (unsigned tries = 0, failures = 0;; tries++) {
        mg_manifest manifest = {0};
        xap_database *db = NULL;
        morgue_status status = mg_manifest_read(archive->path, &manifest, err);
        if (status != MORGUE_OK)
            return status;
        status = mg_open_shards(archive->path, &manifest, 0, manifest.count, &db, err);
        bool past = is_past(archive->path, &manifest);
        if (status == MORGUE_OK && !past) {
            take_up(archive, db, manifest);
            return MORGUE_OK;
        }
        xap_database_free(db);
        mg_manifest_free(&manifest);
        failures += !past;
        if (failures == 3 || status == MORGUE_NO_MEMORY)
            return status;
        if (tries == OPEN_TRIES)
            return mg_fail(err, MORGUE_STALE, "%s: the archive changes all the time: try again",
                           archive->path);
    }
}

morgue_status morgue_archive_open(const char *path, morgue_archive **ret, morgue_error *err)
{
    morgue_archive *archive = calloc(1, sizeof *archive);
    if (!archive)
        return mg_fail_memory(err);
    archive->path = strdup(path);
    morgue_status status = archive->path ? open_state(archive, err) : mg_fail_memory(err);
    if (status == MORGUE_OK)
        *ret = archive;
    else
        morgue_archive_free(archive);
    return status;
}

/* ---- Dictionaries ------------------------------------------------------------------------- */

typedef struct mg_dictionary {
    struct mg_dictionary *next;
    uint32_t adler;
    xap_string text;
} mg_dictionary;

static void free_dictionaries(morgue_archive *archive)
{
    while (archive->dictionaries) {
        mg_dictionary *dictionary = archive->dictionaries;
        archive->dictionaries = dictionary->next;
        xap_string_free(&dictionary->text);
        free(dictionary);
    }
}

void morgue_archive_free(morgue_archive *archive)
{
    if (!archive)
        return;
    close_stems(archive);
    free_dictionaries(archive);
    xap_database_free(archive->db);
    mg_manifest_free(&archive->manifest);
    free(archive->path);
    free(archive);
}

/* Reads the metadata of one shard, opened anew until no commit comes in between. */
static morgue_status read_metadata(const char *path, const char *key, xap_string *ret,
                                   morgue_error *err)
{
    const char *const paths[] = {path};
    for (unsigned tries = 0;; tries++) {
        xap_database *shard = NULL;
        xap_error cause;
        bool read = xap_database_open(paths, 1, &shard, &cause) == XAP_OK &&
                    xap_database_metadata(shard, key, ret, &cause) == XAP_OK;
        xap_database_free(shard);
        if (read)
            return MORGUE_OK;
        if (cause.status != XAP_MODIFIED || tries == TRIES)
            return mg_fail_xap(err, &cause);
    }
}

/* Looks for the dictionary in each shard: metadata of joined databases is that of the first one. */
static morgue_status look_for_dictionary(const char *path, const mg_manifest *manifest,
                                         const char *key, xap_string *ret, morgue_error *err)
{
    for (size_t i = 0; i < manifest->count && !ret->len; i++) {
        char *shard = mg_path_join(path, manifest->shards[i]);
        if (!shard)
            return mg_fail_memory(err);
        morgue_status status = read_metadata(shard, key, ret, err);
        free(shard);
        if (status != MORGUE_OK)
            return status;
    }
    return MORGUE_OK;
}

/* In the shards that there are now: those that are open may have been merged and removed, and what
 * they were merged into has their dictionaries. */
static morgue_status load_dictionary(const morgue_archive *archive, mg_dictionary *dictionary,
                                     morgue_error *err)
{
    char key[MG_META_KEY_MAX];
    mg_meta_dictionary_key(dictionary->adler, key);
    for (unsigned tries = 0;; tries++) {
        mg_manifest manifest;
        morgue_status status = mg_manifest_read(archive->path, &manifest, err);
        if (status != MORGUE_OK)
            return status;
        status = look_for_dictionary(archive->path, &manifest, key, &dictionary->text, err);
        bool again =
            !dictionary->text.len && tries < OPEN_TRIES && is_past(archive->path, &manifest);
        mg_manifest_free(&manifest);
        if (again)
            continue;
        if (status == MORGUE_OK && !dictionary->text.len)
            status =
                mg_fail(err, MORGUE_CORRUPT, "%s: the dictionary %08x of a packed article is lost",
                        archive->path, (unsigned)dictionary->adler);
        return status;
    }
}

static morgue_status find_dictionary(void *user, uint32_t adler, morgue_text *ret,
                                     morgue_error *err)
{
    morgue_archive *archive = user;
    mg_dictionary *found = archive->dictionaries;
    while (found && found->adler != adler)
        found = found->next;
    if (!found) {
        found = calloc(1, sizeof *found);
        if (!found)
            return mg_fail_memory(err);
        found->adler = adler;
        morgue_status status = load_dictionary(archive, found, err);
        if (status != MORGUE_OK) {
            xap_string_free(&found->text);
            free(found);
            return status;
        }
        found->next = archive->dictionaries;
        archive->dictionaries = found;
    }
    *ret = (morgue_text){found->text.data, found->text.len};
    return MORGUE_OK;
}

/* ---- Reading ------------------------------------------------------------------------------ */

/* Reopening reads files by their names: it counts only if the shards are still in the manifest. */
morgue_status morgue_archive_reopen(morgue_archive *archive, bool *ret_changed, morgue_error *err)
{
    mg_manifest manifest = {0};
    xap_error cause;
    bool changed = false;
    morgue_status status = mg_manifest_read(archive->path, &manifest, err);
    if (status != MORGUE_OK)
        return status;
    bool same = mg_manifest_same(&manifest, &archive->manifest);
    mg_manifest_free(&manifest);
    if (same && xap_database_reopen(archive->db, &changed, &cause) == XAP_OK &&
        !mg_archive_is_behind(archive)) {
        close_stems(archive);
        open_stems(archive);
    } else {
        changed = true;
        status = open_state(archive, err);
    }
    if (status == MORGUE_OK && ret_changed)
        *ret_changed = changed;
    return status;
}

static bool wait_a_bit(unsigned *tries)
{
    if (*tries && *tries < TRIES)
        usleep(1000u << (*tries < 8 ? *tries : 8));
    return *tries < TRIES && ++*tries;
}

bool mg_archive_try_again(morgue_archive *archive, unsigned *tries)
{
    return wait_a_bit(tries) && morgue_archive_reopen(archive, NULL, NULL) == MORGUE_OK;
}

bool mg_archive_refresh(morgue_archive *archive, unsigned *tries)
{
    mg_manifest now;
    xap_error cause;
    if (!wait_a_bit(tries))
        return false;
    bool opened = xap_database_reopen(archive->db, NULL, &cause) == XAP_OK;
    if (mg_manifest_read(archive->path, &now, NULL) != MORGUE_OK)
        return false;
    bool there = true;
    for (size_t i = 0; there && i < archive->manifest.count; i++)
        there = mg_manifest_has(&now, archive->manifest.shards[i]);
    mg_manifest_free(&now);
    return there && (opened || cause.status == XAP_MODIFIED);
}

morgue_status mg_archive_packed(const morgue_archive *archive, uint32_t docid, xap_string *ret,
                                morgue_error *err)
{
    xap_error cause;
    if (xap_database_data(archive->db, docid, ret, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    return MORGUE_OK;
}

morgue_status mg_archive_unpack(morgue_archive *archive, const char *data, size_t len,
                                morgue_article *article, morgue_error *err)
{
    mg_buffer record = {0};
    morgue_status status = mg_unpack(data, len, find_dictionary, archive, &record, err);
    if (status == MORGUE_OK)
        status = mg_record_decode(record.data, record.len, article, err);
    mg_buffer_free(&record);
    return status;
}

static morgue_status read_article(morgue_archive *archive, const char *id, size_t len,
                                  morgue_article *article, morgue_error *err)
{
    char term[MG_EXACT_MAX];
    uint32_t docid;
    xap_string packed = {0};
    xap_error cause;
    size_t term_len = mg_exact_term(MORGUE_ID, id, len, term);
    if (xap_database_find(archive->db, term, term_len, &docid, &cause) != XAP_OK) {
        if (cause.status == XAP_NOT_FOUND)
            return mg_fail(err, MORGUE_NOT_FOUND, "there is no article with the id '%.*s'",
                           (int)len, id);
        return mg_fail_xap(err, &cause);
    }
    morgue_status status = mg_archive_packed(archive, docid, &packed, err);
    if (status == MORGUE_OK)
        status = mg_archive_unpack(archive, packed.data, packed.len, article, err);
    xap_string_free(&packed);
    return status;
}

morgue_status morgue_archive_article(morgue_archive *archive, const char *id, size_t len,
                                     morgue_article *article, morgue_error *err)
{
    morgue_status status;
    unsigned tries = 0;
    if (len == MORGUE_NUL)
        len = strlen(id);
    do
        status = read_article(archive, id, len, article, err);
    while (status == MORGUE_STALE && mg_archive_try_again(archive, &tries));
    return status;
}
