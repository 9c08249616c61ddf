#include "search/results/snippet.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/utf8.h"
#include "search/results/matcher.h"

/* Bytes [start, end) of the text. */
typedef struct window {
    size_t start;
    size_t end;
} window;

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool is_inside(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* Bytes that `length` characters of this text take, on average. */
static size_t in_bytes(morgue_text text, size_t length)
{
    size_t sample = text.len < 4096 ? text.len : 4096;
    size_t characters = 0;
    for (size_t i = 0; i < sample; i++)
        characters += !is_inside(text.data[i]);
    return characters ? length * sample / characters : length;
}

/* ---- Choosing ----------------------------------------------------------------------------- */

/* What a run of matches shows: each group once counts most, the more of the same little. */
static unsigned worth(const mg_matches *m, size_t first, size_t end)
{
    unsigned sum = 0;
    for (size_t i = first; i < end; i++) {
        bool known = false;
        for (size_t j = first; j < i && !known; j++)
            known = m->list[j].group == m->list[i].group;
        sum += known ? 1 : 8;
    }
    return sum;
}

/* The stretch of text, from match to match, that is worth most and no longer than `room`. */
static window densest(const mg_matches *m, size_t room)
{
    window best = {m->list[0].start, m->list[0].end};
    unsigned most = 0;
    for (size_t first = 0, end = 0; first < m->count; first++) {
        while (end < m->count && m->list[end].end <= m->list[first].start + room &&
               end - first < 64)
            end++;
        unsigned sum = end > first ? worth(m, first, end) : 0;
        if (sum > most) {
            most = sum;
            best = (window){m->list[first].start, m->list[end - 1].end};
        }
        end = end > first ? end : first + 1;
    }
    return best;
}

/* Does a sentence or paragraph begin at this byte? */
static bool begins_sentence(morgue_text text, size_t at)
{
    size_t i = at;
    if (is_space(text.data[at]))
        return false;
    while (i && is_space(text.data[i - 1]))
        i--;
    if (!i)
        return true;
    if (i == at)
        return false;
    for (size_t k = i; k + 1 < at; k++)
        if (text.data[k] == '\n' && text.data[k + 1] == '\n')
            return true;
    char c = text.data[i - 1];
    if ((c == '"' || c == '\'' || c == ')') && i > 1)
        c = text.data[i - 2];
    return c == '.' || c == '!' || c == '?';
}

/* `n` characters before the byte `at`. */
static size_t back(morgue_text text, size_t at, size_t n)
{
    for (; at && n; n--)
        do
            at--;
        while (at && is_inside(text.data[at]));
    return at;
}

/* `n` characters behind the byte `at`. */
static size_t ahead(morgue_text text, size_t at, size_t n)
{
    for (; at < text.len && n; n--)
        do
            at++;
        while (at < text.len && is_inside(text.data[at]));
    return at;
}

/* Where to begin, at most `lead` characters before the first match: at the earliest sentence that
 * begins there, else at a word, else, where there are no spaces, at a character. */
static size_t lead_in(morgue_text text, size_t first, size_t lead)
{
    for (size_t i = back(text, first, lead); i < first; i++)
        if (begins_sentence(text, i))
            return i;
    size_t half = back(text, first, lead / 2);
    for (size_t i = half; i <= first; i++)
        if (!i || is_space(text.data[i - 1]))
            return i;
    return half;
}

/* The end of the last word that ends in [least, end]; `end` itself where none does. */
static size_t back_to_word(morgue_text text, size_t least, size_t end)
{
    if (end >= text.len)
        return text.len;
    for (size_t i = end; i > least; i--)
        if (is_space(text.data[i]))
            return i;
    return end;
}

/* About `length` characters, with the densest run of matches in them unless that is longer than
 * twice as much. */
static window choose(morgue_text text, const mg_matches *m, size_t length)
{
    window w = {0, 0}, dense = {0, 0};
    if (m->count) {
        dense = densest(m, in_bytes(text, length));
        size_t used = 0;
        for (size_t at = dense.start; at < dense.end && used < length; used++)
            at = ahead(text, at, 1);
        w.start = lead_in(text, dense.start, (length - used) * 2 / 3);
    }
    while (w.start < text.len && is_space(text.data[w.start]))
        w.start++;
    w.end = ahead(text, w.start, length);
    size_t least = back(text, w.end, length / 4);
    if (w.end < dense.end && dense.end <= ahead(text, w.end, length))
        w.end = dense.end;
    w.end = back_to_word(text, least > dense.end || w.end < dense.end ? least : dense.end, w.end);
    while (w.end > w.start && is_space(text.data[w.end - 1]))
        w.end--;
    return w;
}

static bool is_blank(morgue_text text, size_t start, size_t end)
{
    while (start < end && is_space(text.data[start]))
        start++;
    return start == end;
}

/* ---- Writing ------------------------------------------------------------------------------ */

/* Matches come by their ends; marks are wanted by their starts, and apart. */
static int by_start(const void *a, const void *b)
{
    const mg_match *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->end > y->end ? -1 : x->end < y->end;
}

/* Where a line's end parted a word: found, and not shown. */
static bool is_soft_hyphen(const char *at, size_t left)
{
    return left >= 2 && at[0] == '\xC2' && at[1] == '\xAD';
}

/* Copies the window with single spaces and without soft hyphens; `offsets[i]` is where byte i of
 * the window has gone. */
static bool copy_window(morgue_text text, window w, mg_buffer *ret, uint32_t *offsets)
{
    if (!mg_buffer_reserve(ret, w.end - w.start))
        return false;
    for (size_t i = w.start; i < w.end; i++) {
        bool space = is_space(text.data[i]);
        offsets[i - w.start] = (uint32_t)ret->len;
        if (is_soft_hyphen(text.data + i, w.end - i)) {
            offsets[++i - w.start] = (uint32_t)ret->len;
            continue;
        }
        if (!space || !ret->len || ret->data[ret->len - 1] != ' ')
            mg_buffer_append_byte(ret, space ? ' ' : text.data[i]);
    }
    offsets[w.end - w.start] = (uint32_t)ret->len;
    return true;
}

static bool set_marks(const mg_matches *m, window w, const uint32_t *offsets, mg_snippet *ret)
{
    ret->marks = calloc(m->count + 1, sizeof *ret->marks);
    if (!ret->marks)
        return false;
    size_t behind = 0;
    for (size_t i = 0; i < m->count; i++) {
        const mg_match *match = &m->list[i];
        if (match->start < w.start || match->end > w.end || match->start < behind)
            continue;
        uint32_t start = offsets[match->start - w.start];
        ret->marks[ret->n_marks++] = (morgue_mark){start, offsets[match->end - w.start] - start};
        behind = match->end;
    }
    return true;
}

void mg_snippet_free(mg_snippet *snippet)
{
    mg_buffer_free(&snippet->text);
    free(snippet->marks);
    *snippet = (mg_snippet){0};
}

morgue_status mg_snippet_make(const mg_plan *plan, morgue_text text, size_t length, mg_snippet *ret,
                              morgue_error *err)
{
    mg_matches matches = {0};
    mg_snippet snippet = {0};
    morgue_status status = mg_matches_find(plan, text, &matches, err);
    if (status != MORGUE_OK) {
        free(matches.list);
        return status;
    }
    window w = choose(text, &matches, length);
    uint32_t *offsets = malloc((w.end - w.start + 1) * sizeof *offsets);
    if (matches.count)
        qsort(matches.list, matches.count, sizeof *matches.list, by_start);
    bool done = offsets && copy_window(text, w, &snippet.text, offsets) &&
                set_marks(&matches, w, offsets, &snippet);
    free(offsets);
    free(matches.list);
    if (!done) {
        mg_snippet_free(&snippet);
        return mg_fail_memory(err);
    }
    snippet.starts_late = !is_blank(text, 0, w.start);
    snippet.ends_early = !is_blank(text, w.end, text.len);
    *ret = snippet;
    return MORGUE_OK;
}
