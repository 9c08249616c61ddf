/* Counting the names of all articles that match takes as long as they are many. So names are looked
 * for in some of them, from several times, each time among those that have none of the names found
 * so far; then each is counted, which is one look into the index. */
#include "search/server/names.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "search/server/ask.h"
#include "search/server/clock.h"
#include "search/server/text.h"

enum { YEARS = 4, LOOK = 16 };

/* A search for names. */
typedef struct seeker {
    web_desk *desk;
    const char *query;
    unsigned fields;
    const char *words;
    uint64_t until_us;
    web_names *found;
    web_text filter;
} seeker;

/* ---- Comparing ---------------------------------------------------------------------------- */

/* Letters that have a stroke instead of an accent. */
static utf8proc_int32_t without_stroke(utf8proc_int32_t c)
{
    switch (c) {
    case 0x142: return 'l';
    case 0xF8: return 'o';
    case 0x111: return 'd';
    case 0x131: return 'i';
    default: return c;
    }
}

static bool is_word(utf8proc_int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

/* Puts a character behind the others, one space for whatever stands between words. */
static size_t put_folded(utf8proc_int32_t c, char *ret, size_t len)
{
    if (len + 8 > WEB_FOLDED_MAX)
        return len;
    if (is_word(c))
        return len + (size_t)utf8proc_encode_char(without_stroke(c), (utf8proc_uint8_t *)ret + len);
    if (ret[len - 1] != ' ')
        ret[len++] = ' ';
    return len;
}

/* The words of a text in small letters without accents, with a space before each. */
static void fold(const char *text, size_t len, char ret[WEB_FOLDED_MAX])
{
    const utf8proc_option_t how =
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK;
    utf8proc_int32_t c, parts[32];
    size_t n = 1;
    ret[0] = ' ';
    for (size_t at = 0; at < len;) {
        int boundary = 0;
        utf8proc_ssize_t width =
            utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(len - at), &c);
        if (width <= 0)
            break;
        at += (size_t)width;
        utf8proc_ssize_t count =
            utf8proc_decompose_char(c, parts, sizeof parts / sizeof *parts, how, &boundary);
        for (utf8proc_ssize_t i = 0; i < count && i < 32; i++)
            n = put_folded(parts[i], ret, n);
    }
    ret[n] = '\0';
}

void web_names_fold(const char *words, char ret[WEB_FOLDED_MAX])
{
    fold(words, strlen(words), ret);
    size_t len = strlen(ret);
    if (len > 1 && ret[len - 1] == ' ')
        ret[len - 1] = '\0';
}

bool web_names_match(const char *name, size_t len, const char *wanted)
{
    char folded[WEB_FOLDED_MAX];
    fold(name, len, folded);
    return wanted[1] && strstr(folded, wanted);
}

/* ---- Looking ------------------------------------------------------------------------------ */

static web_name *find(web_names *found, morgue_field_id field, morgue_text name)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->names[i].field == field && strcmp(found->names[i].text, name.data) == 0)
            return &found->names[i];
    return NULL;
}

static void note(web_names *found, morgue_field_id field, morgue_text name)
{
    web_name *known = find(found, field, name);
    if (!known) {
        if (found->count == WEB_NAMES_MAX)
            return;
        known = &found->names[found->count++];
        *known = (web_name){.field = field};
        memcpy(known->text, name.data, name.len + 1);
    }
    known->seen++;
}

static void look_at(const morgue_article *article, morgue_field_id field, const char *wanted,
                    web_names *found)
{
    for (size_t i = 0; i < morgue_article_count(article, field); i++) {
        morgue_text name = morgue_article_get(article, field, i);
        if (name.len >= WEB_NAME_MAX || strlen(name.data) != name.len)
            continue;
        if (web_names_match(name.data, name.len, wanted))
            note(found, field, name);
    }
}

/* Puts the words for which an article may have such a name, each within quotes, in which nothing
 * has a meaning but a quote and wildcards; all of them in one field, which is quicker to find than
 * their order. False where there is none. */
static bool put_words(web_text *query, const char *words, const char *star)
{
    static const char apart[] = " \t\r\n\"*?";
    bool some = false;
    for (words += strspn(words, apart); *words; words += strspn(words, apart)) {
        size_t len = strcspn(words, apart);
        bool letters = false;
        for (size_t i = 0; i < len; i++)
            letters =
                letters || isalnum((unsigned char)words[i]) || (unsigned char)words[i] >= 0x80;
        if (letters) {
            web_puts(query, some ? "\" \"" : "\"");
            web_put(query, words, len);
            some = true;
        }
        words += len;
    }
    web_putf(query, "%s%s", some ? star : "", some ? "\"" : "");
    return some;
}

/* Articles from before some of the years that the archive has, later ones first. */
static void put_years(seeker *s, int round)
{
    int first = atoi(s->desk->stats.earliest), last = atoi(s->desk->stats.latest);
    if (round && first > 0 && last > first)
        web_putf(&s->filter, " date:..%04d", last - round * (last - first + 1) / YEARS);
}

/* "(person:("joe" "b*") OR org:("joe" "b*")) -person:="Joe Biden" date:..2019" */
static bool make_filter(seeker *s, int round, const char *star)
{
    const char *separator = "(";
    web_text_clear(&s->filter);
    for (unsigned field = 0; field < MORGUE_FIELD_COUNT; field++) {
        if (!(s->fields >> field & 1))
            continue;
        web_putf(&s->filter, "%s%s:(", separator, morgue_field_at(field)->name);
        if (!put_words(&s->filter, s->words, star))
            return false;
        separator = ") OR ";
    }
    web_puts(&s->filter, "))");
    for (size_t i = 0; i < s->found->count; i++) {
        web_puts(&s->filter, " -");
        web_put_filter(&s->filter, s->found->names[i].field, s->found->names[i].text);
    }
    put_years(s, round);
    return true;
}

static bool search(seeker *s, morgue_search_options *options, morgue_results **ret)
{
    uint64_t now_us = web_now_us(),
             left_ms = now_us < s->until_us ? (s->until_us - now_us) / 1000 : 0;
    if (!left_ms || s->filter.lost) {
        s->found->partial = true;
        return false;
    }
    options->filter = s->filter.data;
    options->timeout_ms = (uint32_t)left_ms;
    options->snippets = MORGUE_NO_SNIPPETS;
    options->go_on = s->desk->go_on;
    options->user = s->desk->user;
    morgue_status status = morgue_search(s->desk->archive, s->query, options, ret, NULL);
    bool wrong = status == MORGUE_BAD_QUERY || status == MORGUE_INVALID;
    s->found->partial =
        s->found->partial || (status == MORGUE_OK ? morgue_results_partial(*ret) : !wrong);
    return status == MORGUE_OK;
}

/* Looks at articles that have names like it but none of those found so far. False when there was no
 * name in them. */
static bool look(seeker *s, int round, const char *star)
{
    char wanted[WEB_FOLDED_MAX];
    morgue_search_options options = {.limit = LOOK, .sort = MORGUE_NEWEST_FIRST};
    morgue_results *results = NULL;
    size_t before = s->found->count;
    if (!make_filter(s, round, star) || !search(s, &options, &results))
        return false;
    web_names_fold(s->words, wanted);
    for (size_t i = 0; i < morgue_results_count(results) && web_now_us() < s->until_us; i++) {
        morgue_hit hit;
        if (morgue_results_hit(results, i, &hit, NULL) != MORGUE_OK) {
            s->found->partial = true;
            break;
        }
        for (unsigned field = 0; field < MORGUE_FIELD_COUNT; field++)
            if (s->fields >> field & 1)
                look_at(hit.article, (morgue_field_id)field, wanted, s->found);
    }
    morgue_results_free(results);
    return s->found->count > before;
}

/* ---- Counting ----------------------------------------------------------------------------- */

static void count(seeker *s, web_name *name)
{
    morgue_search_options options = {.count_only = true, .exact = true};
    morgue_results *results = NULL;
    web_text_clear(&s->filter);
    web_put_filter(&s->filter, name->field, name->text);
    if (!search(s, &options, &results))
        return;
    name->counted = !morgue_results_partial(results);
    name->count = morgue_results_total(results);
    morgue_results_free(results);
}

static int by_seen(const void *a, const void *b)
{
    const web_name *x = a, *y = b;
    return (x->seen < y->seen) - (x->seen > y->seen);
}

/* Counted ones first; of the same number, by name. */
static int by_count(const void *a, const void *b)
{
    const web_name *x = a, *y = b;
    if (x->counted != y->counted)
        return y->counted - x->counted;
    if (x->count != y->count)
        return (x->count < y->count) - (x->count > y->count);
    return strcmp(x->text, y->text);
}

void web_names_find(web_desk *desk, const char *query, unsigned fields, const char *words,
                    uint64_t until_us, web_names *ret)
{
    seeker s = {desk, query, fields, words, until_us, ret, {0}};
    uint64_t now_us = web_now_us();
    uint64_t look_until_us = now_us < until_us ? now_us + (until_us - now_us) / 2 : now_us;
    ret->count = 0;
    int none = 0;
    for (int round = 0; none < YEARS && web_now_us() < look_until_us; round++)
        none = look(&s, round % YEARS, "*") ? 0 : ret->count ? none + 1 : YEARS;
    if (!ret->count)
        look(&s, 0, ""); /* scripts without spaces have no wildcards */
    qsort(ret->names, ret->count, sizeof *ret->names, by_seen);
    for (size_t i = 0; i < ret->count; i++)
        count(&s, &ret->names[i]);
    qsort(ret->names, ret->count, sizeof *ret->names, by_count);
    web_text_free(&s.filter);
}
