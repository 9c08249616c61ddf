#include "search/server/model.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cli/figure.h"
#include "search/server/assets.h"
#include "search/server/template.h"
#include "search/server/when.h"

/* ---- Values ------------------------------------------------------------------------------- */

/* jansson takes a NULL, which it makes when memory is out, for a failure and frees what it cannot
 * put away. */
static void set(web_model *m, json_t *in, const char *key, json_t *value)
{
    if (json_object_set_new(in, key, value) != 0)
        m->lost = true;
}

json_t *web_set_object(web_model *m, json_t *in, const char *key)
{
    set(m, in, key, json_object());
    return json_object_get(in, key);
}

json_t *web_set_array(web_model *m, json_t *in, const char *key)
{
    set(m, in, key, json_array());
    return json_object_get(in, key);
}

json_t *web_add_object(web_model *m, json_t *array)
{
    if (json_array_append_new(array, json_object()) != 0) {
        m->lost = true;
        return NULL;
    }
    return json_array_get(array, json_array_size(array) - 1);
}

/* Unchecked: what is no UTF-8 is seen to where it is put into the page. */
void web_set_text(web_model *m, json_t *in, const char *key, const char *data, size_t len)
{
    set(m, in, key, json_stringn_nocheck(data, len));
}

/* Sets what stands in the scratch. */
static void set_scratch(web_model *m, json_t *in, const char *key)
{
    m->lost |= m->scratch.lost;
    web_set_text(m, in, key, m->scratch.data ? m->scratch.data : "", m->scratch.len);
}

size_t web_clip(morgue_text text, size_t max)
{
    size_t len = text.len < max ? text.len : max;
    while (len < text.len && len > 0 && ((unsigned char)text.data[len] & 0xC0) == 0x80)
        len--;
    return len;
}

void web_set_clipped(web_model *m, json_t *in, const char *key, morgue_text text, size_t max)
{
    size_t len = web_clip(text, max);
    web_text_clear(&m->scratch);
    web_put(&m->scratch, text.data, len);
    web_puts(&m->scratch, len < text.len ? "…" : "");
    set_scratch(m, in, key);
}

void web_set_string(web_model *m, json_t *in, const char *key, const char *string)
{
    web_set_text(m, in, key, string, strlen(string));
}

void web_set_flag(web_model *m, json_t *in, const char *key, bool flag)
{
    set(m, in, key, json_boolean(flag));
}

void web_set_number(web_model *m, json_t *in, const char *key, uint64_t number)
{
    set(m, in, key, json_integer((json_int_t)number));
}

void web_set_count(web_model *m, json_t *in, const char *key, uint64_t number)
{
    web_set_string(m, in, key, cli_count(number).text);
}

void web_set_when(web_model *m, json_t *in, const char *key, const char *date)
{
    web_text_clear(&m->scratch);
    web_put_when(&m->scratch, date);
    set_scratch(m, in, key);
}

void web_set_day(web_model *m, json_t *in, const char *key, const char *date)
{
    web_text_clear(&m->scratch);
    web_put_day(&m->scratch, date);
    set_scratch(m, in, key);
}

/* Languages that are written from right to left, by the codes of ISO 639. */
static bool is_right_to_left(const char *lang, size_t len)
{
    static const char *const languages[] = {"ar",  "arc", "ckb", "dv",  "fa", "he", "iw", "ks",
                                            "nqo", "ps",  "sd",  "syr", "ug", "ur", "yi"};
    size_t code = strcspn(lang, "-_");
    code = code < len ? code : len;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (strlen(languages[i]) == code && !strncasecmp(languages[i], lang, code))
            return true;
    return false;
}

void web_set_lang(web_model *m, json_t *in, morgue_text lang)
{
    size_t len = lang.len <= WEB_LANG_MAX ? lang.len : 0;
    web_set_text(m, in, "lang", lang.data, len);
    web_set_flag(m, in, "right_to_left", len && is_right_to_left(lang.data, len));
}

void web_set_link(web_model *m, json_t *in, const char *key, const char *path, const web_ask *ask,
                  const char *name, const char *value)
{
    web_text *link = &m->scratch;
    web_text_clear(link);
    web_put_link(link, m->site->base, path, ask);
    if (name) {
        bool first = !link->lost && !strchr(link->data, '?');
        web_putf(link, "%c%s=", first ? '?' : '&', name);
        web_put_url(link, value, strlen(value));
    }
    set_scratch(m, in, key);
}

void web_set_article_link(web_model *m, json_t *in, const char *key, morgue_text id,
                          const web_ask *ask, const char *format)
{
    web_text path = {0};
    web_puts(&path, "/article/");
    web_put_url(&path, id.data, id.len <= WEB_ID_MAX ? id.len : 0);
    m->lost |= path.lost;
    if (!path.lost)
        web_set_link(m, in, key, path.data, ask ? ask : &web_nothing, format ? "format" : NULL,
                     format);
    web_text_free(&path);
}

/* ---- What was asked, a little different ---------------------------------------------------- */

web_ask web_ask_again(const web_ask *ask)
{
    web_ask again = *ask;
    again.offset = 0;
    again.after = NULL;
    return again;
}

/* Its place; n_filters where it is none. */
static size_t place_of(const web_ask *ask, morgue_field_id field, const char *value)
{
    size_t i = 0;
    while (i < ask->n_filters &&
           (ask->filters[i].field != field || strcmp(ask->filters[i].value, value) != 0))
        i++;
    return i;
}

bool web_ask_has(const web_ask *ask, morgue_field_id field, const char *value)
{
    return place_of(ask, field, value) < ask->n_filters;
}

web_ask web_ask_widened(const web_ask *ask, morgue_field_id field)
{
    bool any = !morgue_field_at(field)->repeatable;
    web_ask again = web_ask_again(ask);
    again.n_filters = 0;
    for (size_t i = 0; i < ask->n_filters; i++)
        if (!any || ask->filters[i].field != field)
            again.filters[again.n_filters++] = ask->filters[i];
    again.filter = (web_text){0};
    web_put_filters(&again.filter, &again);
    return again;
}

web_ask web_ask_toggle(const web_ask *ask, morgue_field_id field, const char *value)
{
    web_ask again = web_ask_again(ask);
    size_t place = place_of(ask, field, value);
    if (place < ask->n_filters) {
        again.n_filters--;
        memmove(&again.filters[place], &again.filters[place + 1],
                (again.n_filters - place) * sizeof *again.filters);
    } else if (again.n_filters < WEB_FILTERS_MAX) {
        again.filters[again.n_filters++] = (web_filter){field, value};
    }
    return again;
}

web_ask web_ask_within(const web_ask *ask, const char *period)
{
    web_ask again = web_ask_again(ask);
    web_when when = web_when_read(period), from = web_when_read(ask->from),
             to = web_when_read(ask->to);
    if (from.year < 0 || web_when_first_day(from) < web_when_first_day(when))
        again.from = period;
    if (to.year < 0 || web_when_last_day(to) > web_when_last_day(when))
        again.to = period;
    return again;
}

morgue_search_options web_page_options(const web_desk *desk, const web_ask *ask)
{
    morgue_search_options options = web_ask_options(ask);
    options.timeout_ms = desk->site->timeout_ms;
    options.go_on = desk->go_on;
    options.user = desk->user;
    return options;
}

/* ---- What every page has ------------------------------------------------------------------ */

/* The link of a file of the page, with its version. */
static void set_file(web_model *m, json_t *in, const char *key, const char *name)
{
    const web_asset *asset = web_asset_named(name);
    web_text_clear(&m->scratch);
    web_putf(&m->scratch, "%s/static/%s?v=%s", m->site->base, name, asset ? asset->hash : "");
    if (asset)
        set_scratch(m, in, key);
}

static void set_site(web_model *m)
{
    static const char *const paths[][2] = {{"home", "/"},
                                           {"action", "/search"},
                                           {"help", "/help"},
                                           {"all", "/search"},
                                           {"opensearch", "/opensearch.xml"},
                                           {"suggest", "/suggest"},
                                           {"api", "/openapi.json"}};
    json_t *site = web_set_object(m, m->root, "site");
    web_set_string(m, site, "title", m->site->title);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        web_text_clear(&m->scratch);
        web_putf(&m->scratch, "%s%s", m->site->base, paths[i][1]);
        set_scratch(m, site, paths[i][0]);
    }
    set_file(m, site, "css", "morgue.css");
    set_file(m, site, "paper", "paper.css");
    set_file(m, site, "js", "morgue.js");
    set_file(m, site, "icon", "favicon.svg");
}

static void add_hidden(web_model *m, json_t *array, const char *name, const char *value)
{
    json_t *hidden = web_add_object(m, array);
    web_set_string(m, hidden, "name", name);
    web_set_string(m, hidden, "value", value);
}

/* What another query keeps of this one. */
static void set_hidden(web_model *m, json_t *form)
{
    static const char *const sorts[] = {"relevance", "newest", "oldest"};
    const web_ask *ask = m->ask;
    char n[16];
    json_t *hidden = web_set_array(m, form, "hidden");
    for (size_t i = 0; i < ask->n_filters; i++)
        add_hidden(m, hidden, morgue_field_at(ask->filters[i].field)->name, ask->filters[i].value);
    if (ask->sort)
        add_hidden(m, hidden, "sort", sorts[ask->sort]);
    if (ask->view)
        add_hidden(m, hidden, "view", "concordance");
    snprintf(n, sizeof n, "%u", (unsigned)ask->n);
    if (ask->n && ask->n != WEB_HITS_DEFAULT)
        add_hidden(m, hidden, "n", n);
    web_set_string(m, form, "from", ask->from);
    web_set_string(m, form, "to", ask->to);
    json_t *dates = web_set_array(m, form, "dates");
    if (*ask->from)
        add_hidden(m, dates, "from", ask->from);
    if (*ask->to)
        add_hidden(m, dates, "to", ask->to);
}

void web_model_begin(web_model *m, const web_site *site, const web_ask *ask, const char *kind,
                     const char *title)
{
    *m = (web_model){.site = site, .ask = ask, .root = json_object()};
    m->lost = !m->root;
    set_site(m);
    json_t *page = web_set_object(m, m->root, "page");
    web_set_string(m, page, "kind", kind);
    web_set_clipped(m, page, "title", (morgue_text){title, title ? strlen(title) : 0}, 300);
    json_t *form = web_set_object(m, m->root, "form");
    web_set_string(m, form, "q", ask->q);
    set_hidden(m, form);
}

void web_model_free(web_model *m)
{
    json_decref(m->root);
    web_text_free(&m->scratch);
    m->root = NULL;
}

/* ---- Sending ------------------------------------------------------------------------------ */

static const char *source_of(const char *name)
{
    char file[80];
    size_t len = strlen(name);
    if (len > sizeof file - sizeof ".html")
        return NULL;
    memcpy(file, name, len);
    memcpy(file + len, ".html", sizeof ".html");
    const web_asset *asset = web_asset_named(file);
    return asset ? asset->data : NULL;
}

void web_model_send(web_model *m, const char *name, web_answer *answer)
{
    answer->type = "text/html; charset=utf-8";
    answer->partial = answer->partial || m->partial;
    if (m->lost || !web_template_render(source_of, name, m->root, &answer->body)) {
        web_text_clear(&answer->body);
        answer->status = 503;
        answer->type = "text/plain; charset=utf-8";
        web_puts(&answer->body, "the server is out of memory: try again\n");
    }
    web_model_free(m);
}
