#include "tests/unit/query/small_archive.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/build/terms.h"
#include "search/match/finder.h"

/* ---- Building ----------------------------------------------------------------------------- */

static bool add_posting(void *user, const char *term, size_t len, uint32_t position, uint32_t wdf)
{
    return xap_document_add_posting(user, term, len, position, wdf, NULL) == XAP_OK;
}

static bool add_boolean(void *user, const char *term, size_t len)
{
    return xap_document_add_boolean_term(user, term, len, NULL) == XAP_OK;
}

static bool add_value(void *user, uint32_t slot, const char *data, size_t len)
{
    return xap_document_add_value(user, slot, data, len, NULL) == XAP_OK;
}

static void set(morgue_article *article, morgue_field_id field, const char *text)
{
    morgue_error err;
    if (!text)
        return;
    morgue_status status =
        morgue_field_at(field)->repeatable
            ? morgue_article_add(article, field, text, MORGUE_NUL, MORGUE_GIVEN, &err)
            : morgue_article_set(article, field, text, MORGUE_NUL, &err);
    ck_assert_msg(status == MORGUE_OK, "%s: %s", text, err.message);
}

static void add_article(xap_writer *writer, const small_article *small)
{
    morgue_article *article = morgue_article_new();
    xap_document *document;
    ck_assert_ptr_nonnull(article);
    ck_assert_int_eq(xap_document_new(&document, NULL), XAP_OK);
    set(article, MORGUE_TITLE, small->title);
    set(article, MORGUE_TEXT, small->text);
    set(article, MORGUE_DATE, small->date);
    set(article, MORGUE_PERSON, small->person);
    set(article, MORGUE_ORG, small->org);
    set(article, MORGUE_LOCATION, small->location);
    set(article, MORGUE_LANG, small->lang);
    set(article, MORGUE_ID, small->id);
    set(article, MORGUE_SOURCE, small->source);
    mg_term_sink sink = {add_posting, add_boolean, add_value, document};
    ck_assert(mg_terms_emit(article, &sink));
    ck_assert_int_eq(xap_writer_add(writer, document, NULL, NULL), XAP_OK);
    xap_document_free(document);
    morgue_article_free(article);
}

void small_archive_open(small_archive *archive, const small_article *articles, size_t n)
{
    xap_writer *writer;
    xap_error err;
    const char *path = archive->path;
    const char *folder = getenv("TMPDIR");
    int len = snprintf(archive->path, sizeof archive->path, "%s/morgue-query-XXXXXX",
                       folder ? folder : "/tmp");
    ck_assert(len > 0 && (size_t)len < sizeof archive->path);
    ck_assert_ptr_nonnull(mkdtemp(archive->path));
    ck_assert_int_eq(xap_writer_open(path, XAP_NO_SYNC, 0, &writer, &err), XAP_OK);
    for (size_t i = 0; i < n; i++)
        add_article(writer, &articles[i]);
    ck_assert_int_eq(xap_writer_commit(writer, &err), XAP_OK);
    xap_writer_free(writer);
    ck_assert_int_eq(xap_database_open(&path, 1, &archive->db, &err), XAP_OK);
    ck_assert_int_eq(mg_index_open(path, &archive->index, NULL), MORGUE_OK);
    ck_assert_int_eq(mg_index_open_iterators(archive->db, &archive->iterators, NULL), MORGUE_OK);
    ck_assert_int_eq(xap_stem_open("english", &archive->stems[0], &err), XAP_OK);
    archive->n_stems = 1;
    archive->far = NULL;
}

void small_archive_close(small_archive *archive)
{
    char command[96];
    for (size_t i = 0; i < archive->n_stems; i++)
        xap_stem_free(archive->stems[i]);
    mg_index_free(archive->index);
    mg_index_free(archive->iterators);
    xap_database_free(archive->db);
    snprintf(command, sizeof command, "rm -r %s", archive->path);
    ck_assert_int_eq(system(command), 0);
}

/* ---- Finding ------------------------------------------------------------------------------ */

mg_plan_setting small_archive_setting(const small_archive *archive, size_t n_stems)
{
    return (mg_plan_setting){
        .indexes = &archive->index, .n_indexes = 1, .stems = archive->stems, .n_stems = n_stems};
}

/* All hits of the query, best first. */
static mg_page find(const small_archive *archive, mg_index *index, const char *query)
{
    morgue_archive whole = {.manifest = {.count = 1}, .indexes = &index};
    const mg_finding how = {.limit = 1000, .exact = true};
    mg_plan_setting setting = small_archive_setting(archive, archive->n_stems);
    mg_plan *plan;
    mg_page page;
    morgue_error err;
    setting.indexes = &index;
    ck_assert_msg(mg_plan_make(query, MORGUE_NUL, &setting, &plan, &err) == MORGUE_OK, "%s: %s",
                  query, err.message);
    ck_assert_msg(mg_find(&whole, plan, &how, &page, &err) == MORGUE_OK, "%s: %s", query,
                  err.message);
    ck_assert_msg(mg_index_check(index, &err) == MORGUE_OK, "%s: %s", query, err.message);
    for (size_t i = 0; !mg_plan_ranks(plan) && i < page.count; i++)
        ck_assert(page.hits[i].score == 0.0);
    ck_assert_uint_eq(page.total, page.count);
    mg_plan_free(plan);
    return page;
}

static void find_the_same(const small_archive *archive, mg_index *index, const char *query,
                          const mg_page *wanted, const char *way)
{
    mg_page other = find(archive, index, query);
    ck_assert_msg(wanted->count == other.count, "%s: %zu hits, and %zu %s", query, wanted->count,
                  other.count, way);
    for (size_t i = 0; i < wanted->count; i++)
        ck_assert_msg(wanted->hits[i].docid == other.hits[i].docid &&
                          wanted->hits[i].score == other.hits[i].score,
                      "%s: hit %zu differs %s", query, i, way);
    mg_page_free(&other);
}

/* The same in all ways. */
static mg_page find_all_ways(const small_archive *archive, const char *query)
{
    mg_page direct = find(archive, archive->index, query);
    find_the_same(archive, archive->iterators, query, &direct, "by iterators");
    if (archive->far)
        find_the_same(archive, archive->far, query, &direct, "behind a network");
    return direct;
}

static int by_number(const void *a, const void *b)
{
    const mg_hit *x = a, *y = b;
    return (x->docid > y->docid) - (x->docid < y->docid);
}

static const char *run(const small_archive *archive, const char *query, bool by_weight)
{
    static char out[512];
    size_t n = 0;
    mg_page page = find_all_ways(archive, query);
    if (!by_weight && page.count)
        qsort(page.hits, page.count, sizeof *page.hits, by_number);
    for (size_t i = 0; i < page.count; i++)
        n += (size_t)snprintf(out + n, sizeof out - n, n ? " %u" : "%u", page.hits[i].docid);
    mg_page_free(&page);
    return n ? out : "-";
}

const char *small_archive_find(const small_archive *archive, const char *query)
{
    return run(archive, query, false);
}

const char *small_archive_rank(const small_archive *archive, const char *query)
{
    return run(archive, query, true);
}

double small_archive_score(const small_archive *archive, const char *query, uint32_t docid)
{
    double score = -1;
    mg_page page = find_all_ways(archive, query);
    for (size_t i = 0; i < page.count; i++)
        if (page.hits[i].docid == docid)
            score = page.hits[i].score;
    mg_page_free(&page);
    return score;
}
