#include <string.h>

#include "archive/article.h"
#include "archive/error.h"
#include "archive/part.h"
#include "indexer/entry.h"
#include "indexer/import/importing.h"
#include "indexer/writer.h"

/* ---- Dates -------------------------------------------------------------------------------- */

/* The date that the dump's order makes of a reading; "" where there is no telling. */
static const char *reading_in(const mg_date_reading *reading, mg_date_order order)
{
    switch (order) {
    case MG_DATE_DAY_FIRST: return reading->date;
    case MG_DATE_MONTH_FIRST: return reading->swapped;
    default: return "";
    }
}

static void note_unclear(mg_arrival *a, const mg_date_reading *reading)
{
    bool more = a->notes.len > 0;
    if ((more && !mg_buffer_append_byte(&a->notes, '\n')) ||
        !mg_buffer_append_string(&a->notes, "the date \"") ||
        !mg_buffer_append_string(&a->notes, reading->spelled) ||
        !mg_buffer_append_string(&a->notes, "\" may have the day or the month first"))
        return; /* out of memory will be told soon enough */
}

/* Formats have put the date as it reads alone; what they have changed since is left to them. */
static morgue_status settle_published(mg_arrival *a, morgue_error *err)
{
    const mg_date_reading *reading = &a->published;
    const char *date = reading_in(reading, a->dump->order.order);
    morgue_text there = morgue_article_get(a->article, MORGUE_DATE, 0);
    if (!reading->ambiguous || strcmp(there.data, mg_date_alone(reading)) != 0)
        return MORGUE_OK;
    if (!*date)
        note_unclear(a, reading);
    if (strcmp(date, there.data) == 0)
        return MORGUE_OK;
    return mg_article_put_date(a->article, morgue_article_get(a->article, MORGUE_RAW_DATE, 0),
                               (morgue_text){date, strlen(date)}, err);
}

static morgue_status settle_modified(mg_arrival *a, morgue_error *err)
{
    const mg_date_reading *reading = &a->modified;
    const char *date = reading_in(reading, a->dump->order.order);
    morgue_text there = morgue_article_get(a->article, MORGUE_MODIFIED, 0);
    if (!reading->ambiguous || strcmp(there.data, mg_date_alone(reading)) != 0)
        return MORGUE_OK;
    if (!*date)
        note_unclear(a, reading);
    return morgue_article_set(a->article, MORGUE_MODIFIED, date, MORGUE_NUL, err);
}

/* People look for articles by their date: where there is none, the last change is the nearest to
 * it. The id is made before, so that it does not change with that date. */
static morgue_status borrow_date(mg_arrival *a, morgue_error *err)
{
    morgue_text modified = morgue_article_get(a->article, MORGUE_MODIFIED, 0);
    if (!modified.len || morgue_article_get(a->article, MORGUE_DATE, 0).len ||
        morgue_article_get(a->article, MORGUE_RAW_DATE, 0).len ||
        mg_entry_check(a->article, 0, NULL) != MORGUE_OK)
        return MORGUE_OK;
    morgue_status status = mg_entry_ensure_id(a->article, err);
    if (status != MORGUE_OK)
        return status;
    a->dump->dated++;
    modified = morgue_article_get(a->article, MORGUE_MODIFIED, 0);
    return mg_article_put_date(a->article, modified, modified, err);
}

static morgue_status settle_dates(mg_arrival *a, morgue_error *err)
{
    morgue_status status = settle_published(a, err);
    if (status == MORGUE_OK)
        status = settle_modified(a, err);
    return status == MORGUE_OK ? borrow_date(a, err) : status;
}

/* ---- Adding ------------------------------------------------------------------------------- */

/* A later version under the same id is what versions are for. */
static void count_outcome(mg_importing *im, mg_arrival *a, morgue_outcome outcome, bool seen)
{
    morgue_summary *summary = im->summary;
    summary->added += outcome == MORGUE_ADDED;
    summary->replaced += outcome == MORGUE_REPLACED;
    summary->unchanged += outcome == MORGUE_UNCHANGED || outcome == MORGUE_OLDER;
    summary->older += outcome == MORGUE_OLDER;
    summary->elsewhere += outcome == MORGUE_ELSEWHERE;
    if (outcome != MORGUE_REPLACED || !seen ||
        morgue_article_get(a->article, MORGUE_REVISION, 0).len)
        return;
    if (!a->notes.len || mg_buffer_append_byte(&a->notes, '\n'))
        (void)mg_buffer_append_string(
            &a->notes, "an article before it in this file has the same id: the later one counts");
}

static void count_fields(mg_dump *dump, const morgue_article *article)
{
    uint32_t seen = 0;
    for (size_t i = 0; i < article->count; i++) {
        uint32_t bit = (uint32_t)1 << article->values[i].field;
        dump->filled[article->values[i].field] += !(seen & bit);
        seen |= bit;
    }
}

/* Is the id one that this dump had before? */
static morgue_status note_id(mg_importing *im, const mg_arrival *a, bool *ret_seen,
                             morgue_error *err)
{
    morgue_text id = morgue_article_get(a->article, MORGUE_ID, 0);
    if (im->seen_in != a->dump)
        mg_idset_clear(&im->seen);
    im->seen_in = a->dump;
    return !id.len || mg_idset_add(&im->seen, id.data, id.len, ret_seen) ? MORGUE_OK
                                                                         : mg_fail_memory(err);
}

/* Would a writer take the article that has this id, in a dry run? */
static bool is_wanted(const mg_importing *im, const morgue_article *article)
{
    const mg_part part = {(uint32_t)im->options->part, (uint32_t)im->options->parts};
    morgue_text id = morgue_article_get(article, MORGUE_ID, 0);
    return mg_part_takes(&part, id.data, id.len);
}

/* In a dry run the article is checked as a writer would. */
static morgue_status write_article(mg_importing *im, mg_arrival *a, morgue_outcome *ret,
                                   morgue_error *err)
{
    if (im->writer)
        return mg_writer_add(im->writer, a->article, a->source, ret, err);
    morgue_status status = mg_entry_check(a->article, 0, err);
    if (status == MORGUE_OK)
        status = mg_entry_ensure_id(a->article, err);
    if (status == MORGUE_OK && !is_wanted(im, a->article))
        *ret = MORGUE_ELSEWHERE;
    return status;
}

static void show(mg_importing *im, const mg_arrival *a)
{
    if (im->options->article)
        im->options->article(im->options->user, &(morgue_found){.path = a->dump->path,
                                                                .offset = a->offset,
                                                                .line = a->line,
                                                                .article = a->article});
}

/* In a dry run there is no telling whether it is there. */
static morgue_status delete_article(mg_importing *im, mg_arrival *a, morgue_error *err)
{
    morgue_text id = morgue_article_get(a->article, MORGUE_ID, 0);
    morgue_status status =
        im->writer ? mg_writer_delete(im->writer, id.data, id.len, err) : MORGUE_OK;
    im->summary->deleted += status == MORGUE_OK && (im->writer || is_wanted(im, a->article));
    mg_buffer_clear(&a->notes);
    return status == MORGUE_NOT_FOUND ? MORGUE_OK : status;
}

morgue_status mg_import_add(mg_importing *im, mg_arrival *a, morgue_error *err)
{
    morgue_outcome outcome = MORGUE_ADDED;
    bool seen = false;
    if (a->deletes)
        return delete_article(im, a, err);
    morgue_status status = settle_dates(a, err);
    if (status == MORGUE_OK)
        status = write_article(im, a, &outcome, err);
    if (status == MORGUE_BAD_INPUT) {
        mg_tell_article(im, MORGUE_REJECTED, a, err->message);
        mg_tell_notes(im, a);
        return MORGUE_OK;
    }
    bool taken = outcome != MORGUE_ELSEWHERE;
    if (status == MORGUE_OK && taken)
        status = note_id(im, a, &seen, err);
    if (status != MORGUE_OK)
        return status;
    im->summary->bytes_text += morgue_article_get(a->article, MORGUE_TITLE, 0).len +
                               morgue_article_get(a->article, MORGUE_TEXT, 0).len;
    count_outcome(im, a, outcome, seen);
    if (!taken) { /* what is odd about it is told where it goes */
        mg_buffer_clear(&a->notes);
        return MORGUE_OK;
    }
    count_fields(a->dump, a->article);
    mg_tell_notes(im, a);
    show(im, a);
    return MORGUE_OK;
}
