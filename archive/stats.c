/* What is in an archive, from what its shards know of themselves. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/path.h"
#include "archive/reader.h"
#include "archive/shard.h"
#include "archive/store.h"
#include "archive/tokenizer.h"

enum { LANGUAGES_MAX = 64 };

typedef struct language {
    char tag[12];
    uint32_t articles;
} language;

static int by_articles(const void *a, const void *b)
{
    const language *x = a, *y = b;
    if (x->articles != y->articles)
        return x->articles < y->articles ? 1 : -1;
    return strcmp(x->tag, y->tag);
}

static void list_languages(language *languages, size_t n, char *ret, size_t room)
{
    size_t len = 0;
    qsort(languages, n, sizeof *languages, by_articles);
    for (size_t i = 0; i < n && len + sizeof languages->tag + 14 < room; i++)
        len += (size_t)snprintf(ret + len, room - len, "%s%s %u", i ? ", " : "", languages[i].tag,
                                (unsigned)languages[i].articles);
}

static morgue_status count_languages(const morgue_archive *archive, morgue_stats *ret,
                                     morgue_error *err)
{
    language languages[LANGUAGES_MAX];
    size_t n = 0;
    xap_terms *terms = NULL;
    xap_bytes term;
    xap_error cause;
    bool more = true;
    xap_status status = xap_terms_open(archive->db, "L", 1, &terms, &cause);
    while (status == XAP_OK && more && n < LANGUAGES_MAX) {
        uint32_t count;
        status = xap_terms_next(terms, &term, &count, &more, &cause);
        if (status != XAP_OK || !more)
            break;
        snprintf(languages[n].tag, sizeof languages[n].tag, "%.*s", (int)term.len - 1,
                 term.data + 1);
        languages[n++].articles = count;
    }
    xap_terms_free(terms);
    if (status != XAP_OK)
        return mg_fail_xap(err, &cause);
    list_languages(languages, n, ret->languages, sizeof ret->languages);
    return MORGUE_OK;
}

/* Articles that have something by the tagger: those with the term of by:tagger. */
static morgue_status count_tagged(const morgue_archive *archive, morgue_stats *ret,
                                  morgue_error *err)
{
    static const char tagger[] = "tagger";
    char term[MG_EXACT_MAX];
    uint32_t count = 0;
    xap_error cause;
    size_t len = mg_exact_term(MORGUE_BY, tagger, sizeof tagger - 1, term);
    if (xap_database_termfreq(archive->db, term, len, &count, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    ret->tagged = count;
    return MORGUE_OK;
}

/* The digits of MG_SLOT_DATE as a date again. */
static void spell_date(const xap_string *digits, char *ret, size_t room)
{
    static const char separators[] = {[4] = '-', [6] = '-', [8] = 'T', [10] = ':', [12] = ':'};
    size_t len = 0;
    for (size_t i = 0; i < digits->len && i < 14 && len + 3 < room; i++) {
        if (i < sizeof separators && separators[i])
            ret[len++] = separators[i];
        ret[len++] = digits->data[i];
    }
    if (digits->len > 8)
        ret[len++] = 'Z';
    ret[len] = '\0';
}

static morgue_status find_dates(const morgue_archive *archive, morgue_stats *ret, morgue_error *err)
{
    xap_string least = {0}, greatest = {0};
    xap_error cause;
    xap_status status =
        xap_database_value_bounds(archive->db, MG_SLOT_DATE, &least, &greatest, &cause);
    if (status == XAP_OK) {
        spell_date(&least, ret->earliest, sizeof ret->earliest);
        spell_date(&greatest, ret->latest, sizeof ret->latest);
    }
    xap_string_free(&least);
    xap_string_free(&greatest);
    return status == XAP_OK ? MORGUE_OK : mg_fail_xap(err, &cause);
}

/* Sums over the shards. */
typedef struct totals {
    uint64_t revision;
    uint64_t text_bytes;
    unsigned direct;
    unsigned others;
} totals;

static morgue_status add_shard(const char *path, totals *sum, morgue_error *err)
{
    bool direct = false;
    xap_database *db = NULL;
    xap_error cause;
    uint64_t revision = 0, text = 0;
    const char *const paths[] = {path};
    if (xap_database_open(paths, 1, &db, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    morgue_status status = mg_meta_number(db, MG_META_REVISION, &revision, err);
    if (status == MORGUE_OK)
        status = mg_meta_number(db, MG_META_TEXT_BYTES, &text, err);
    if (status == MORGUE_OK)
        status = mg_meta_direct(db, &direct, err);
    xap_database_free(db);
    sum->revision = revision > sum->revision ? revision : sum->revision;
    sum->text_bytes += text;
    sum->direct += direct;
    sum->others += !direct;
    return status;
}

/* "xapian 1.4.22; 3 shards written directly, 1 by Xapian" */
static void name_engine(const totals *sum, char *ret, size_t room)
{
    unsigned first = sum->direct ? sum->direct : sum->others;
    int len = snprintf(ret, room, "xapian %s", xap_version());
    if (first && len > 0 && (size_t)len < room)
        len +=
            snprintf(ret + len, room - (size_t)len, "; %u shard%s %s", first, first == 1 ? "" : "s",
                     sum->direct ? "written directly" : "written by Xapian");
    if (sum->direct && sum->others && len > 0 && (size_t)len < room)
        snprintf(ret + len, room - (size_t)len, ", %u by Xapian", sum->others);
}

static morgue_status add_shards(const morgue_archive *archive, morgue_stats *ret, morgue_error *err)
{
    totals sum = {0};
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < archive->manifest.count; i++) {
        char *path = mg_path_join(archive->path, archive->manifest.shards[i]);
        status = path ? add_shard(path, &sum, err) : mg_fail_memory(err);
        free(path);
    }
    ret->revision = sum.revision;
    ret->bytes_text = sum.text_bytes;
    name_engine(&sum, ret->engine, sizeof ret->engine);
    return status;
}

/* Bytes on the disk, without shards that are kept since they were damaged. */
static uint64_t size_of(const char *path)
{
    uint64_t size = mg_path_size(path);
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (strncmp(entry->d_name, MG_STORE_KEPT, strlen(MG_STORE_KEPT)) != 0)
            continue;
        char *kept = mg_path_join(path, entry->d_name);
        uint64_t less = kept ? mg_path_size(kept) : 0;
        size -= less < size ? less : size;
        free(kept);
    }
    if (folder)
        closedir(folder);
    return size;
}

static morgue_status count_all(const morgue_archive *archive, morgue_stats *ret, morgue_error *err)
{
    uint32_t articles = 0;
    xap_error cause;
    if (xap_database_doccount(archive->db, &articles, &cause) != XAP_OK ||
        xap_database_total_length(archive->db, &ret->words, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    ret->articles = articles;
    ret->shards = archive->manifest.count;
    ret->bytes_archive = size_of(archive->path);
    morgue_status status = count_languages(archive, ret, err);
    if (status == MORGUE_OK)
        status = find_dates(archive, ret, err);
    if (status == MORGUE_OK)
        status = count_tagged(archive, ret, err);
    if (status == MORGUE_OK)
        status = add_shards(archive, ret, err);
    return status;
}

morgue_status morgue_archive_stats(morgue_archive *archive, morgue_stats *ret, morgue_error *err)
{
    unsigned tries = 0;
    for (;;) {
        morgue_stats stats = {0};
        morgue_status status = mg_archive_doubt(archive, count_all(archive, &stats, err), err);
        if (status == MORGUE_OK)
            *ret = stats;
        else if (mg_archive_is_behind(archive))
            status = mg_fail(err, MORGUE_STALE, "%s: shards were merged meanwhile: ask again",
                             archive->path);
        if (status != MORGUE_STALE || !mg_archive_try_again(archive, &tries))
            return status;
    }
}
