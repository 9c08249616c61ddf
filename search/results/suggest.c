#include "search/results/suggest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/text.h"
#include "archive/tokenizer.h"
#include "archive/utf8.h"
#include "search/query/expand.h"
#include "search/query/parser.h"
#include "search/results/desk.h"
#include "search/results/judge.h"

enum {
    EDITS_MAX = 20,   /* words that are replaced */
    LOOKED_MAX = 40,  /* words that are looked up: that takes some time */
    LETTERS_MAX = 32, /* of a word that is looked up */
    LETTERS_MIN = 3,
    RARER = 50 /* times that a word must be rarer than another to pass for misspelled */
};

/* A word of the query and what it becomes. */
typedef struct edit {
    size_t start; /* bytes [start, end) of the query */
    size_t end;
    morgue_text with;
} edit;

typedef struct suggester {
    morgue_archive *archive;
    const mg_desk *desk;
    const char *query;
    const char *filter;
    mg_expander expander;
    edit edits[EDITS_MAX];
    size_t n;
    size_t n_looked; /* words */
    uint64_t articles;
    morgue_error *err;
} suggester;

/* ---- How words are spelled ---------------------------------------------------------------- */

static size_t decode(morgue_text text, uint32_t ret[LETTERS_MAX])
{
    size_t n = 0;
    const char *at = text.data, *end = at + text.len;
    for (unsigned width; at < end; at += width) {
        if (n == LETTERS_MAX)
            return LETTERS_MAX + 1;
        ret[n++] = mg_utf8_get(at, end, &width);
    }
    return n;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Edits between two words (optimal string alignment); great where one is too long. */
static unsigned distance(morgue_text a, morgue_text b)
{
    uint32_t x[LETTERS_MAX], y[LETTERS_MAX];
    unsigned rows[LETTERS_MAX + 1][LETTERS_MAX + 1];
    size_t n = decode(a, x), m = decode(b, y);
    if (n > LETTERS_MAX || m > LETTERS_MAX)
        return LETTERS_MAX;
    for (size_t i = 0; i <= n; i++)
        for (size_t j = 0; j <= m; j++) {
            if (!i || !j) {
                rows[i][j] = (unsigned)(i + j);
                continue;
            }
            unsigned d = least(rows[i - 1][j], rows[i][j - 1]) + 1;
            d = least(d, rows[i - 1][j - 1] + (x[i - 1] != y[j - 1]));
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                d = least(d, rows[i - 2][j - 2] + 1);
            rows[i][j] = d;
        }
    return rows[n][m];
}

/* Letters only, and enough of them. */
static bool can_be_misspelled(const mg_token *token)
{
    for (size_t i = 0; i < token->len; i++)
        if (token->term[i] >= '0' && token->term[i] <= '9')
            return false;
    uint32_t letters[LETTERS_MAX];
    size_t n = decode((morgue_text){token->term, token->len}, letters);
    return token->kind == MG_WORD && n >= LETTERS_MIN && n <= LETTERS_MAX;
}

/* ---- How often they stand ----------------------------------------------------------------- */

static morgue_status add_frequency(suggester *s, const char *prefix, morgue_text word,
                                   uint64_t *sum)
{
    char term[MG_TERM_MAX + MG_EXACT_MAX];
    size_t len = strlen(prefix);
    if (len + word.len > sizeof term)
        return MORGUE_OK;
    memcpy(term, prefix, len);
    memcpy(term + len, word.data, word.len);
    for (size_t i = 0; i < s->expander.n_indexes; i++) {
        mg_list *list = NULL;
        morgue_status status =
            mg_list_open(s->expander.indexes[i], term, len + word.len, &list, s->err);
        if (status != MORGUE_OK)
            return status;
        *sum += list ? mg_list_frequency(list) : 0;
        mg_list_free(list);
    }
    return MORGUE_OK;
}

/* The articles with the word in any of its forms, about. */
static morgue_status frequency_of(suggester *s, const mg_field *field, morgue_text word,
                                  mg_forms *ret_forms, uint64_t *ret)
{
    morgue_status status = MORGUE_OK;
    *ret = 0;
    *ret_forms = (mg_forms){NULL, 0};
    if (field->kind == FIELD_WORDS)
        status = mg_expand_word(&s->expander, field->words, word, 0, ret_forms, s->err);
    else
        status = add_frequency(s, field->words, word, ret);
    for (size_t i = 0; status == MORGUE_OK && i < ret_forms->n; i++)
        status = add_frequency(s, field->words, ret_forms->terms[i], ret);
    return status;
}

static morgue_status is_in_names(suggester *s, morgue_text word, bool *ret)
{
    static const morgue_field_id fields[] = {MORGUE_PERSON, MORGUE_ORG, MORGUE_LOCATION};
    uint64_t sum = 0;
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && !sum && i < 3; i++)
        status = add_frequency(s, mg_field_at(fields[i])->words, word, &sum);
    *ret = sum > 0;
    return status;
}

/* ---- What may be meant -------------------------------------------------------------------- */

/* The best so far. */
typedef struct guess {
    morgue_text word;
    double value;
} guess;

static bool has_form(const mg_forms *forms, morgue_text word)
{
    for (size_t i = 0; i < forms->n; i++)
        if (mg_text_is(forms->terms[i], word))
            return true;
    return false;
}

/* A name, or the same first letter, counts as much as being 16 times as frequent; one more edit
 * outweighs 64 times. */
static double value_of(unsigned edits, bool name, bool same_start, uint64_t frequency)
{
    return log2((double)frequency) + (name ? 4 : 0) + (same_start ? 4 : 0) - 6.0 * edits;
}

/* Is a term better than the guess? `known` is how often the word itself is met. */
static morgue_status weigh(suggester *s, const mg_field *field, morgue_text word, uint64_t known,
                           morgue_text term, guess *best)
{
    uint64_t frequency = 0;
    bool name = false;
    unsigned edits = distance(word, term);
    if (!edits || edits > (known ? 1 : 2))
        return MORGUE_OK;
    morgue_status status = add_frequency(s, field->words, term, &frequency);
    if (status != MORGUE_OK || !frequency || frequency < RARER * known)
        return status;
    status = is_in_names(s, term, &name);
    double value = value_of(edits, name, *word.data == *term.data, frequency);
    if (status == MORGUE_OK && (!best->word.data || value > best->value))
        *best = (guess){term, value};
    return status;
}

static morgue_status guess_in(suggester *s, const mg_field *field, morgue_text word, guess *best)
{
    mg_forms forms, likely;
    uint64_t known;
    morgue_status status = frequency_of(s, field, word, &forms, &known);
    if (status != MORGUE_OK || known > s->articles / RARER || s->n_looked++ >= LOOKED_MAX)
        return status; /* no other word is so much more frequent */
    status = mg_expand_fuzzy(&s->expander, field->words, word, 0, &likely, s->err);
    for (size_t i = 0; status == MORGUE_OK && i < likely.n; i++)
        if (!has_form(&forms, likely.terms[i]))
            status = weigh(s, field, word, known, likely.terms[i], best);
    return status;
}

/* A word of several fields is misspelled only where none of them has it. */
static morgue_status guess_word(suggester *s, morgue_field_id id, morgue_text word, guess *best)
{
    const mg_field *field = mg_field_at(id);
    morgue_status status;
    if (field->kind == FIELD_UNION) {
        uint64_t known = 0;
        status = add_frequency(s, mg_field_at(MORGUE_PERSON)->words, word, &known);
        if (status == MORGUE_OK)
            status = add_frequency(s, mg_field_at(MORGUE_ORG)->words, word, &known);
        if (status == MORGUE_OK && !known)
            status = guess_in(s, mg_field_at(MORGUE_PERSON), word, best);
        return status == MORGUE_OK && !known ? guess_in(s, mg_field_at(MORGUE_ORG), word, best)
                                             : status;
    }
    return guess_in(s, field, word, best);
}

/* ---- The query ---------------------------------------------------------------------------- */

/* Where the node's text stands in the query; SIZE_MAX where it stands otherwise there. */
static size_t place_of(const suggester *s, const mg_node *node)
{
    const char *at = s->query, *end = at + strlen(at);
    unsigned width;
    for (size_t column = 0; at < end && column < node->column; column++, at += width)
        mg_utf8_get(at, end, &width);
    if ((size_t)(end - at) < node->text.len || memcmp(at, node->text.data, node->text.len) != 0)
        return SIZE_MAX;
    return (size_t)(at - s->query);
}

/* As the word was typed: with a capital, or not. */
static morgue_status spell(suggester *s, const mg_node *node, const mg_token *token, size_t place,
                           morgue_text with)
{
    char *copy = mg_arena_copy(s->expander.arena, with.data, with.len);
    char first = node->text.data[token->start];
    if (!copy)
        return mg_fail_memory(s->err);
    if (first >= 'A' && first <= 'Z' && *copy >= 'a' && *copy <= 'z')
        *copy = (char)(*copy - 'a' + 'A');
    s->edits[s->n++] = (edit){place + token->start, place + token->end, {copy, with.len}};
    return MORGUE_OK;
}

static bool is_alias(const suggester *s, morgue_text text)
{
    char folded[MG_VALUE_MAX];
    size_t at = 0;
    morgue_text name = {folded, mg_fold_value(text.data, text.len, folded)};
    return s->desk && mg_aliases_find(s->desk->aliases, name, &at);
}

/* Looks at the words of a plain word of the query. */
static morgue_status look_at_word(suggester *s, const mg_node *node)
{
    mg_field_kind kind = mg_field_at(node->field)->kind;
    mg_tokenizer tokenizer;
    mg_token token;
    size_t place = place_of(s, node);
    morgue_status status = MORGUE_OK;
    if (node->wild || node->cased || place == SIZE_MAX || is_alias(s, node->text) ||
        (kind != FIELD_WORDS && kind != FIELD_NAMES && kind != FIELD_UNION))
        return MORGUE_OK;
    mg_tokenizer_init(&tokenizer, node->text.data, node->text.len, 0);
    while (status == MORGUE_OK && s->n < EDITS_MAX && mg_tokenizer_next(&tokenizer, &token)) {
        guess best = {0};
        if (!can_be_misspelled(&token))
            continue;
        char *word = mg_arena_copy(s->expander.arena, token.term, token.len);
        if (!word)
            return mg_fail_memory(s->err);
        status = guess_word(s, node->field, (morgue_text){word, token.len}, &best);
        if (status == MORGUE_OK && best.word.data)
            status = spell(s, node, &token, place, best.word);
    }
    return status;
}

static morgue_status look_at(suggester *s, const mg_node *node)
{
    morgue_status status = MORGUE_OK;
    if (node->kind == MG_NODE_NOT)
        return MORGUE_OK;
    if (node->kind == MG_NODE_WORD)
        return look_at_word(s, node);
    bool negated = node->kind == MG_NODE_NEAR && node->near.negated;
    for (const mg_node *child = node->child; status == MORGUE_OK && child; child = child->next) {
        status = look_at(s, child);
        if (negated)
            break;
    }
    return status;
}

static int by_start(const void *a, const void *b)
{
    const edit *x = a, *y = b;
    return (x->start > y->start) - (x->start < y->start);
}

/* The query with its edits; empty when memory is out. */
static bool write_query(suggester *s, mg_buffer *ret)
{
    size_t at = 0;
    bool fits = true;
    qsort(s->edits, s->n, sizeof *s->edits, by_start);
    for (size_t i = 0; fits && i < s->n; i++) {
        const edit *e = &s->edits[i];
        fits = mg_buffer_append(ret, s->query + at, e->start - at) &&
               mg_buffer_append(ret, e->with.data, e->with.len);
        at = e->end;
    }
    return fits && mg_buffer_append_string(ret, s->query + at);
}

/* ---- Does it find anything? --------------------------------------------------------------- */

static morgue_status count(const suggester *s, const char *query, uint64_t *ret)
{
    const mg_deadline deadline = s->expander.deadline;
    mg_plan *plan = NULL;
    mg_page page = {0};
    mg_judge judge;
    mg_plan_setting setting = mg_desk_setting(s->archive, s->desk);
    setting.filter = s->filter;
    setting.deadline = deadline;
    morgue_status status = mg_plan_make(query, MORGUE_NUL, &setting, &plan, s->err);
    mg_judge_init(&judge, s->archive, plan, deadline);
    const mg_text_judge face = mg_judge_face(&judge);
    const mg_finding how = {.exact = true, .deadline = deadline, .judge = &face};
    if (status == MORGUE_OK)
        status = mg_find(s->archive, plan, &how, &page, s->err);
    *ret = page.total;
    mg_judge_free(&judge);
    mg_page_free(&page);
    mg_plan_free(plan);
    return status;
}

/* Hands out the new query, if it finds more. */
static morgue_status propose(suggester *s, const mg_page *page, char **ret)
{
    mg_buffer text = {0};
    uint64_t total = 0;
    morgue_status status = write_query(s, &text) ? MORGUE_OK : mg_fail_memory(s->err);
    if (status == MORGUE_OK)
        status = count(s, text.data, &total);
    if (status == MORGUE_OK && total > page->total)
        *ret = text.data;
    else
        mg_buffer_free(&text);
    return status;
}

morgue_status mg_suggest(morgue_archive *archive, const char *query, const char *filter,
                         const mg_page *page, mg_deadline deadline, char **ret, morgue_error *err)
{
    mg_tree tree = {0};
    morgue_error own = {0};
    suggester s = {.archive = archive,
                   .desk = mg_desk_now(archive),
                   .query = query,
                   .filter = filter,
                   .err = &own};
    const mg_plan_setting setting = mg_desk_setting(archive, s.desk);
    if (page->total >= MG_SUGGEST_BELOW)
        return MORGUE_OK;
    morgue_status status = mg_query_parse(query, strlen(query), &tree, &own);
    s.expander = (mg_expander){.indexes = setting.indexes,
                               .n_indexes = setting.n_indexes,
                               .stems = setting.stems,
                               .n_stems = setting.n_stems,
                               .memo = setting.memo,
                               .arena = &tree.arena,
                               .deadline = deadline};
    for (size_t i = 0; i < setting.n_indexes; i++)
        s.articles += mg_index_articles(setting.indexes[i]);
    if (status == MORGUE_OK)
        status = look_at(&s, tree.root);
    if (status == MORGUE_OK && s.n && !s.expander.late)
        status = propose(&s, page, ret);
    mg_tree_free(&tree);
    if (status == MORGUE_BAD_QUERY) /* too much to look at: then there is nothing to propose */
        return MORGUE_OK;
    if (status != MORGUE_OK && err)
        *err = own;
    return status;
}
