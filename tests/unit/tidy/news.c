#include "tests/unit/tidy/news.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/manifest.h"
#include "archive/path.h"
#include "xapian/xapian_c.h"

static morgue_error err;

void news_open(news *n)
{
    *n = (news){.writer = NULL};
    scratch_open(&n->s);
    snprintf(n->path, sizeof n->path, "%s/archive", n->s.path);
    news_again(n);
}

void news_close(news *n)
{
    morgue_writer_free(n->writer);
    scratch_close(&n->s);
}

void news_again(news *n)
{
    const morgue_writer_options options = {.jobs = 2, .memory = (uint64_t)1 << 30};
    morgue_writer_free(n->writer);
    n->writer = NULL;
    OK(mg_writer_open(n->path, &options, &n->engine, &n->writer, &err));
}

morgue_status news_add(news *n, int number, int version, unsigned words, morgue_error *ret_err)
{
    char id[24], title[48];
    uint64_t seed = (uint64_t)number * 1000 + (uint64_t)version;
    mg_buffer text = {0};
    snprintf(id, sizeof id, "id%06d", number);
    snprintf(title, sizeof title, "Number %d, version %d", number, version);
    roll_words(&seed, words, &text);
    put(&text, number % 2 ? " everywhere odd" : " everywhere even");
    const field_text fields[] = {
        {MORGUE_ID, id},          {MORGUE_TITLE, title},
        {MORGUE_TEXT, text.data}, {MORGUE_DATE, number % 3 ? "2022-01-21" : "1999"},
        {MORGUE_LANG, "en"},      {MORGUE_ID, NULL}};
    morgue_article *article = make_article(fields);
    morgue_status status = morgue_writer_add(n->writer, article, NULL, ret_err);
    morgue_article_free(article);
    mg_buffer_free(&text);
    return status;
}

void news_commit(news *n, int first, int count, unsigned words)
{
    for (int i = 0; i < count; i++)
        OK(news_add(n, first + i, 0, words, &err));
    OK(morgue_writer_commit(n->writer, &err));
}

void news_delete(news *n, int number)
{
    char id[24];
    snprintf(id, sizeof id, "id%06d", number);
    OK(morgue_writer_delete(n->writer, id, MORGUE_NUL, &err));
}

morgue_stats news_stats(const news *n)
{
    morgue_stats stats;
    morgue_archive *archive;
    OK(morgue_archive_open(n->path, &archive, &err));
    OK(morgue_archive_stats(archive, &stats, &err));
    morgue_archive_free(archive);
    return stats;
}

/* ---- Answers ------------------------------------------------------------------------------ */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorted, since merging may change the order. */
static void dump(morgue_archive *archive, mg_buffer *ret)
{
    morgue_walk *walk;
    morgue_article *article;
    morgue_text json;
    char **lines = NULL;
    size_t n = 0;
    OK(morgue_walk_open(archive, NULL, &walk, &err));
    for (;;) {
        OK(morgue_walk_next(walk, &article, &err));
        if (!article)
            break;
        OK(morgue_article_json(article, &json, &err));
        lines = realloc(lines, (n + 1) * sizeof *lines);
        lines[n++] = strdup(json.data);
    }
    morgue_walk_free(walk);
    if (n)
        qsort(lines, n, sizeof *lines, by_text);
    for (size_t i = 0; i < n; i++) {
        put(ret, lines[i]);
        put(ret, "\n");
        free(lines[i]);
    }
    free(lines);
}

static void ask(morgue_archive *archive, const char *query, mg_buffer *ret)
{
    char line[160];
    const morgue_search_options options = {.exact = true};
    morgue_results *results;
    morgue_hit hit;
    OK(morgue_search(archive, query, &options, &results, &err));
    snprintf(line, sizeof line, "%s: %u\n", query, (unsigned)morgue_results_total(results));
    put(ret, line);
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        OK(morgue_results_hit(results, i, &hit, &err));
        snprintf(line, sizeof line, "  %.6f\n", hit.score);
        put(ret, line);
    }
    morgue_results_free(results);
}

void news_answers(const news *n, mg_buffer *ret)
{
    static const char *const queries[] = {"everywhere", "wa0 wb1", "\"everywhere odd\"",
                                          "title:version before:2001", "wq42"};
    char line[100];
    morgue_archive *archive;
    morgue_stats stats = news_stats(n);
    snprintf(line, sizeof line, "%u articles, %u words, %u bytes, revision %u\n",
             (unsigned)stats.articles, (unsigned)stats.words, (unsigned)stats.bytes_text,
             (unsigned)stats.revision);
    put(ret, line);
    OK(morgue_archive_open(n->path, &archive, &err));
    dump(archive, ret);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        ask(archive, queries[i], ret);
    morgue_archive_free(archive);
}

/* ---- Checking ----------------------------------------------------------------------------- */

static void check_shard(const char *path)
{
    xap_error cause;
    xap_string report = {0};
    size_t errors = 0;
    if (xap_check(path, &report, &errors, &cause) != XAP_OK)
        ck_abort_msg("%s: %s", path, cause.message);
    if (errors)
        ck_abort_msg("%s: %s", path, report.data);
    xap_string_free(&report);
}

void news_check(const news *n)
{
    mg_manifest manifest;
    size_t shards = 0;
    OK(mg_manifest_read(n->path, &manifest, &err));
    DIR *folder = opendir(n->path);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (strncmp(entry->d_name, "shard-", 6) != 0)
            continue;
        CHECK(mg_manifest_has(&manifest, entry->d_name));
        char *path = mg_path_join(n->path, entry->d_name);
        check_shard(path);
        free(path);
        shards++;
    }
    closedir(folder);
    ck_assert_uint_eq(shards, manifest.count);
    mg_manifest_free(&manifest);
}
