#include "search/results/lines.h"

#include <stdlib.h>

#include "archive/error.h"
#include "search/results/letters.h"

void mg_lines_free(mg_lines *lines)
{
    free(lines->at);
    mg_buffer_free(&lines->text);
    *lines = (mg_lines){0};
}

/* Is there an empty line in this white space? */
static bool has_empty_line(morgue_text text, size_t start, size_t end)
{
    unsigned ends = 0;
    for (size_t i = start; i < end; i++)
        ends += text.data[i] == '\n';
    return ends >= 2;
}

/* No word is looked for farther than so many bytes: there are scripts without spaces. */
enum { WORD_MAX = 40 };

static bool is_within_word(morgue_text text, size_t at)
{
    return at && at < text.len && !mg_is_space(text.data[at]) && !mg_is_space(text.data[at - 1]);
}

/* Where the context before a node begins: at a word, and in its paragraph. */
static size_t left_of(morgue_text text, size_t node, size_t context)
{
    size_t at = node;
    for (size_t n = 0; at && n < context; n++) {
        size_t before = mg_letters_back(text, at, 1);
        if (has_empty_line(text, before, at))
            break;
        at = before;
    }
    for (size_t i = at; is_within_word(text, at) && i < node && i < at + WORD_MAX; i++)
        if (mg_is_space(text.data[i]))
            at = i;
    return mg_skip_space(text, at, node);
}

static size_t right_of(morgue_text text, size_t node, size_t context)
{
    size_t at = node;
    for (size_t n = 0; at < text.len && n < context; n++) {
        size_t next = mg_letters_ahead(text, at, 1);
        if (has_empty_line(text, at, next))
            break;
        at = next;
    }
    for (size_t i = at; is_within_word(text, at) && i > node && i + WORD_MAX > at; i--)
        if (mg_is_space(text.data[i - 1]))
            at = i - 1;
    return mg_trim_space(text, node, at);
}

/* Appends with single spaces and without soft hyphens, and a NUL; the length of what was added,
 * where it lies is known at the end. */
static bool add_piece(morgue_text text, size_t start, size_t end, mg_buffer *buffer,
                      morgue_text *ret)
{
    size_t before = buffer->len;
    if (!mg_buffer_reserve(buffer, end - start + 1))
        return false;
    for (size_t i = start; i < end; i++) {
        bool space = mg_is_space(text.data[i]);
        if (mg_is_soft_hyphen(text, i))
            i++;
        else if (!space || buffer->len == before || buffer->data[buffer->len - 1] != ' ')
            mg_buffer_append_byte(buffer, space ? ' ' : text.data[i]);
    }
    *ret = (morgue_text){NULL, buffer->len - before};
    return mg_buffer_append_byte(buffer, '\0');
}

static bool add_lines(const mg_match_list *wholes, morgue_text text, size_t context, bool in_title,
                      mg_lines *ret)
{
    for (size_t i = 0; i < wholes->n; i++) {
        const mg_match *m = &wholes->at[i];
        if (i && m[-1].start == m->start && m[-1].end == m->end)
            continue;
        morgue_line *line = &ret->at[ret->n];
        line->in_title = in_title;
        if (!add_piece(text, left_of(text, m->start, context), m->start, &ret->text, &line->left) ||
            !add_piece(text, m->start, m->end, &ret->text, &line->node) ||
            !add_piece(text, m->end, right_of(text, m->end, context), &ret->text, &line->right))
            return false;
        ret->n++;
    }
    return true;
}

/* The pieces lie one behind the other. */
static void point_to_pieces(mg_lines *lines)
{
    const char *at = lines->text.data;
    for (size_t i = 0; i < lines->n; i++) {
        morgue_text *pieces[] = {&lines->at[i].left, &lines->at[i].node, &lines->at[i].right};
        for (size_t k = 0; k < 3; at += pieces[k++]->len + 1)
            pieces[k]->data = at;
    }
}

morgue_status mg_lines_make(const mg_marks *marks, morgue_text title, morgue_text text,
                            size_t context, mg_lines *ret, morgue_error *err)
{
    mg_lines lines = {
        .at = calloc(marks->title_wholes.n + marks->text_wholes.n + 1, sizeof *lines.at)};
    if (!lines.at || !add_lines(&marks->title_wholes, title, context, true, &lines) ||
        !add_lines(&marks->text_wholes, text, context, false, &lines)) {
        mg_lines_free(&lines);
        return mg_fail_memory(err);
    }
    point_to_pieces(&lines);
    mg_lines_free(ret);
    *ret = lines;
    return MORGUE_OK;
}
