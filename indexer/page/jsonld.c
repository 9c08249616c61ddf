#include "indexer/page/jsonld.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/text/clean.h"
#include "indexer/text/json_parts.h"

enum { SCRIPTS_MAX = 64, SCRIPT_MAX = 4 << 20, DEPTH_MAX = 8 };

void mg_jsonld_clear(mg_jsonld *ld)
{
    for (size_t i = 0; i < ld->n; i++)
        json_decref(ld->scripts[i]);
    ld->n = 0;
    ld->parts = 0;
}

void mg_jsonld_free(mg_jsonld *ld)
{
    mg_jsonld_clear(ld);
    free(ld->scripts);
    mg_buffer_free(&ld->text);
    mg_buffer_free(&ld->mended);
    *ld = (mg_jsonld){0};
}

/* ---- Parsing ------------------------------------------------------------------------------- */

/* Parses what there is room for. *ret is NULL where it cannot be. False when memory is out. */
static bool load(mg_jsonld *ld, morgue_text text, json_t **ret)
{
    json_error_t problem;
    size_t parts = ld->parts + mg_json_parts(text, MG_JSON_PARTS_MAX);
    *ret = NULL;
    if (!text.len || parts > MG_JSON_PARTS_MAX)
        return true;
    *ret = json_loadb(text.data, text.len, JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK, &problem);
    ld->parts = *ret ? parts : ld->parts;
    return *ret || json_error_code(&problem) != json_error_out_of_memory;
}

/* The same, mended if need be. */
static bool parse(mg_jsonld *ld, morgue_text text, json_t **ret)
{
    if (!load(ld, text, ret))
        return false;
    mg_buffer_clear(&ld->mended);
    return *ret || (mg_jsonld_mend(text, &ld->mended) &&
                    load(ld, (morgue_text){ld->mended.data, ld->mended.len}, ret));
}

bool mg_jsonld_add(mg_jsonld *ld, morgue_text script)
{
    json_t *json;
    script = mg_trimmed(script);
    if (script.len > 8 && memmem(script.data, 8, "&quot;", 6)) {
        mg_buffer_clear(&ld->text);
        if (!mg_unescape_entities(script, &ld->text, NULL))
            return false;
        script = (morgue_text){ld->text.data, ld->text.len};
    }
    if (!script.len || script.len > SCRIPT_MAX || ld->n >= SCRIPTS_MAX)
        return true;
    if (!ld->scripts && !(ld->scripts = calloc(SCRIPTS_MAX, sizeof(json_t *))))
        return false;
    if (!parse(ld, script, &json))
        return false;
    if (json)
        ld->scripts[ld->n++] = json;
    return true;
}

/* ---- Types --------------------------------------------------------------------------------- */

/* "schema:NewsArticle" and "http://schema.org/NewsArticle" are NewsArticle. */
static const char *plain_type(const char *type)
{
    const char *slash = strrchr(type, '/'), *colon = strrchr(type, ':');
    const char *mark = slash > colon ? slash : colon;
    return mark ? mark + 1 : type;
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* How likely a thing of this type is the article: 0 not at all. */
static int rank_of_type(const char *type)
{
    type = plain_type(type);
    if (ends_with(type, "NewsArticle"))
        return 5;
    if (ends_with(type, "Article") || strcmp(type, "BlogPosting") == 0 ||
        strcmp(type, "LiveBlogPosting") == 0 || strcmp(type, "Report") == 0)
        return 4;
    if (ends_with(type, "Posting") || strcmp(type, "Review") == 0)
        return strcmp(type, "JobPosting") == 0 ? 0 : 3;
    return 0;
}

/* The best of the ranks of an object's types. */
static int rank_of(const json_t *object)
{
    const json_t *type = json_object_get(object, "@type");
    int best = 0;
    if (json_is_string(type))
        return rank_of_type(json_string_value(type));
    for (size_t i = 0; i < json_array_size(type); i++) {
        const char *name = json_string_value(json_array_get(type, i));
        int rank = name ? rank_of_type(name) : 0;
        best = rank > best ? rank : best;
    }
    return best;
}

bool mg_jsonld_has_type(const json_t *object, const char *end)
{
    const json_t *type = json_object_get(object, "@type");
    const char *name = json_string_value(json_is_array(type) ? json_array_get(type, 0) : type);
    return name && ends_with(plain_type(name), end);
}

/* ---- Walking ------------------------------------------------------------------------------- */

/* Visits the objects that a script describes, with those in @graph and mainEntity; not the things
 * that they refer to. */
static bool each_object(const json_t *json, int depth, mg_jsonld_visit *visit, void *user)
{
    static const char *const inner[] = {"@graph", "mainEntity", "mainEntityOfPage", "hasPart"};
    bool on = true;
    if (depth > DEPTH_MAX)
        return true;
    for (size_t i = 0; on && i < json_array_size(json); i++)
        on = each_object(json_array_get(json, i), depth + 1, visit, user);
    if (!json_is_object(json))
        return on;
    on = visit(user, json);
    for (size_t i = 0; on && i < sizeof inner / sizeof *inner; i++)
        on = each_object(json_object_get(json, inner[i]), depth + 1, visit, user);
    return on;
}

void mg_jsonld_each(const mg_jsonld *ld, mg_jsonld_visit *visit, void *user)
{
    bool on = true;
    for (size_t i = 0; on && i < ld->n; i++)
        on = each_object(ld->scripts[i], 0, visit, user);
}

/* ---- The article --------------------------------------------------------------------------- */

const char *mg_jsonld_address(const json_t *object)
{
    const json_t *page = json_object_get(object, "mainEntityOfPage");
    const char *url = json_string_value(json_object_get(object, "url"));
    if (!url)
        url = json_string_value(json_is_object(page) ? json_object_get(page, "@id") : page);
    return url ? url : json_string_value(json_object_get(object, "@id"));
}

/* Addresses without scheme, www, query, fragment and slash at the end. */
static morgue_text core_of(morgue_text url)
{
    const char *colon = url.len > 8 ? memmem(url.data, 8, "://", 3) : NULL;
    if (colon) {
        url.len -= (size_t)(colon + 3 - url.data);
        url.data = colon + 3;
    }
    if (url.len > 4 && memcmp(url.data, "www.", 4) == 0)
        url = (morgue_text){url.data + 4, url.len - 4};
    for (size_t i = 0; i < url.len; i++)
        if (url.data[i] == '?' || url.data[i] == '#')
            url.len = i;
    while (url.len && url.data[url.len - 1] == '/')
        url.len--;
    return url;
}

static bool same_address(const char *a, morgue_text b)
{
    morgue_text x = core_of((morgue_text){a, strlen(a)}), y = core_of(b);
    return x.len && x.len == y.len && memcmp(x.data, y.data, x.len) == 0;
}

typedef struct choice {
    morgue_text url;
    const json_t *best;
    int rank;
    const char *first; /* address */
    size_t others;     /* articles with other addresses */
} choice;

static bool consider(void *user, const json_t *object)
{
    choice *c = user;
    int rank = rank_of(object) * 4;
    if (!rank)
        return true;
    const char *url = mg_jsonld_address(object);
    bool here = url && c->url.len && same_address(url, c->url);
    c->first = c->first ? c->first : url;
    c->others += url && !same_address(url, (morgue_text){c->first, strlen(c->first)});
    rank += here ? 100 : 0;
    rank += json_object_get(object, "articleBody") ? 2 : 0;
    rank += json_object_get(object, "headline") ? 1 : 0;
    if (rank > c->rank) {
        c->rank = rank;
        c->best = object;
    }
    return true;
}

/* A page that describes several articles, none of them its own, is a list of them. */
const json_t *mg_jsonld_article(const mg_jsonld *ld, morgue_text url)
{
    choice c = {.url = url};
    mg_jsonld_each(ld, consider, &c);
    return c.rank < 100 && c.others > 1 ? NULL : c.best;
}

static bool append_paragraph(const json_t *value, mg_buffer *ret)
{
    const char *text = json_string_value(value);
    if (!text || !*text)
        return true;
    return (!ret->len || mg_buffer_append_string(ret, "\n\n")) &&
           mg_buffer_append(ret, text, json_string_length(value));
}

/* The text of an object: a string, or several. */
static bool append_body(const json_t *object, mg_buffer *ret)
{
    static const char *const keys[] = {"articleBody", "reviewBody", "text"};
    bool ok = true;
    for (size_t k = 0; ok && k < sizeof keys / sizeof *keys; k++) {
        const json_t *body = json_object_get(object, keys[k]);
        if (!body)
            continue;
        ok = append_paragraph(body, ret);
        for (size_t i = 0; ok && i < json_array_size(body); i++)
            ok = append_paragraph(json_array_get(body, i), ret);
        return ok;
    }
    return ok;
}

bool mg_jsonld_body(const json_t *article, mg_buffer *ret)
{
    const json_t *updates = json_object_get(article, "liveBlogUpdate");
    bool ok = append_body(article, ret);
    if (ok && json_is_object(updates))
        ok = append_paragraph(json_object_get(updates, "headline"), ret) &&
             append_body(updates, ret);
    for (size_t i = 0; ok && i < json_array_size(updates); i++) {
        const json_t *update = json_array_get(updates, i);
        ok = append_paragraph(json_object_get(update, "headline"), ret) && append_body(update, ret);
    }
    return ok;
}
