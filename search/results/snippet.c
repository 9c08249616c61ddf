#include "search/results/snippet.h"

#include <stdlib.h>

#include "archive/error.h"
#include "search/results/letters.h"

/* Copies the window with single spaces and without soft hyphens; `offsets[i]` is where byte i of
 * the window has gone. */
static bool copy_window(morgue_text text, mg_window w, mg_buffer *ret, uint32_t *offsets)
{
    if (!mg_buffer_reserve(ret, w.end - w.start))
        return false;
    for (size_t i = w.start; i < w.end; i++) {
        bool space = mg_is_space(text.data[i]);
        offsets[i - w.start] = (uint32_t)ret->len;
        if (mg_is_soft_hyphen(text, i) && i + 1 < w.end) {
            offsets[++i - w.start] = (uint32_t)ret->len;
            continue;
        }
        if (!space || !ret->len || ret->data[ret->len - 1] != ' ')
            mg_buffer_append_byte(ret, space ? ' ' : text.data[i]);
    }
    offsets[w.end - w.start] = (uint32_t)ret->len;
    return true;
}

/* The first match that begins at `start` or later. */
static size_t first_from(const mg_match_list *m, size_t start)
{
    size_t low = 0, high = m->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (m->at[middle].start < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

morgue_mark *mg_snippet_marks(const mg_match_list *m, mg_window w, size_t *ret_n)
{
    size_t first = first_from(m, w.start), end = first_from(m, w.end), behind = 0;
    morgue_mark *marks = calloc(end - first + 1, sizeof *marks);
    *ret_n = 0;
    for (size_t i = first; marks && i < end; i++) {
        const mg_match *match = &m->at[i];
        if (match->end > w.end || match->start < behind)
            continue;
        marks[(*ret_n)++] = (morgue_mark){(uint32_t)(match->start - w.start),
                                          (uint32_t)(match->end - match->start)};
        behind = match->end;
    }
    return marks;
}

static bool set_marks(const mg_match_list *m, mg_window w, const uint32_t *offsets, mg_snippet *ret)
{
    ret->marks = mg_snippet_marks(m, w, &ret->n_marks);
    for (size_t i = 0; ret->marks && i < ret->n_marks; i++) {
        morgue_mark *mark = &ret->marks[i];
        uint32_t start = offsets[mark->start];
        *mark = (morgue_mark){start, offsets[mark->start + mark->len] - start};
    }
    return ret->marks != NULL;
}

void mg_snippet_free(mg_snippet *snippet)
{
    mg_buffer_free(&snippet->text);
    free(snippet->marks);
    *snippet = (mg_snippet){0};
}

morgue_status mg_snippet_cut(const mg_match_list *matches, morgue_text text, mg_window w,
                             mg_snippet *ret, morgue_error *err)
{
    mg_snippet snippet = {0};
    uint32_t *offsets = malloc((w.end - w.start + 1) * sizeof *offsets);
    bool done = offsets && copy_window(text, w, &snippet.text, offsets) &&
                set_marks(matches, w, offsets, &snippet);
    free(offsets);
    if (!done) {
        mg_snippet_free(&snippet);
        return mg_fail_memory(err);
    }
    snippet.starts_late = mg_skip_space(text, 0, w.start) < w.start;
    snippet.ends_early = mg_skip_space(text, w.end, text.len) < text.len;
    *ret = snippet;
    return MORGUE_OK;
}

morgue_status mg_snippet_make(const mg_match_list *matches, morgue_text text, mg_snippet *ret,
                              morgue_error *err)
{
    size_t end = mg_trim_space(text, 0, text.len);
    mg_window whole = {mg_skip_space(text, 0, end), end};
    return mg_snippet_cut(matches, text, whole, ret, err);
}
