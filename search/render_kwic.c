/* A concordance for people: every match on a line of its own, in aligned columns. */
#include "search/cli_kwic.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "search/cli_look.h"

enum { GAP = 2, DAY = 10, CONTEXT_LEAST = 8, CONTEXT_GOOD = 14, CONTEXT_ASKED = 60 };

typedef struct kwic_rows {
    kwic_row *rows;
    size_t count;
    size_t room;
} kwic_rows;

/* Widths of the columns; 0: there is no such column. */
typedef struct kwic_shape {
    unsigned left;
    unsigned node;
    unsigned right;
    unsigned date;
    unsigned id;
} kwic_shape;

/* ---- The rows ----------------------------------------------------------------------------- */

static morgue_text trim(morgue_text text)
{
    while (text.len && text.data[0] == ' ')
        text = (morgue_text){text.data + 1, text.len - 1};
    while (text.len && text.data[text.len - 1] == ' ')
        text.len--;
    return text;
}

static bool make_room(kwic_rows *all, size_t more)
{
    if (all->count + more <= all->room)
        return true;
    size_t room = 2 * (all->count + more);
    kwic_row *rows = realloc(all->rows, room * sizeof *rows);
    if (!rows)
        return false;
    all->rows = rows;
    all->room = room;
    return true;
}

static morgue_status no_memory(morgue_error *err)
{
    *err = (morgue_error){.status = MORGUE_NO_MEMORY, .message = "out of memory", .offset = -1};
    return MORGUE_NO_MEMORY;
}

/* All lines of one hit. */
static morgue_status collect_hit(const cli_page *page, size_t number, uint32_t context,
                                 kwic_rows *all, morgue_error *err)
{
    morgue_hit hit;
    const morgue_line *lines;
    size_t count;
    morgue_status status = morgue_results_hit(page->results, number, &hit, err);
    if (status == MORGUE_OK)
        status = morgue_results_lines(page->results, number, context, &lines, &count, err);
    if (status != MORGUE_OK)
        return status;
    if (!make_room(all, count))
        return no_memory(err);
    morgue_text date = morgue_article_get(hit.article, MORGUE_DATE, 0);
    if (date.len > DAY)
        date.len = DAY;
    for (size_t i = 0; i < count; i++, all->count++)
        all->rows[all->count] = (kwic_row){.left = trim(lines[i].left),
                                           .node = trim(lines[i].node),
                                           .right = trim(lines[i].right),
                                           .date = date,
                                           .id = morgue_article_get(hit.article, MORGUE_ID, 0),
                                           .number = all->count};
    return MORGUE_OK;
}

/* Where nothing was said, as much is asked for as a line can show, and enough to sort by. */
static morgue_status collect(const cli_page *page, const cli_look *look, kwic_rows *all,
                             morgue_error *err)
{
    size_t count = morgue_results_count(page->results);
    uint32_t context = (uint32_t)page->options->context;
    morgue_status status = MORGUE_OK;
    if (!context)
        context = cli_look_width(look) > CONTEXT_ASKED ? cli_look_width(look) : CONTEXT_ASKED;
    for (size_t i = 0; status == MORGUE_OK && i < count; i++)
        status = collect_hit(page, i, context, all, err);
    return status;
}

/* ---- Columns ------------------------------------------------------------------------------ */

static void widen(unsigned *width, morgue_text text)
{
    unsigned needed = cli_width(text.data, text.len);
    if (needed > *width)
        *width = needed;
}

static void limit(unsigned *width, unsigned most)
{
    if (*width > most)
        *width = most;
}

static unsigned with_gap(unsigned width)
{
    return width ? width + GAP : 0;
}

/* Room for the context on either side. */
static unsigned context_room(const kwic_shape *shape, unsigned width)
{
    unsigned taken = with_gap(shape->node) + GAP + with_gap(shape->date) + with_gap(shape->id);
    return width > taken ? (width - taken) / 2 : 0;
}

/* Makes the columns fit; where there is little room, the date goes first, then the id. */
static void fit(kwic_shape *shape, unsigned width)
{
    limit(&shape->node, width / 4);
    limit(&shape->id, width / 5);
    if (context_room(shape, width) < CONTEXT_GOOD)
        shape->date = 0;
    if (context_room(shape, width) < CONTEXT_GOOD)
        shape->id = 0;
    unsigned room = context_room(shape, width);
    if (room < CONTEXT_LEAST)
        room = CONTEXT_LEAST;
    unsigned spare = shape->left < room ? room - shape->left : 0;
    unsigned needed = shape->right;
    limit(&shape->right, room + spare);
    spare = needed < room ? room - needed : 0;
    limit(&shape->left, room + spare);
}

static kwic_shape measure(const cli_page *page, const cli_look *look, const kwic_rows *all)
{
    kwic_shape shape = {0};
    for (size_t i = 0; i < all->count; i++) {
        const kwic_row *row = &all->rows[i];
        widen(&shape.left, row->left);
        widen(&shape.node, row->node);
        widen(&shape.right, row->right);
        widen(&shape.date, row->date);
        widen(&shape.id, row->id);
    }
    if (!page->options->context)
        fit(&shape, cli_look_width(look));
    return shape;
}

/* ---- Writing ------------------------------------------------------------------------------ */

/* A node that is wider than its column takes from the room on its right. */
static void write_row(const cli_look *look, const kwic_shape *shape, const kwic_row *row)
{
    unsigned node = cli_width(row->node.data, row->node.len);
    unsigned right = shape->right;
    if (node < shape->node)
        node = shape->node;
    limit(&node, shape->node + right);
    right -= node - shape->node;
    cli_put_padded(look->out, row->left, shape->left, true);
    fprintf(look->out, "%*s%s", GAP, "", look->mark);
    unsigned width;
    size_t len = cli_fitting_start(row->node.data, row->node.len, node, &width);
    cli_put_padded(look->out, (morgue_text){row->node.data, len}, width, false);
    fprintf(look->out, "%s%*s", look->plain, (int)(node - width + GAP), "");
    bool more = shape->date || shape->id;
    len = cli_fitting_start(row->right.data, row->right.len, right, &width);
    cli_put_padded(look->out, (morgue_text){row->right.data, len}, more ? right : width, false);
    if (shape->date) {
        fputs("  ", look->out);
        cli_put_padded(look->out, row->date, shape->date, false);
    }
    if (shape->id) {
        unsigned most = look->width ? shape->id : UINT_MAX; /* whole in a pipe: for programs */
        len = cli_fitting_start(row->id.data, row->id.len, most, &width);
        fprintf(look->out, "  %s", look->faint);
        cli_put_padded(look->out, (morgue_text){row->id.data, len}, width, false);
        fputs(look->plain, look->out);
    }
    putc('\n', look->out);
}

static void write_rows(const cli_page *page, const cli_look *look, const kwic_rows *all)
{
    kwic_shape shape = measure(page, look, all);
    for (size_t i = 0; i < all->count; i++)
        write_row(look, &shape, &all->rows[i]);
    if (!cli_is_terminal(look->out))
        return;
    putc('\n', look->out);
    cli_closing_line(page);
}

morgue_status cli_render_kwic(const cli_page *page, morgue_error *err)
{
    cli_look look = cli_look_of(page);
    kwic_rows all = {NULL, 0, 0};
    morgue_status status = collect(page, &look, &all, err);
    if (status == MORGUE_OK &&
        !cli_kwic_sort(all.rows, all.count, (kwic_order)page->options->kwic_sort))
        status = no_memory(err);
    if (status == MORGUE_OK)
        write_rows(page, &look, &all);
    if (status == MORGUE_OK && !all.count && morgue_results_count(page->results))
        cli_error("the query asks for no words of title or text, so there are no lines to show: "
                  "add a word, or leave out --format=kwic");
    free(all.rows);
    return status;
}
