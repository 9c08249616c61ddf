/* What is shown of a hit: its article, the marked title, passages of the text, concordances. */
#include <stdlib.h>

#include "archive/error.h"
#include "archive/registry/blocklist.h"
#include "search/results/passages.h"
#include "search/results/results.h"

enum { DEFAULT_CONTEXT = 60 };

/* Back to the record alone. */
static void unload(mg_entry *entry)
{
    mg_buffer packed = entry->packed;
    morgue_article_free(entry->article);
    mg_snippet_free(&entry->title);
    for (size_t i = 0; i < entry->n_passages; i++)
        mg_snippet_free(&entry->snippets[i]);
    free(entry->snippets);
    free(entry->passages);
    free(entry->whole);
    mg_lines_free(&entry->lines);
    *entry = (mg_entry){.packed = packed};
}

void mg_entry_free(mg_entry *entry)
{
    unload(entry);
    mg_buffer_free(&entry->packed);
}

static morgue_passage passage_of(const mg_snippet *snippet)
{
    return (morgue_passage){
        .text = {snippet->text.data ? snippet->text.data : "", snippet->text.len},
        .marks = snippet->marks,
        .n_marks = snippet->n_marks,
        .starts_late = snippet->starts_late,
        .ends_early = snippet->ends_early};
}

static morgue_status cut_text(morgue_results *r, mg_entry *entry, morgue_text text,
                              morgue_error *err)
{
    mg_window windows[MG_PASSAGES_MAX];
    const mg_marks *marks = mg_matcher_marks(r->matcher);
    const mg_passage_task task = {.text = text,
                                  .matches = &marks->text,
                                  .wholes = &marks->text_wholes,
                                  .sentences = mg_matcher_sentences(r->matcher),
                                  .length = r->options.snippet,
                                  .most = r->options.snippets};
    size_t n = 0;
    morgue_status status = mg_passages_choose(&task, windows, &n, err);
    if (status != MORGUE_OK)
        return status;
    entry->snippets = calloc(n + 1, sizeof *entry->snippets);
    entry->passages = calloc(n + 1, sizeof *entry->passages);
    if (!entry->snippets || !entry->passages)
        return mg_fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        status = mg_snippet_cut(&marks->text, text, windows[i], &entry->snippets[i], err);
        if (status != MORGUE_OK)
            return status;
        entry->passages[entry->n_passages++] = passage_of(&entry->snippets[i]);
    }
    return MORGUE_OK;
}

/* Finding what the query asked for in the texts is most of what a hit costs. */
static morgue_status cut_passages(morgue_results *r, mg_entry *entry, morgue_error *err)
{
    static const mg_match_list nothing;
    morgue_text text = morgue_article_get(entry->article, MORGUE_TEXT, 0);
    morgue_text title = morgue_article_get(entry->article, MORGUE_TITLE, 0);
    if (r->options.snippets == MORGUE_NO_SNIPPETS)
        return mg_snippet_make(&nothing, title, &entry->title, err);
    morgue_status status = mg_matcher_read(r->matcher, entry->article, err);
    if (status == MORGUE_OK)
        status = mg_matcher_mark(r->matcher, err);
    if (status == MORGUE_OK)
        status = mg_snippet_make(&mg_matcher_marks(r->matcher)->title, title, &entry->title, err);
    return status == MORGUE_OK ? cut_text(r, entry, text, err) : status;
}

morgue_status mg_entry_load(morgue_results *r, size_t i, morgue_error *err)
{
    mg_entry *entry = &r->entries[i];
    if (entry->article)
        return MORGUE_OK;
    morgue_status status = r->matcher ? MORGUE_OK : mg_matcher_new(r->plan, &r->matcher, err);
    if (status != MORGUE_OK)
        return status;
    if (!(entry->article = morgue_article_new()))
        return mg_fail_memory(err);
    status =
        mg_archive_unpack(r->archive, entry->packed.data, entry->packed.len, entry->article, err);
    if (status == MORGUE_OK)
        mg_blocklist_hide(mg_plan_blocklist(r->plan), entry->article);
    if (status == MORGUE_OK)
        status = cut_passages(r, entry, err);
    if (status == MORGUE_OK)
        mg_buffer_free(&entry->packed);
    else
        unload(entry);
    return status;
}

static morgue_status load_hit(morgue_results *r, size_t i, morgue_error *err)
{
    if (i >= r->page.count)
        return mg_fail(err, MORGUE_INVALID, "there is no hit %zu on this page", i);
    return mg_entry_load(r, i, err);
}

morgue_status morgue_results_hit(morgue_results *r, size_t i, morgue_hit *ret, morgue_error *err)
{
    morgue_status status = load_hit(r, i, err);
    if (status != MORGUE_OK)
        return status;
    const mg_entry *entry = &r->entries[i];
    *ret = (morgue_hit){.article = entry->article,
                        .score = r->page.hits[i].score,
                        .title = passage_of(&entry->title),
                        .passages = entry->passages,
                        .n_passages = entry->n_passages};
    return MORGUE_OK;
}

/* Has the matcher look at hit `i`, which is read. */
static morgue_status mark_hit(morgue_results *r, size_t i, morgue_error *err)
{
    morgue_status status = load_hit(r, i, err);
    if (status == MORGUE_OK)
        status = mg_matcher_read(r->matcher, r->entries[i].article, err);
    if (status == MORGUE_OK)
        status = mg_matcher_mark(r->matcher, err);
    return status;
}

morgue_status morgue_results_whole(morgue_results *r, size_t i, morgue_passage *ret,
                                   morgue_error *err)
{
    morgue_status status = mark_hit(r, i, err);
    if (status != MORGUE_OK)
        return status;
    mg_entry *entry = &r->entries[i];
    morgue_text text = morgue_article_get(entry->article, MORGUE_TEXT, 0);
    const mg_window whole = {0, text.len};
    free(entry->whole);
    entry->whole = mg_snippet_marks(&mg_matcher_marks(r->matcher)->text, whole, &entry->n_whole);
    if (!entry->whole)
        return mg_fail_memory(err);
    *ret = (morgue_passage){.text = text, .marks = entry->whole, .n_marks = entry->n_whole};
    return MORGUE_OK;
}

morgue_status morgue_results_lines(morgue_results *r, size_t i, uint32_t context,
                                   const morgue_line **ret, size_t *ret_n, morgue_error *err)
{
    morgue_status status = mark_hit(r, i, err);
    if (status != MORGUE_OK)
        return status;
    mg_entry *entry = &r->entries[i];
    status = mg_lines_make(mg_matcher_marks(r->matcher),
                           morgue_article_get(entry->article, MORGUE_TITLE, 0),
                           morgue_article_get(entry->article, MORGUE_TEXT, 0),
                           context ? context : DEFAULT_CONTEXT, &entry->lines, err);
    if (status != MORGUE_OK)
        return status;
    *ret = entry->lines.at;
    *ret_n = entry->lines.n;
    return MORGUE_OK;
}
