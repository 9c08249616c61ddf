/* What a query that is being typed may become: names of the archive in the place of its last words,
 * as OpenSearch has it: ["q", ["completed", ...], ["12 articles", ...], ["address", ...]]. */
#include <string.h>

#include "cli/figure.h"
#include "search/render/writer.h"
#include "search/server/api.h"
#include "search/server/clock.h"
#include "search/server/handlers.h"
#include "search/server/names.h"

enum { WORDS_MAX = 3, LETTERS_LEAST = 2 };

/* Microseconds: somebody is typing; and days, where searches have no limit. */
static const uint64_t limit_us = 15000, no_limit_us = 1000000000000;

static const unsigned usual = 1u << MORGUE_PERSON | 1u << MORGUE_ORG | 1u << MORGUE_LOCATION;

/* A query in two: what stays, and the end that is completed. */
typedef struct halves {
    size_t kept;       /* bytes that stay */
    const char *words; /* the rest, without the name of a field, and quotes */
    unsigned fields;
} halves;

/* ---- Where the end begins ----------------------------------------------------------------- */

/* The place of the quote that was not closed yet; NULL where there is none. */
static const char *open_quote(const char *q)
{
    const char *open = NULL;
    for (; *q; q++)
        if (*q == '"')
            open = open ? NULL : q;
    return open;
}

static size_t token_start(const char *q, size_t end)
{
    while (end && !strchr(" \"(", q[end - 1]))
        end--;
    return end;
}

/* The field whose name and colon stand from `start` to before `end`; NULL: there is none. */
static const morgue_field *field_before(const char *q, size_t start, size_t end)
{
    if (end > start && q[end - 1] == '=')
        end--;
    if (end <= start + 1 || q[end - 1] != ':')
        return NULL;
    return morgue_field_named(q + start, end - 1 - start);
}

/* Takes the end from `start` on: perhaps a field up to `colon`, and the words from `words` on. What
 * is excluded is nothing to count. */
static bool take(const char *q, size_t start, size_t colon, size_t words, halves *ret)
{
    const morgue_field *field = field_before(q, start, colon);
    if (q[start] == '-' || (!field && colon > start))
        return false;
    *ret = (halves){start, q + words, field ? 1u << field->id : usual};
    return true;
}

/* Splits before the last token, or before the quote that is open with the field before it. */
static bool split(const char *q, halves *ret)
{
    const char *quote = open_quote(q);
    size_t len = strlen(q);
    if (quote) {
        size_t at = (size_t)(quote - q);
        return take(q, token_start(q, at), at, at + 1, ret);
    }
    size_t start = token_start(q, len);
    const char *colon = memchr(q + start, ':', len - start);
    size_t words = colon ? (size_t)(colon + 1 - q) : start;
    words += q[words] == '=';
    return take(q, start, words, words, ret);
}

/* Takes one more word before the end, if nothing but a word stands there. */
static bool widen(const char *q, halves *h)
{
    size_t end = h->kept;
    while (end && q[end - 1] == ' ')
        end--;
    size_t start = token_start(q, end);
    bool word = start < end && h->words == q + h->kept && (!start || q[start - 1] == ' ');
    for (size_t i = start; word && i < end; i++)
        word = !strchr(":()\"=~*?", q[i]);
    word = word && q[start] != '-' && strncmp(q + start, "OR ", 3) != 0 &&
           strncmp(q + start, "AND ", 4) != 0 && strncmp(q + start, "NOT ", 4) != 0;
    if (word)
        *h = (halves){start, q + start, h->fields};
    return word;
}

/* One letter of an alphabet begins too many names. */
static bool is_too_short(const char *words)
{
    size_t letters = 0;
    for (; *words; words++)
        letters += (unsigned char)*words >= 0x80 ? LETTERS_LEAST : *words != ' ';
    return letters < LETTERS_LEAST;
}

/* ---- The answer --------------------------------------------------------------------------- */

/* What was found, and in the place of which words. */
typedef struct suggestions {
    web_names names;
    size_t kept;
    size_t shown;
} suggestions;

/* Names of several words first: who types "joe b" does not mean somebody else's b. */
static void find(web_desk *desk, const web_ask *ask, suggestions *ret)
{
    halves tried[WORDS_MAX];
    size_t n;
    uint64_t until_us = web_now_us() + (desk->site->timeout_ms ? limit_us : no_limit_us);
    if (!split(ask->q, &tried[0]))
        return;
    for (n = 1; n < WORDS_MAX; n++) {
        tried[n] = tried[n - 1];
        if (!widen(ask->q, &tried[n]))
            break;
    }
    while (n-- && !ret->names.count && !is_too_short(tried[n].words)) {
        web_text query = {0};
        ret->kept = tried[n].kept;
        web_put(&query, ask->q, tried[n].kept);
        ret->names.partial = ret->names.partial || query.lost;
        if (!query.lost) {
            bool all = query.len == strspn(query.data, " ");
            web_names_find(desk, all ? "*" : query.data, tried[n].fields, tried[n].words, until_us,
                           &ret->names);
        }
        web_text_free(&query);
    }
    ret->shown = ret->names.count < ask->n ? ret->names.count : ask->n;
}

static void put_completed(web_text *out, const web_ask *ask, const suggestions *s, size_t i)
{
    web_text_clear(out);
    web_put(out, ask->q, s->kept);
    web_put_filter(out, s->names.names[i].field, s->names.names[i].text);
}

static void put_count(web_text *out, const web_name *name)
{
    web_text_clear(out);
    web_puts(out, "");
    if (name->counted)
        web_putf(out, "%s article%s", cli_count(name->count).text, name->count == 1 ? "" : "s");
}

static void put_url(web_text *out, const web_site *site, const web_ask *ask, const suggestions *s,
                    size_t i)
{
    web_text q = {0};
    put_completed(&q, ask, s, i);
    web_ask completed = web_nothing;
    if (q.data)
        completed.q = q.data;
    web_text_clear(out);
    web_puts(out, site->origin);
    web_put_link(out, site->base, "/search", &completed);
    out->lost |= q.lost;
    web_text_free(&q);
}

static void put_all(const web_site *site, const web_ask *ask, const suggestions *s, web_text *body)
{
    render_sink sink = web_sink(body);
    render_writer w = {&sink, false};
    web_text text = {0};
    render_begin(&w, '[');
    render_string(&w, ask->q);
    for (int part = 0; part < 3; part++) {
        render_begin(&w, '[');
        for (size_t i = 0; i < s->shown; i++) {
            if (part == 0)
                put_completed(&text, ask, s, i);
            else if (part == 1)
                put_count(&text, &s->names.names[i]);
            else
                put_url(&text, site, ask, s, i);
            body->lost |= text.lost;
            render_string(&w, text.data);
        }
        render_end(&w, ']');
    }
    render_end(&w, ']');
    render_puts(&sink, "\n");
    web_text_free(&text);
}

void web_suggest(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                 web_answer *answer)
{
    suggestions s = {.shown = 0};
    (void)request, (void)id;
    answer->type = "application/x-suggestions+json";
    find(desk, ask, &s);
    answer->partial = s.names.partial;
    put_all(desk->site, ask, &s, &answer->body);
}
