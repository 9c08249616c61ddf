/* The first pass over wikitext: everything in brackets is resolved or dropped, lines are left. */
#include "indexer/formats/wiki/wikitext.h"

#include <string.h>
#include <strings.h>

#include "indexer/formats/wiki/wikitext_parts.h"
#include "indexer/text/clean.h"

enum { DEPTH_MAX = 24, TAG_MAX = 2048, LINK_MAX = 4096 };

/* ---- Places -------------------------------------------------------------------------------- */

static bool starts(const mg_wiki_reading *r, size_t at, size_t end, const char *string)
{
    size_t n = strlen(string);
    return end - at >= n && memcmp(r->text.data + at, string, n) == 0;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

morgue_text mg_wiki_part(const mg_wiki_reading *r, size_t at, size_t end)
{
    while (at < end && is_space(r->text.data[at]))
        at++;
    while (end > at && is_space(r->text.data[end - 1]))
        end--;
    return (morgue_text){r->text.data + at, end - at};
}

size_t mg_wiki_close(mg_wiki_reading *r, size_t at)
{
    const mg_wiki_pairs *p = &r->pairs;
    while (r->next_pair < p->count && p->pairs[r->next_pair].open < at)
        r->next_pair++;
    return r->next_pair < p->count && p->pairs[r->next_pair].open == at
               ? p->pairs[r->next_pair].close
               : 0;
}

/* Looking ahead does not move next_pair. */
size_t mg_wiki_mark(mg_wiki_reading *r, size_t at, size_t end, char mark)
{
    const mg_wiki_pairs *p = &r->pairs;
    size_t pair = r->next_pair;
    while (at < end) {
        while (pair < p->count && (p->pairs[pair].open < at || !p->pairs[pair].close))
            pair++;
        size_t stop = pair < p->count && p->pairs[pair].open < end ? p->pairs[pair].open : end;
        const char *found = memchr(r->text.data + at, mark, stop - at);
        if (found)
            return (size_t)(found - r->text.data);
        if (stop == end)
            break;
        at = p->pairs[pair].close + 2;
    }
    return end;
}

/* ---- Characters ---------------------------------------------------------------------------- */

static bool append(mg_wiki_reading *r, size_t at, size_t end)
{
    return mg_buffer_append(r->to, r->text.data + at, end - at);
}

/* What has no meaning as markup any more, for the second pass. */
static bool append_literal(mg_wiki_reading *r, size_t at, size_t end)
{
    bool ok = true;
    for (; ok && at < end; at++) {
        char c = r->text.data[at];
        bool mark = memchr("*#:;=|!<{'", c, 10);
        char entity[16] = {c, '\0'};
        if (mark)
            memcpy(entity,
                   (char[]){'&', '#', (char)('0' + c / 100), (char)('0' + c / 10 % 10),
                            (char)('0' + c % 10), ';', '\0'},
                   7);
        ok = mg_buffer_append_string(r->to, entity);
    }
    return ok;
}

/* Runs of apostrophes: two are italic, three bold, five both; others stand for themselves. */
static size_t read_quotes(mg_wiki_reading *r, size_t at, size_t end, bool *ret_ok)
{
    size_t n = 1;
    while (at + n < end && r->text.data[at + n] == '\'')
        n++;
    size_t kept = n == 1 || n == 4 ? 1 : n > 5 ? n - 5 : 0;
    *ret_ok = append(r, at, at + kept);
    return at + n;
}

/* ---- Tags ---------------------------------------------------------------------------------- */

/* A tag at `at`; its name in *ret_name. Returns the place behind it; 0: none stands there. */
static size_t tag_at(const mg_wiki_reading *r, size_t at, size_t end, morgue_text *ret_name)
{
    size_t stop = end - at > TAG_MAX ? at + TAG_MAX : end;
    size_t name = at + 1 + (at + 1 < end && r->text.data[at + 1] == '/'), i = name;
    while (i < stop && ((r->text.data[i] | 0x20) >= 'a' && (r->text.data[i] | 0x20) <= 'z'))
        i++;
    while (i > name && i < stop && r->text.data[i] >= '0' && r->text.data[i] <= '9')
        i++;
    *ret_name = (morgue_text){r->text.data + name, i - name};
    if (i == name || mg_wiki_tag_named(*ret_name) == WIKI_NO_TAG)
        return 0;
    const char *close = memchr(r->text.data + i, '>', stop - i);
    return close ? (size_t)(close - r->text.data) + 1 : 0;
}

/* Where the next end tag of this name begins, at or behind `at`; SIZE_MAX: nowhere. It is kept, so
 * that the text is looked through but once for each name. */
static size_t next_end(mg_wiki_reading *r, size_t at, morgue_text name)
{
    size_t *kept = &r->ends[mg_wiki_tag_number(name)];
    size_t from = at;
    if (*kept >= at && *kept)
        return *kept;
    for (;;) {
        const char *next = memmem(r->text.data + from, r->text.len - from, "</", 2);
        if (!next)
            return *kept = SIZE_MAX;
        from = (size_t)(next - r->text.data);
        if (r->text.len - from > name.len + 2 && strncasecmp(next + 2, name.data, name.len) == 0)
            return *kept = from;
        from += 2;
    }
}

/* Behind the end tag of the element whose content begins at `at`; 0: it has none. */
static size_t end_of(mg_wiki_reading *r, size_t at, size_t end, morgue_text name, size_t *ret_inner)
{
    size_t inner = next_end(r, at, name);
    if (inner >= end)
        return 0;
    *ret_inner = inner;
    size_t behind = inner + 2 + name.len;
    size_t room = end - inner < TAG_MAX ? end - inner : TAG_MAX;
    const char *close = memchr(r->text.data + inner, '>', room);
    return close ? (size_t)(close - r->text.data) + 1 : behind < end ? behind : end;
}

static bool read_poem(mg_wiki_reading *r, size_t at, size_t end)
{
    size_t from = r->to->len;
    bool ok = mg_buffer_append(r->to, "\n\n", 2);
    size_t begin = r->to->len;
    ok = ok && mg_wiki_read(r, at, end);
    while (ok && begin < r->to->len && r->to->data[begin] == '\n')
        begin++;
    for (size_t i = begin; ok && i + 1 < r->to->len; i++)
        if (r->to->data[i] == '\n' && r->to->data[i + 1] != '\n' && r->to->data[i - 1] != '\n')
            r->to->data[i] = MG_WIKI_BREAK;
    return ok && from <= r->to->len && mg_buffer_append(r->to, "\n\n", 2);
}

/* An element whose content is not read like other text. */
static size_t read_element(mg_wiki_reading *r, size_t behind, size_t end, morgue_text name,
                           mg_wiki_tag tag, bool *ret_ok)
{
    size_t inner = end;
    bool empty = r->text.data[behind - 2] == '/';
    size_t after = empty ? 0 : end_of(r, behind, end, name, &inner);
    if (!after)
        return behind;
    if (tag == WIKI_NOWIKI)
        *ret_ok = append_literal(r, behind, inner);
    if (tag == WIKI_POEM && r->depth < DEPTH_MAX)
        *ret_ok = read_poem(r, behind, inner);
    return after;
}

static size_t read_tag(mg_wiki_reading *r, size_t at, size_t end, bool *ret_ok)
{
    morgue_text name;
    size_t behind = tag_at(r, at, end, &name);
    if (!behind) {
        *ret_ok = append_literal(r, at, at + 1);
        return at + 1;
    }
    mg_wiki_tag tag = mg_wiki_tag_named(name);
    bool closes = r->text.data[at + 1] == '/';
    switch (tag) {
    case WIKI_BLOCK: *ret_ok = mg_buffer_append(r->to, "\n\n", 2); break;
    case WIKI_BREAK: *ret_ok = mg_buffer_append_byte(r->to, MG_WIKI_BREAK); break;
    case WIKI_ITEM: *ret_ok = closes || mg_buffer_append(r->to, "\n* ", 3); break;
    case WIKI_NOWIKI:
    case WIKI_POEM:
    case WIKI_OUT: return closes ? behind : read_element(r, behind, end, name, tag, ret_ok);
    default: break;
    }
    return behind;
}

static size_t read_comment(mg_wiki_reading *r, size_t at, size_t end)
{
    const char *close = memmem(r->text.data + at, end - at, "-->", 3);
    return close ? (size_t)(close - r->text.data) + 3 : end;
}

/* ---- Brackets ------------------------------------------------------------------------------ */

/* Is this the beginning of an address in single brackets? */
static bool is_address(const mg_wiki_reading *r, size_t at, size_t end)
{
    static const char *const schemes[] = {"http://", "https://", "//",     "ftp://",
                                          "mailto:", "news:",    "irc://", "{{fullurl"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (end - at >= strlen(schemes[i]) &&
            strncasecmp(r->text.data + at, schemes[i], strlen(schemes[i])) == 0)
            return true;
    return false;
}

/* [https://x.example label] is its label. */
static size_t read_address(mg_wiki_reading *r, size_t at, size_t end, bool *ret_ok)
{
    size_t stop = end - at > LINK_MAX ? at + LINK_MAX : end;
    const char *feed = memchr(r->text.data + at, '\n', stop - at);
    stop = feed ? (size_t)(feed - r->text.data) : stop;
    const char *close = memchr(r->text.data + at, ']', stop - at);
    if (!close || !is_address(r, at + 1, end)) {
        *ret_ok = append(r, at, at + 1);
        return at + 1;
    }
    stop = (size_t)(close - r->text.data);
    const char *space = memchr(r->text.data + at, ' ', stop - at);
    if (space && r->depth < DEPTH_MAX)
        *ret_ok = mg_wiki_read(r, (size_t)(space - r->text.data) + 1, stop);
    return stop + 1;
}

static size_t read_bracket(mg_wiki_reading *r, size_t at, size_t end, bool *ret_ok)
{
    bool braces = r->text.data[at] == '{';
    size_t close = mg_wiki_close(r, at);
    bool parameter = braces && mg_wiki_is_parameter(r->text, at);
    bool table = braces && !parameter && starts(r, at, end, "{|");
    if (!close || close > end) {
        bool pair = starts(r, at, end, braces ? "{{" : "[[");
        if (!braces && !pair)
            return read_address(r, at, end, ret_ok);
        *ret_ok = pair || append(r, at, at + 1);
        return at + 1 + pair;
    }
    if (!table && !parameter && r->depth < DEPTH_MAX)
        *ret_ok = braces ? mg_wiki_template(r, at + 2, close) : mg_wiki_link(r, at + 2, close);
    return close + 2 + parameter;
}

/* ---- Everything ---------------------------------------------------------------------------- */

/* __NOTOC__ and the like. */
static size_t read_underlines(mg_wiki_reading *r, size_t at, size_t end, bool *ret_ok)
{
    size_t i = at + 2;
    while (starts(r, at, end, "__") && i < end && i - at < 40 &&
           ((r->text.data[i] >= 'A' && r->text.data[i] <= 'Z') ||
            (unsigned char)r->text.data[i] >= 0x80))
        i++;
    if (i > at + 2 && starts(r, i, end, "__"))
        return i + 2;
    *ret_ok = append(r, at, at + 1);
    return at + 1;
}

static size_t read_one(mg_wiki_reading *r, size_t at, size_t end, bool *ret_ok)
{
    switch (r->text.data[at]) {
    case '<':
        return starts(r, at, end, "<!--") ? read_comment(r, at, end) : read_tag(r, at, end, ret_ok);
    case '{':
    case '[': return read_bracket(r, at, end, ret_ok);
    case '\'': return read_quotes(r, at, end, ret_ok);
    case '_': return read_underlines(r, at, end, ret_ok);
    case MG_WIKI_BREAK: *ret_ok = mg_buffer_append_byte(r->to, ' '); return at + 1;
    default: /* what closes nothing */
        if (!starts(r, at, end, "}}") && !starts(r, at, end, "]]"))
            *ret_ok = append(r, at, at + 1);
        return at + 1 + (starts(r, at, end, "}}") || starts(r, at, end, "]]"));
    }
}

bool mg_wiki_read(mg_wiki_reading *r, size_t at, size_t end)
{
    bool ok = true;
    r->depth++;
    while (ok && at < end) {
        size_t n = strcspn(r->text.data + at, "<{[}]'_\v");
        n = n < end - at ? n : end - at;
        ok = append(r, at, at + n);
        at += n;
        if (ok && at < end)
            at = read_one(r, at, end, &ok);
    }
    r->depth--;
    return ok;
}

void mg_wiki_facts_free(mg_wiki_facts *facts)
{
    mg_buffer_free(&facts->categories);
    mg_buffer_free(&facts->date);
    mg_buffer_free(&facts->place);
}

bool mg_wikitext(morgue_text wikitext, const mg_wiki_names *names, bool news, mg_wiki_facts *facts,
                 mg_buffer *ret)
{
    mg_buffer lines = {0}, escaped = {0};
    mg_wiki_reading r = {
        .text = wikitext, .names = names, .news = news, .facts = facts, .to = &lines};
    mg_buffer_clear(&facts->categories);
    mg_buffer_clear(&facts->date);
    mg_buffer_clear(&facts->place);
    bool ok = mg_wiki_pairs_find(wikitext, &r.pairs) && mg_wiki_read(&r, 0, wikitext.len) &&
              mg_wiki_lines((morgue_text){lines.data ? lines.data : "", lines.len}, &escaped) &&
              mg_unescape_entities((morgue_text){escaped.data ? escaped.data : "", escaped.len},
                                   ret, NULL);
    mg_wiki_pairs_free(&r.pairs);
    mg_buffer_free(&lines);
    mg_buffer_free(&escaped);
    return ok;
}
