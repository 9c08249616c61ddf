#include "indexer/formats/json/ninjs_text.h"

#include <string.h>
#include <strings.h>

/* Kinds of rendering; the greatest is the best. NITF has the headline and more in it. */
enum { KIND_NONE, KIND_NITF, KIND_PLAIN, KIND_HTML };

/* Calls `each` for every text of the role until it returns false. `label` is what says how the text
 * is written: the ending of the key or the content type; "" nothing does. */
typedef bool (*each_text)(void *user, morgue_text text, const char *label);

static bool visit_listed(json_t *list, each_text each, void *user)
{
    size_t i;
    json_t *entry;
    json_array_foreach(list, i, entry)
    {
        json_t *value = json_is_string(entry) ? entry : mg_ninjs_get(entry, "value");
        const char *type = json_string_value(mg_ninjs_get(entry, "contenttype"));
        const char *role = json_string_value(mg_ninjs_get(entry, "role"));
        const char *label = type ? type : role ? role : "";
        if (json_is_string(value) &&
            !each(user, (morgue_text){json_string_value(value), json_string_length(value)}, label))
            return false;
    }
    return true;
}

static void visit(json_t *item, mg_ninjs_role role, each_text each, void *user)
{
    const char *key;
    json_t *value;
    json_object_foreach(item, key, value)
    {
        if (mg_ninjs_role_of((morgue_text){key, strlen(key)}) != role)
            continue;
        const char *mark = strrchr(key, '_');
        morgue_text text = {json_string_value(value), json_string_length(value)};
        bool more = json_is_string(value) ? each(user, text, mark ? mark + 1 : "")
                                          : visit_listed(value, each, user);
        if (!more)
            return;
    }
}

static int kind_of(morgue_text text, const char *label)
{
    if (!mg_trimmed(text).len)
        return KIND_NONE;
    if (strcasestr(label, "nitf"))
        return KIND_NITF;
    return strcasestr(label, "html") || mg_looks_like_html(text) ? KIND_HTML : KIND_PLAIN;
}

typedef struct choice {
    mg_ninjs_text best;
    int kind;
} choice;

static bool choose(void *user, morgue_text text, const char *label)
{
    choice *c = user;
    int kind = kind_of(text, label);
    bool better = kind > c->kind || (kind == c->kind && text.len > c->best.text.len);
    if (kind && kind == c->kind)
        c->best.rivals++;
    if (kind > c->kind)
        c->best.rivals = 0;
    if (better) {
        c->best.text = text;
        c->best.html = kind != KIND_PLAIN;
        c->kind = kind;
    }
    return true;
}

mg_ninjs_text mg_ninjs_best_text(json_t *item, mg_ninjs_role role)
{
    choice c = {.best = {.text = {"", 0}}, .kind = KIND_NONE};
    visit(item, role, choose, &c);
    return c.best;
}

/* ---- Comparing ----------------------------------------------------------------------------- */

/* A text being read without its tags. */
typedef struct bare {
    morgue_text rest;
    bool tags; /* there may be more of them */
} bare;

/* The next byte that is neither white space nor part of a tag; -1 at the end. */
static int next_byte(bare *b)
{
    while (b->rest.len) {
        char c = *b->rest.data;
        const char *close = c == '<' && b->tags ? memchr(b->rest.data, '>', b->rest.len) : NULL;
        size_t n = close ? (size_t)(close - b->rest.data) + 1 : 1;
        b->tags = b->tags && (c != '<' || close);
        b->rest.data += n;
        b->rest.len -= n;
        if (!close && c != ' ' && (c < '\t' || c > '\r'))
            return (unsigned char)c;
    }
    return -1;
}

typedef struct sought {
    morgue_text text;
    bool found;
} sought;

static bool compare(void *user, morgue_text text, const char *label)
{
    sought *s = user;
    bare one = {s->text, true}, other = {text, true};
    int a, b;
    (void)label;
    do {
        a = next_byte(&one);
        b = next_byte(&other);
    } while (a == b && a >= 0);
    s->found = a == b;
    return !s->found;
}

bool mg_ninjs_says(json_t *item, mg_ninjs_role role, morgue_text text)
{
    sought s = {text, false};
    visit(item, role, compare, &s);
    return s.found;
}
