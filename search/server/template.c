/* A walk over the text of the template, tag by tag: a section goes over its part once for each
 * item, and once with a closed mouth where there is none, so that whatever stands in it is read. */
#include "search/server/template.h"

#include <string.h>

enum {
    DEPTH_MAX = 32,   /* of sections and partials in each other */
    NAME_MAX_LEN = 63 /* bytes of a name */
};

typedef struct renderer {
    web_template_source *source;
    web_text *out;
    const json_t *stack[DEPTH_MAX + 1]; /* what names are looked up in, the innermost last */
    size_t depth;                       /* of sections and partials */
    size_t n_stack;
} renderer;

/* A place in a template. */
typedef struct place {
    const char *start;
    const char *at;
} place;

typedef struct tag {
    char kind; /* one of "#^/>!", or '=' for a value; '\0': the end of the template */
    const char *name;
    size_t len;
    const char *text_end; /* of the text before it */
} tag;

/* ---- Tags --------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Takes the line of a tag that is alone on it out of the text around it. */
static void take_line(place *p, const char *open, tag *ret)
{
    const char *before = open, *behind = p->at;
    while (before > p->start && is_blank(before[-1]))
        before--;
    while (is_blank(*behind))
        behind++;
    if ((before > p->start && before[-1] != '\n') || (*behind && !strchr("\r\n", *behind)))
        return;
    ret->text_end = before;
    behind += *behind == '\r';
    p->at = behind + (*behind == '\n');
}

/* Reads what stands between the braces. */
static bool read_name(const char *from, const char *end, tag *ret)
{
    ret->kind = '=';
    if (from < end && strchr("#^/>!", *from))
        ret->kind = *from++;
    while (from < end && strchr(" \t\r\n", *from))
        from++;
    while (end > from && strchr(" \t\r\n", end[-1]))
        end--;
    ret->name = from;
    ret->len = (size_t)(end - from);
    if (ret->kind == '!')
        return true;
    for (const char *c = from; c < end; c++)
        if (strchr("{}&=#^/>! \t\r\n", *c))
            return false;
    return ret->len > 0 && ret->len <= NAME_MAX_LEN;
}

/* Goes behind the next tag; false where it is none. */
static bool next_tag(place *p, tag *ret)
{
    const char *open = strstr(p->at, "{{");
    if (!open) {
        *ret = (tag){.text_end = p->at + strlen(p->at)};
        p->at = ret->text_end;
        return true;
    }
    const char *close = strstr(open, "}}");
    if (!close || !read_name(open + 2, close, ret))
        return false;
    ret->text_end = open;
    p->at = close + 2;
    if (ret->kind != '=')
        take_line(p, open, ret);
    return true;
}

/* ---- Values ------------------------------------------------------------------------------- */

static const json_t *member(const json_t *object, const char *name, size_t len)
{
    char key[NAME_MAX_LEN + 1];
    memcpy(key, name, len);
    key[len] = '\0';
    return json_object_get(object, key);
}

/* What the name stands for here, or NULL. */
static const json_t *look_up(const renderer *r, const char *name, size_t len)
{
    if (len == 1 && *name == '.')
        return r->stack[r->n_stack - 1];
    const char *dot = memchr(name, '.', len), *end = name + len;
    size_t first = dot ? (size_t)(dot - name) : len;
    const json_t *value = NULL;
    for (size_t i = r->n_stack; !value && i-- > 0;)
        value = member(r->stack[i], name, first);
    while (value && dot) {
        name = dot + 1;
        dot = memchr(name, '.', (size_t)(end - name));
        value = member(value, name, (size_t)((dot ? dot : end) - name));
    }
    return value;
}

static bool is_there(const json_t *value)
{
    if (json_is_string(value))
        return json_string_length(value) > 0;
    return value && !json_is_null(value) && !json_is_false(value) &&
           !(json_is_array(value) && json_array_size(value) == 0);
}

static void put_value(renderer *r, const json_t *value)
{
    if (json_is_string(value))
        web_put_markup(r->out, json_string_value(value), json_string_length(value));
    else if (json_is_integer(value))
        web_putf(r->out, "%lld", (long long)json_integer_value(value));
    else if (json_is_real(value))
        web_putf(r->out, "%.10g", json_real_value(value));
}

/* ---- The walk ----------------------------------------------------------------------------- */

static bool walk(renderer *r, place *p, const tag *section, bool quiet);

/* Goes over a section once, with a value in which names are looked up first, or NULL. */
static bool once(renderer *r, place *p, const tag *section, const json_t *value, bool quiet)
{
    if (r->depth == DEPTH_MAX)
        return false;
    r->depth++;
    if (value)
        r->stack[r->n_stack++] = value;
    bool fine = walk(r, p, section, quiet);
    r->n_stack -= value != NULL;
    r->depth--;
    return fine;
}

static bool each(renderer *r, place *p, const tag *section, const json_t *array)
{
    const place begin = *p;
    for (size_t i = 0; i < json_array_size(array); i++) {
        *p = begin;
        if (!once(r, p, section, json_array_get(array, i), false))
            return false;
    }
    return true;
}

static bool put_section(renderer *r, place *p, const tag *section, bool quiet)
{
    const json_t *value = quiet ? NULL : look_up(r, section->name, section->len);
    bool there = is_there(value);
    if (quiet || there != (section->kind == '#'))
        return once(r, p, section, NULL, true);
    if (!there)
        return once(r, p, section, NULL, false);
    return json_is_array(value) ? each(r, p, section, value) : once(r, p, section, value, false);
}

static bool put_partial(renderer *r, const tag *partial)
{
    char name[NAME_MAX_LEN + 1];
    memcpy(name, partial->name, partial->len);
    name[partial->len] = '\0';
    const char *source = r->source(name);
    place p = {source, source};
    return source && once(r, &p, NULL, NULL, false);
}

/* Goes on behind `p` to the end of the section, or for NULL to that of the template. */
static bool walk(renderer *r, place *p, const tag *section, bool quiet)
{
    for (;;) {
        const char *from = p->at;
        tag t;
        if (!next_tag(p, &t))
            return false;
        if (!quiet)
            web_put(r->out, from, (size_t)(t.text_end - from));
        bool fine = true;
        switch (t.kind) {
        case '\0': return !section;
        case '/': return section && t.len == section->len && !memcmp(t.name, section->name, t.len);
        case '#':
        case '^': fine = put_section(r, p, &t, quiet); break;
        case '>': fine = quiet || put_partial(r, &t); break;
        case '=':
            if (!quiet)
                put_value(r, look_up(r, t.name, t.len));
            break;
        default: break;
        }
        if (!fine)
            return false;
    }
}

bool web_template_render(web_template_source *source, const char *name, const json_t *model,
                         web_text *ret)
{
    renderer r = {.source = source, .out = ret, .stack = {model}, .n_stack = 1};
    const char *text = source(name);
    place p = {text, text};
    return text && walk(&r, &p, NULL, false) && !ret->lost;
}
