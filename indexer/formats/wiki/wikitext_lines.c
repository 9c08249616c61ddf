/* The second pass over wikitext: lines into paragraphs. */
#include <string.h>

#include "indexer/formats/wiki/wikitext_parts.h"

enum { LEVELS = 6 };

typedef enum gap { GAP_NONE, GAP_SPACE, GAP_LINE, GAP_PARAGRAPH } gap;

typedef struct writer {
    mg_buffer *to;
    size_t start; /* of what is written here */
    gap gap;
    bool in_list;
    morgue_text headings[LEVELS]; /* not written yet: those of sections without text are not */
} writer;

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static morgue_text trimmed(morgue_text text)
{
    while (text.len && (is_space(text.data[text.len - 1]) || text.data[text.len - 1] == '\v'))
        text.len--;
    while (text.len && (is_space(*text.data) || *text.data == '\v')) {
        text.data++;
        text.len--;
    }
    return text;
}

static void widen(writer *w, gap at_least)
{
    w->gap = at_least > w->gap ? at_least : w->gap;
}

static bool write_gap(writer *w)
{
    static const char *const marks[] = {"", " ", "\n", "\n\n"};
    bool ok = w->to->len == w->start || mg_buffer_append_string(w->to, marks[w->gap]);
    w->gap = GAP_NONE;
    return ok;
}

/* What is left of "(pronounced {{IPA|...}}; {{lang-la|...}})" is "(; )": nothing. */
static void close_parenthesis(writer *w, size_t floor)
{
    size_t n = w->to->len;
    while (n > floor && strchr(" ,;:", w->to->data[n - 1]))
        n--;
    if (n == floor || w->to->data[n - 1] != '(')
        return;
    w->to->len = n - 1;
    if (w->to->len > floor && w->to->data[w->to->len - 1] == ' ')
        w->to->len--;
}

static char last_of(const writer *w, size_t floor)
{
    return w->to->len > floor ? w->to->data[w->to->len - 1] : ' ';
}

static void drop_space(writer *w, size_t floor)
{
    while (w->to->len > floor && w->to->data[w->to->len - 1] == ' ')
        w->to->len--;
}

/* Marks that templates left behind: "(, born 1950)", "Rome , ,". */
static bool write_mark(writer *w, char c, size_t floor)
{
    drop_space(w, floor);
    char last = last_of(w, floor);
    bool stray = last == '(' || (last == ',' && c == ',');
    return stray || mg_buffer_append_byte(w->to, c);
}

static bool write_char(writer *w, char c, size_t floor)
{
    size_t before = w->to->len;
    char last = last_of(w, floor);
    if (is_space(c))
        return strchr(" \n(", last) || mg_buffer_append_byte(w->to, ' ');
    if (c == ',' || (c == ';' && strchr(" (", last)))
        return write_mark(w, c, floor);
    if (c == MG_WIKI_BREAK) {
        drop_space(w, floor);
        return last == '\n' || mg_buffer_append_byte(w->to, '\n');
    }
    if (c == ')')
        close_parenthesis(w, floor);
    return w->to->len < before || mg_buffer_append_byte(w->to, c);
}

/* Appends a line's text with white space collapsed. */
static bool write_text(writer *w, morgue_text text)
{
    text = trimmed(text);
    bool ok = !text.len || write_gap(w);
    size_t floor = w->to->len;
    for (size_t i = 0; ok && i < text.len; i++)
        ok = write_char(w, text.data[i], floor);
    while (w->to->len > floor && strchr(" \n", w->to->data[w->to->len - 1]))
        w->to->len--;
    return ok;
}

/* ---- Kinds of lines ------------------------------------------------------------------------ */

static bool write_headings(writer *w)
{
    bool ok = true;
    for (size_t i = 0; ok && i < LEVELS; i++)
        if (w->headings[i].len) {
            widen(w, GAP_PARAGRAPH);
            ok = write_text(w, w->headings[i]);
            w->headings[i].len = 0;
            widen(w, GAP_PARAGRAPH);
        }
    return ok;
}

/* "== Heading ==" has its level; 0: it is none. */
static size_t heading_level(morgue_text line)
{
    size_t before = 0, after = 0;
    while (before < line.len && line.data[before] == '=')
        before++;
    while (after < line.len - before && line.data[line.len - 1 - after] == '=')
        after++;
    size_t level = before < after ? before : after;
    return level > LEVELS ? LEVELS : level;
}

static void keep_heading(writer *w, morgue_text line, size_t level)
{
    line = (morgue_text){line.data + level, line.len - 2 * level};
    for (size_t i = level - 1; i < LEVELS; i++)
        w->headings[i].len = 0;
    w->headings[level - 1] = trimmed(line);
    widen(w, GAP_PARAGRAPH);
    w->in_list = false;
}

/* "* item", "# item", ": indented", "; term: what it is". */
static bool write_item(writer *w, morgue_text line)
{
    size_t n = 0;
    bool item = false;
    while (n < line.len && strchr("*#:;", line.data[n]))
        item |= line.data[n] == '*' || line.data[n] == '#', n++;
    line = trimmed((morgue_text){line.data + n, line.len - n});
    if (!line.len)
        return true;
    widen(w, w->in_list ? GAP_LINE : GAP_PARAGRAPH);
    w->in_list = true;
    if (!write_headings(w) || !write_gap(w))
        return false;
    return (!item || mg_buffer_append(w->to, "- ", 2)) && write_text(w, line);
}

static bool is_rule(morgue_text line)
{
    return line.len >= 4 && memcmp(line.data, "----", 4) == 0;
}

static bool write_line(writer *w, morgue_text raw)
{
    morgue_text line = trimmed(raw);
    size_t level = line.len && *line.data == '=' ? heading_level(line) : 0;
    if (!line.len || is_rule(line)) {
        widen(w, GAP_PARAGRAPH);
        w->in_list = w->in_list && !line.len;
        return true;
    }
    if (level) {
        keep_heading(w, line, level);
        return true;
    }
    if (raw.data[0] == '|' || (raw.len > 1 && memcmp(raw.data, "{|", 2) == 0))
        return true; /* left over from a table that is not closed */
    if (strchr("*#:;", raw.data[0]))
        return write_item(w, line);
    widen(w, w->in_list ? GAP_PARAGRAPH : GAP_SPACE);
    w->in_list = false;
    return write_headings(w) && write_text(w, line);
}

bool mg_wiki_lines(morgue_text lines, mg_buffer *ret)
{
    writer w = {.to = ret, .start = ret->len};
    bool ok = true;
    while (ok && lines.len) {
        const char *feed = memchr(lines.data, '\n', lines.len);
        size_t n = feed ? (size_t)(feed - lines.data) : lines.len;
        ok = write_line(&w, (morgue_text){lines.data, n});
        lines.data += n + (feed != NULL);
        lines.len -= n + (feed != NULL);
    }
    return ok;
}
