/* The account of a dry run for people. */
#include <inttypes.h>
#include <string.h>

#include "cli/figure.h"
#include "cli/term.h"
#include "indexer/cli_dryrun.h"

enum { LABEL = 12, FIELD = 12, MARGIN = 4, TEXT_LINES = 2, DEFAULT_WIDTH = 80 };

/* Where runs read many files, each of them shows one article. */
enum { MANY_FILES = 10 };

static unsigned width_of(FILE *out)
{
    unsigned columns = cli_columns(out);
    return columns >= 40 ? columns : DEFAULT_WIDTH;
}

/* ---- Lines -------------------------------------------------------------------------------- */

/* "  label     text". This is for people, in a pipe too: so lines are never longer than a page. */
static void write_line(FILE *out, const char *label, const char *text)
{
    cli_wrapper wrapper = {.out = out, .width = width_of(out), .indent = LABEL, .column = LABEL};
    fprintf(out, "  %-*s", LABEL - 2, label);
    cli_wrap(&wrapper, text, strlen(text));
    cli_wrap_end(&wrapper);
}

/* Text being gathered for a line. */
typedef struct line {
    char text[4096];
    size_t len;
} line;

static void add(line *l, const char *a, const char *b)
{
    int n = snprintf(l->text + l->len, sizeof l->text - l->len, "%s%s", a, b);
    if (n > 0)
        l->len += (size_t)n < sizeof l->text - l->len ? (size_t)n : sizeof l->text - l->len - 1;
}

/* ---- Articles ----------------------------------------------------------------------------- */

/* A text being written on a few lines of a column. */
typedef struct column {
    FILE *out;
    unsigned indent, width;
    unsigned at;    /* where the line is */
    unsigned lines; /* that are left, this one included */
} column;

/* Bytes and columns of what comes next: a word, or a character of one that is very long, or of a
 * script without spaces. */
static size_t next_piece(const char *text, size_t len, unsigned room, unsigned *ret_columns)
{
    size_t n = 0, first = 0;
    unsigned columns = 0, first_columns = 0;
    while (n < len && text[n] != ' ' && columns <= room) {
        unsigned bytes;
        int width;
        cli_character(text + n, len - n, &bytes, &width);
        if (width < 0)
            break;
        n += bytes;
        columns += (unsigned)width;
        first = first ? first : bytes;
        first_columns = first == n ? columns : first_columns;
    }
    bool whole = columns <= room / 2;
    *ret_columns = whole ? columns : first_columns;
    return whole ? n : first;
}

/* Room for the piece, with what must be left for "..." at the very end. False when there is none.
 */
static bool make_room(column *c, unsigned columns, bool space)
{
    unsigned limit = c->width - (c->lines == 1 ? 4 : 0);
    if (c->at + columns + space <= limit)
        return true;
    if (--c->lines == 0)
        return false;
    fprintf(c->out, "\n%*s", (int)c->indent, "");
    c->at = c->indent;
    return true;
}

/* Writes as much of the text as fits; white space is one space. */
static void write_cut(column *c, morgue_text text)
{
    bool space = false;
    c->at = c->indent;
    for (size_t at = 0; at < text.len;) {
        unsigned columns;
        size_t n = next_piece(text.data + at, text.len - at, c->width - c->indent, &columns);
        if (!n) {
            space = c->at > c->indent;
            at++;
            continue;
        }
        if (!make_room(c, columns, space))
            break;
        space = space && c->at > c->indent;
        fprintf(c->out, "%s%.*s", space ? " " : "", (int)n, text.data + at);
        c->at += columns + space;
        space = false;
        at += n;
    }
    fputs(c->lines ? "\n" : "...\n", c->out);
}

static void add_values(line *l, const morgue_article *article, morgue_field_id field)
{
    for (size_t i = 0; i < morgue_article_count(article, field) && l->len < 400; i++) {
        add(l, i ? "; " : "", "");
        if (field == MORGUE_EXTRA)
            add(l, morgue_article_extra_key(article, i).data, "=");
        add(l, morgue_article_get(article, field, i).data, "");
    }
    morgue_text raw = morgue_article_get(article, MORGUE_RAW_DATE, 0);
    if (field == MORGUE_DATE && raw.len) {
        add(l, " (spelled \"", raw.data);
        add(l, "\")", "");
    }
}

static void write_field(FILE *out, const morgue_article *article, morgue_field_id field)
{
    line values = {.len = 0};
    morgue_text text = morgue_article_get(article, field, 0);
    if (!morgue_article_count(article, field) ||
        (field == MORGUE_RAW_DATE && morgue_article_count(article, MORGUE_DATE)))
        return;
    if (field != MORGUE_TEXT) {
        add_values(&values, article, field);
        text = (morgue_text){values.text, values.len};
    }
    fprintf(out, "%*s%-*s", MARGIN, "", FIELD, morgue_field_at(field)->name);
    write_cut(&(column){.out = out,
                        .indent = MARGIN + FIELD,
                        .width = width_of(out),
                        .lines = field == MORGUE_TEXT ? TEXT_LINES : 1},
              text);
}

/* `folder`: that of the heading, where the article's file is not that; else NULL. */
static void write_example(FILE *out, const dry_example *example, const char *folder)
{
    size_t len = folder ? strlen(folder) : 0;
    bool below = len && strncmp(example->path, folder, len) == 0 && example->path[len] == '/';
    line place = {.len = 0};
    char number[32];
    snprintf(number, sizeof number, "%" PRIu64, example->line ? example->line : example->offset);
    if (folder)
        add(&place, example->path + (below ? len + 1 : 0), ", ");
    add(&place, example->line ? "line " : "byte ", number);
    write_line(out, "article", place.text);
    for (size_t f = 0; f < MORGUE_FIELD_COUNT; f++)
        write_field(out, example->article, f);
}

/* ---- Files -------------------------------------------------------------------------------- */

/* Fields by whether all, some or none of the articles have them. */
static void write_fields(FILE *out, const dry_file *file)
{
    line all = {.len = 0}, some = {.len = 0}, none = {.len = 0};
    uint64_t most = 0;
    for (size_t f = 0; f < MORGUE_FIELD_COUNT; f++)
        most = file->filled[f] > most ? file->filled[f] : most;
    if (!most)
        return;
    for (size_t f = 0; f < MORGUE_FIELD_COUNT; f++) {
        const char *name = morgue_field_at(f)->name;
        uint64_t filled = file->filled[f];
        if (f >= MORGUE_ACTOR || (f == MORGUE_RAW_DATE && !filled))
            continue;
        line *l = filled == most ? &all : filled ? &some : &none;
        add(l, l->len ? ", " : "", name);
        if (l == &some)
            add(l, " ", cli_count(filled).text);
    }
    write_line(out, "in all", all.text);
    if (some.len)
        write_line(out, "in some", some.text);
    if (none.len)
        write_line(out, "in none", none.text);
}

static void write_reasons(FILE *out, const cli_reasons *reasons, bool places)
{
    static const char *const labels[] = {[MORGUE_SKIPPED] = "skipped",
                                         [MORGUE_REPAIRED] = "repaired",
                                         [MORGUE_REJECTED] = "rejected",
                                         [MORGUE_NOTED] = "note"};
    for (size_t i = 0; i < reasons->count; i++) {
        const cli_reason *r = &reasons->items[i];
        line l = {.len = 0};
        if (r->count > 1)
            add(&l, cli_count(r->count).text, " times, such as: ");
        add(&l, r->text, "");
        for (size_t k = 0; places && k < r->n_places; k++)
            add(&l, k ? ", " : " (", r->places[k]);
        add(&l, places && r->count > r->n_places ? ", ..." : "", places && r->n_places ? ")" : "");
        write_line(out, labels[r->severity], l.text);
    }
    if (reasons->others)
        fprintf(out, "  %-*s%s more, for other reasons\n", LABEL - 2, "",
                cli_count(reasons->others).text);
}

static void write_counts(FILE *out, const dry_file *file)
{
    line l = {.len = 0};
    add(&l, cli_count(file->articles).text, "");
    if (file->rejected)
        add(&l, ", rejected: ", cli_count(file->rejected).text);
    if (file->repaired)
        add(&l, ", repaired: ", cli_count(file->repaired).text);
    write_line(out, "articles", l.text);
}

static void write_file(FILE *out, const dry_group *group, const dry_file *file, size_t examples)
{
    line format = {.len = 0};
    add(&format, group->format, ": the file ");
    add(&format, file->why, "");
    write_line(out, "format", format.text);
    if (file->charset) { /* of several files, that of the first */
        line charset = {.len = 0};
        add(&charset, file->charset, ": ");
        add(&charset, file->charset_why, "");
        write_line(out, "charset", charset.text);
    }
    write_counts(out, file);
    write_fields(out, file);
    for (size_t i = 0; i < file->n_examples && i < examples; i++)
        write_example(out, &file->examples[i], file->path ? NULL : group->folder);
    write_reasons(out, &file->problems, true);
}

/* ---- Groups ------------------------------------------------------------------------------- */

static void write_folder(FILE *out, const dry_group *group)
{
    fprintf(out, "%s%s%s: %s file%s", group->folder, *group->folder ? "/" : "",
            group->deep ? (*group->folder ? " and below" : "all folders") : "",
            cli_count(group->count).text, cli_plural(group->count));
}

static void write_unread(FILE *out, const dry_group *group)
{
    for (size_t i = 0; i < DRY_FILES && group->files[i]; i++) {
        fprintf(out, "%s: not read\n", group->files[i]->path);
        write_reasons(out, &group->files[i]->problems, false);
        fputc('\n', out);
    }
    if (!group->all)
        return;
    write_folder(out, group);
    fputs(" not read\n", out);
    write_reasons(out, &group->all->problems, true);
    fputc('\n', out);
}

static void write_group(FILE *out, const dry_group *group, size_t examples)
{
    if (!group->format) {
        write_unread(out, group);
        return;
    }
    for (size_t i = 0; i < DRY_FILES && group->files[i]; i++) {
        const char *path = group->files[i]->path;
        fprintf(out, "%s\n", strcmp(path, "-") == 0 ? "standard input" : path);
        write_file(out, group, group->files[i], examples);
        fputc('\n', out);
    }
    if (!group->all)
        return;
    write_folder(out, group);
    fputc('\n', out);
    write_file(out, group, group->all, DRY_EXAMPLES);
    fputc('\n', out);
}

void cli_dryrun_text(const cli_dryrun *dry, FILE *out)
{
    uint64_t files = 0;
    for (size_t i = 0; i < dry->n_groups; i++)
        files += dry->groups[i].format ? dry->groups[i].count : 0;
    for (size_t i = 0; i < dry->n_groups; i++)
        write_group(out, &dry->groups[i], files > MANY_FILES ? 1 : DRY_EXAMPLES);
    write_reasons(out, &dry->everywhere, false);
    if (dry->failed)
        fputs("  this account is not complete: too many kinds of files, or out of memory\n", out);
}
