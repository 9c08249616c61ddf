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

typedef struct languages {
    language all[LANGUAGES_MAX];
    size_t n;
} languages;

static void count_language(languages *to, morgue_text tag, uint32_t articles)
{
    language one;
    size_t i = 0;
    snprintf(one.tag, sizeof one.tag, "%.*s", (int)tag.len, tag.data);
    while (i < to->n && strcmp(to->all[i].tag, one.tag) != 0)
        i++;
    if (i == LANGUAGES_MAX)
        return;
    one.articles = articles + (i < to->n ? to->all[i].articles : 0);
    to->all[i] = one;
    to->n += i == to->n;
}

static morgue_status count_languages(const morgue_archive *archive, morgue_stats *ret,
                                     morgue_error *err)
{
    const char *prefix = mg_field_at(MORGUE_LANG)->exact;
    size_t len = strlen(prefix);
    languages found = {.n = 0};
    for (size_t i = 0; i < archive->manifest.count; i++) {
        morgue_text term;
        uint32_t articles;
        mg_terms *terms = mg_terms_open(archive->indexes[i], prefix, len);
        if (!terms)
            return mg_fail_memory(err);
        while (mg_terms_next(terms, &term, &articles))
            count_language(&found, (morgue_text){term.data + len, term.len - len}, articles);
        mg_terms_free(terms);
    }
    list_languages(found.all, found.n, ret->languages, sizeof ret->languages);
    return MORGUE_OK;
}

/* Articles that have something by the tagger: those with the term of by:tagger. */
static morgue_status count_tagged(const morgue_archive *archive, morgue_stats *ret,
                                  morgue_error *err)
{
    static const char tagger[] = "tagger";
    char term[MG_EXACT_MAX];
    morgue_status status = MORGUE_OK;
    size_t len = mg_exact_term(MORGUE_BY, tagger, sizeof tagger - 1, term);
    for (size_t i = 0; status == MORGUE_OK && i < archive->manifest.count; i++) {
        mg_list *list = NULL;
        status = mg_list_open(archive->indexes[i], term, len, &list, err);
        ret->tagged += list ? mg_list_frequency(list) : 0;
        mg_list_free(list);
    }
    return status;
}

/* The digits of MG_SLOT_DATE as a date again. */
static void spell_date(const mg_buffer *digits, char *ret, size_t room)
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

static bool is_less(const mg_buffer *a, const mg_buffer *b)
{
    int order = memcmp(a->data, b->data, a->len < b->len ? a->len : b->len);
    return order ? order < 0 : a->len < b->len;
}

static void swap(mg_buffer *a, mg_buffer *b)
{
    mg_buffer c = *a;
    *a = *b;
    *b = c;
}

/* Shards without a date have no bounds. */
static morgue_status find_dates(const morgue_archive *archive, morgue_stats *ret, morgue_error *err)
{
    mg_buffer least = {0}, greatest = {0}, from = {0}, to = {0};
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < archive->manifest.count; i++) {
        status = mg_index_value_bounds(archive->indexes[i], MG_SLOT_DATE, &from, &to, err);
        if (status != MORGUE_OK || !from.len)
            continue;
        if (!least.len || is_less(&from, &least))
            swap(&from, &least);
        if (!greatest.len || is_less(&greatest, &to))
            swap(&to, &greatest);
    }
    spell_date(&least, ret->earliest, sizeof ret->earliest);
    spell_date(&greatest, ret->latest, sizeof ret->latest);
    mg_buffer_free(&least);
    mg_buffer_free(&greatest);
    mg_buffer_free(&from);
    mg_buffer_free(&to);
    return status;
}

/* Sums over the shards. */
typedef struct totals {
    uint64_t revision;
    uint64_t text_bytes;
    unsigned direct;
    unsigned others;
} totals;

static morgue_status add_shard(mg_index *shard, totals *sum, morgue_error *err)
{
    bool direct = false;
    uint64_t revision = 0, text = 0;
    morgue_status status = mg_meta_number(shard, MG_META_REVISION, &revision, err);
    if (status == MORGUE_OK)
        status = mg_meta_number(shard, MG_META_TEXT_BYTES, &text, err);
    if (status == MORGUE_OK)
        status = mg_meta_direct(shard, &direct, err);
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
    for (size_t i = 0; status == MORGUE_OK && i < archive->manifest.count; i++)
        if (!mg_remote_trouble(archive->indexes[i]))
            status = add_shard(archive->indexes[i], &sum, err);
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
    for (size_t i = 0; i < archive->manifest.count; i++) {
        ret->articles += mg_index_articles(archive->indexes[i]);
        ret->words += mg_index_total_length(archive->indexes[i]);
    }
    ret->shards = mg_archive_shards(archive);
    ret->part = archive->manifest.part.part;
    ret->parts = archive->manifest.part.parts;
    ret->bytes_archive = archive->cluster ? 0 : size_of(archive->path);
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
    morgue_status status = mg_archive_begin(archive, 0, err);
    while (status == MORGUE_OK) {
        morgue_stats stats = {0};
        status = mg_archive_settle(archive, count_all(archive, &stats, err), err);
        if (status == MORGUE_OK)
            *ret = stats;
        if (!mg_archive_again(archive, status, &tries))
            return status;
        status = MORGUE_OK;
    }
    return status;
}
