#include "tests/unit/query/small_archive.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/build/terms.h"
#include "search/query/plan.h"

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
    snprintf(archive->path, sizeof archive->path, "/tmp/morgue-query-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(archive->path));
    ck_assert_int_eq(xap_writer_open(path, XAP_NO_SYNC, 0, &writer, &err), XAP_OK);
    for (size_t i = 0; i < n; i++)
        add_article(writer, &articles[i]);
    ck_assert_int_eq(xap_writer_commit(writer, &err), XAP_OK);
    xap_writer_free(writer);
    ck_assert_int_eq(xap_database_open(&path, 1, &archive->db, &err), XAP_OK);
    ck_assert_int_eq(xap_stem_open("english", &archive->stems[0], &err), XAP_OK);
    archive->n_stems = 1;
}

void small_archive_close(small_archive *archive)
{
    char command[96];
    for (size_t i = 0; i < archive->n_stems; i++)
        xap_stem_free(archive->stems[i]);
    xap_database_free(archive->db);
    snprintf(command, sizeof command, "rm -r %s", archive->path);
    ck_assert_int_eq(system(command), 0);
}

/* ---- Finding ------------------------------------------------------------------------------ */

static const char *run(const small_archive *archive, const char *query, bool by_weight)
{
    static char out[512];
    mg_plan *plan;
    xap_enquire *enquire;
    xap_mset *hits;
    xap_error cause;
    morgue_error err;
    size_t n = 0;
    ck_assert_msg(mg_plan_make(query, MORGUE_NUL, archive->db, archive->stems, archive->n_stems,
                               &plan, &err) == MORGUE_OK,
                  "%s: %s", query, err.message);
    ck_assert_int_eq(xap_enquire_new(archive->db, mg_plan_query(plan), &enquire, &cause), XAP_OK);
    if (!by_weight)
        ck_assert_int_eq(xap_enquire_set_boolean_weight(enquire, &cause), XAP_OK);
    ck_assert_msg(xap_enquire_mset(enquire, 0, 100, 100, &hits, &cause) == XAP_OK, "%s: %s", query,
                  cause.message);
    for (uint32_t i = 0; i < xap_mset_size(hits); i++) {
        n += (size_t)snprintf(out + n, sizeof out - n, n ? " %u" : "%u", xap_mset_docid(hits, i));
        if (!mg_plan_ranks(plan))
            ck_assert(xap_mset_weight(hits, i) == 0.0);
    }
    xap_mset_free(hits);
    xap_enquire_free(enquire);
    mg_plan_free(plan);
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
