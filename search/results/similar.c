/* Words are chosen by tf-idf: what stands often in the article and seldom in the archive. The forms
 * of a word are one. */
#include "search/results/similar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "archive/arena.h"
#include "archive/error.h"
#include "archive/field.h"
#include "archive/grow.h"
#include "archive/place.h"
#include "archive/registry/blocklist.h"
#include "archive/text.h"
#include "archive/tokenizer.h"
#include "archive/utf8.h"
#include "search/results/desk.h"

enum {
    WORDS_MAX = 30,      /* signs that are words */
    NAMES_MAX = 4,       /* signs that are tags of one field */
    TAGS_MAX = 64,       /* tags of one field that are looked at */
    LOOK_MAX = 400,      /* different words whose frequency is asked for */
    COMMON_PARTS = 4,    /* a word in more than one of so many articles says nothing */
    NUMBER_PARTS = 1000, /* likewise of a number */
    FEW_ARTICLES = 12    /* so many are not many in any archive */
};

static const double title_boost = 2, name_boost = 1.5, tf_half = 2;

/* A word of the article. */
typedef struct word {
    morgue_text term;
    morgue_text stem;
    uint32_t count;
    bool in_title;
    uint64_t frequency; /* articles that have it */
    double value;
} word;

typedef struct study {
    morgue_archive *archive;
    const mg_desk *desk;
    mg_arena arena;
    word *words;
    size_t n;
    size_t cap;
    uint64_t articles;
    uint32_t docid;
    size_t shard;
    mg_sign signs[WORDS_MAX + 3 * NAMES_MAX];
    size_t n_signs;
    bool fits; /* memory has sufficed */
} study;

/* ---- The article -------------------------------------------------------------------------- */

static morgue_status find_article(study *s, const char *id, morgue_error *err)
{
    char term[MG_EXACT_MAX];
    size_t len = mg_exact_term(MORGUE_ID, id, strlen(id), term);
    mg_place place;
    morgue_status status = mg_place_of_id(s->archive, term, len, &place, err);
    if (status != MORGUE_OK)
        return status;
    s->docid = place.docid;
    s->shard = place.shard;
    if (s->docid)
        return MORGUE_OK;
    return mg_archive_fail_id(s->archive, id, strlen(id), err);
}

static bool is_number(morgue_text term)
{
    for (size_t i = 0; i < term.len; i++)
        if (!strchr("0123456789.,:", term.data[i]))
            return false;
    return true;
}

/* More than one character, and no term of a field. */
static bool is_word(morgue_text term)
{
    unsigned width;
    if (!term.len || term.len > MG_TERM_MAX || (term.data[0] >= 'A' && term.data[0] <= 'Z'))
        return false;
    mg_utf8_get(term.data, term.data + term.len, &width);
    return width < term.len;
}

static bool take_word(void *user, morgue_text term, uint32_t count)
{
    study *s = user;
    if (!is_word(term))
        return true;
    char *copy =
        MG_GROW(s->words, s->cap, s->n + 1) ? mg_arena_copy(&s->arena, term.data, term.len) : NULL;
    s->fits = copy != NULL;
    if (copy)
        s->words[s->n++] = (word){.term = {copy, term.len}, .count = count};
    return s->fits;
}

static int by_term(const void *a, const void *b)
{
    return mg_text_compare(((const word *)a)->term, ((const word *)b)->term);
}

static bool take_title(void *user, morgue_text term, uint32_t count)
{
    study *s = user;
    (void)count;
    if (term.len < 2 || (term.data[1] >= 'A' && term.data[1] <= 'Z'))
        return true;
    const word wanted = {.term = {term.data + 1, term.len - 1}};
    word *found = s->n ? bsearch(&wanted, s->words, s->n, sizeof wanted, by_term) : NULL;
    if (found)
        found->in_title = true;
    return true;
}

/* The terms of a document come by their bytes, so that the words are in order. */
static morgue_status read_words(study *s, morgue_error *err)
{
    mg_index *index = s->archive->indexes[s->shard];
    s->fits = true;
    morgue_status status = mg_index_document_terms(index, s->docid, "", take_word, s, err);
    if (status == MORGUE_OK && !s->fits)
        status = mg_fail_memory(err);
    if (status == MORGUE_OK)
        status = mg_index_document_terms(index, s->docid, mg_field_at(MORGUE_TITLE)->words,
                                         take_title, s, err);
    return status;
}

/* ---- Forms -------------------------------------------------------------------------------- */

/* The stem is that of the first language: good enough to tell that two words are one. */
static void stem_words(study *s)
{
    xap_string stem = {0};
    xap_error cause;
    for (size_t i = 0; i < s->n; i++) {
        word *w = &s->words[i];
        char *copy = NULL;
        w->stem = w->term;
        if (s->archive->n_stems &&
            xap_stem_word(s->archive->stems[0], w->term.data, w->term.len, &stem, &cause) == XAP_OK)
            copy = mg_arena_copy(&s->arena, stem.data, stem.len);
        if (copy)
            w->stem = (morgue_text){copy, stem.len};
    }
    xap_string_free(&stem);
}

static int by_stem(const void *a, const void *b)
{
    const word *x = a, *y = b;
    int order = mg_text_compare(x->stem, y->stem);
    if (order)
        return order;
    return x->count != y->count ? (x->count < y->count ? 1 : -1) : by_term(a, b);
}

/* Makes one of the words of a stem: the one that stands most often. */
static void merge_forms(study *s)
{
    size_t kept = 0;
    if (s->n)
        qsort(s->words, s->n, sizeof *s->words, by_stem);
    for (size_t i = 0; i < s->n; i++) {
        word *last = kept ? &s->words[kept - 1] : NULL, *w = &s->words[i];
        if (!last || !mg_text_is(last->stem, w->stem)) {
            s->words[kept++] = *w;
            continue;
        }
        last->count += w->count;
        last->in_title = last->in_title || w->in_title;
    }
    s->n = kept;
}

/* ---- Choosing ----------------------------------------------------------------------------- */

static morgue_status count_articles(study *s, const char *term, size_t len, uint64_t *ret,
                                    morgue_error *err)
{
    *ret = 0;
    for (size_t i = 0; i < s->archive->manifest.count; i++) {
        uint32_t here = 0;
        morgue_status status = mg_index_frequency(s->archive->indexes[i], term, len, &here, err);
        if (status != MORGUE_OK)
            return status;
        *ret += here;
    }
    return MORGUE_OK;
}

static double saturated(const word *w)
{
    return w->count / (w->count + tf_half) * (w->in_title ? title_boost : 1);
}

/* Only what other articles have too is of use. */
static double value_of(const study *s, const word *w)
{
    uint64_t most = s->articles / (is_number(w->term) ? NUMBER_PARTS : COMMON_PARTS);
    most = most < FEW_ARTICLES ? FEW_ARTICLES : most;
    if (w->frequency < 2 || w->frequency > most)
        return 0;
    return saturated(w) * log((double)(s->articles + 1) / (double)w->frequency);
}

/* What is looked at first, where there are very many: often in the article, and long. */
static int by_promise(const void *a, const void *b)
{
    const word *x = a, *y = b;
    if (x->in_title != y->in_title)
        return x->in_title ? -1 : 1;
    size_t p = x->count * x->term.len, q = y->count * y->term.len;
    return p != q ? (p < q ? 1 : -1) : by_term(a, b);
}

static int by_value(const void *a, const void *b)
{
    const word *x = a, *y = b;
    if (x->value != y->value)
        return x->value < y->value ? 1 : -1;
    return by_term(a, b);
}

static morgue_status choose_words(study *s, morgue_error *err)
{
    if (s->n)
        qsort(s->words, s->n, sizeof *s->words, by_promise);
    s->n = s->n < LOOK_MAX ? s->n : LOOK_MAX;
    for (size_t i = 0; i < s->n; i++)
        mg_archive_expect(s->archive, MG_AHEAD_FREQUENCY, s->words[i].term.data,
                          s->words[i].term.len);
    for (size_t i = 0; i < s->n; i++) {
        word *w = &s->words[i];
        morgue_status status = count_articles(s, w->term.data, w->term.len, &w->frequency, err);
        if (status != MORGUE_OK)
            return status;
        w->value = value_of(s, w);
    }
    if (s->n)
        qsort(s->words, s->n, sizeof *s->words, by_value);
    for (size_t i = 0; i < s->n && i < WORDS_MAX && s->words[i].value > 0; i++)
        s->signs[s->n_signs++] = (mg_sign){.field = MORGUE_TEXT,
                                           .words = {s->words[i].term},
                                           .n_words = 1,
                                           .boost = saturated(&s->words[i])};
    return MORGUE_OK;
}

/* ---- Names -------------------------------------------------------------------------------- */

/* A tag, and how many articles have it. */
typedef struct tag {
    morgue_text value; /* folded */
    uint64_t frequency;
} tag;

/* Tags of one field. */
typedef struct naming {
    study *study;
    morgue_field_id field;
    const char *prefix;
    tag tags[TAGS_MAX];
    size_t n;
    morgue_status status;
    morgue_error *err;
} naming;

static bool take_name(void *user, morgue_text term, uint32_t count)
{
    naming *n = user;
    study *s = n->study;
    size_t prefix = strlen(n->prefix);
    tag t = {.value = {term.data + prefix, term.len - prefix}};
    (void)count;
    if (n->n == TAGS_MAX)
        return false;
    if (s->desk && mg_blocklist_has(s->desk->blocklist, n->field, t.value))
        return true;
    n->status = count_articles(s, term.data, term.len, &t.frequency, n->err);
    if (n->status != MORGUE_OK)
        return false;
    if (t.frequency < 2 || t.frequency > s->articles / COMMON_PARTS + FEW_ARTICLES)
        return true;
    t.value.data = mg_arena_copy(&s->arena, t.value.data, t.value.len);
    n->tags[n->n++] = t;
    s->fits = t.value.data != NULL;
    return s->fits;
}

static int by_rarity(const void *a, const void *b)
{
    const tag *x = a, *y = b;
    if (x->frequency != y->frequency)
        return x->frequency < y->frequency ? -1 : 1;
    return mg_text_compare(x->value, y->value);
}

/* The words of a tag. */
static void split(morgue_text value, mg_sign *ret)
{
    const char *at = value.data, *end = at + value.len;
    while (at < end && ret->n_words < MG_SIGN_WORDS_MAX) {
        const char *stop = memchr(at, ' ', (size_t)(end - at));
        stop = stop ? stop : end;
        ret->words[ret->n_words++] = (morgue_text){at, (size_t)(stop - at)};
        at = stop + 1;
    }
}

static morgue_status choose_names(study *s, morgue_field_id field, morgue_error *err)
{
    naming n = {.study = s, .field = field, .prefix = mg_field_at(field)->exact, .err = err};
    morgue_status status = mg_index_document_terms(s->archive->indexes[s->shard], s->docid,
                                                   n.prefix, take_name, &n, err);
    if (status == MORGUE_OK && n.status == MORGUE_OK && !s->fits)
        status = mg_fail_memory(err);
    if (status != MORGUE_OK || n.status != MORGUE_OK)
        return status == MORGUE_OK ? n.status : status;
    qsort(n.tags, n.n, sizeof *n.tags, by_rarity);
    for (size_t i = 0; i < n.n && i < NAMES_MAX; i++) {
        mg_sign *sign = &s->signs[s->n_signs++];
        *sign = (mg_sign){.field = field, .boost = name_boost};
        split(n.tags[i].value, sign);
    }
    return MORGUE_OK;
}

/* ---- The whole ---------------------------------------------------------------------------- */

morgue_status mg_similar_plan(morgue_archive *archive, const char *id, const char *query,
                              const char *filter, mg_deadline deadline, mg_plan **ret,
                              morgue_error *err)
{
    study s = {.archive = archive, .desk = mg_desk_of(archive)};
    mg_plan_setting setting = mg_desk_setting(archive, s.desk);
    setting.filter = filter;
    setting.deadline = deadline;
    for (size_t i = 0; i < archive->manifest.count; i++)
        s.articles += mg_index_articles(archive->indexes[i]);
    morgue_status status = find_article(&s, id, err);
    if (status == MORGUE_OK)
        status = read_words(&s, err);
    if (status == MORGUE_OK) {
        stem_words(&s);
        merge_forms(&s);
        status = choose_words(&s, err);
    }
    static const morgue_field_id fields[] = {MORGUE_PERSON, MORGUE_ORG, MORGUE_LOCATION};
    for (size_t i = 0; status == MORGUE_OK && i < 3; i++)
        status = choose_names(&s, fields[i], err);
    if (status == MORGUE_OK)
        status = mg_plan_like(s.signs, s.n_signs, (morgue_text){id, strlen(id)}, query, &setting,
                              ret, err);
    mg_arena_free(&s.arena);
    free(s.words);
    return status;
}
