/* Terms that are like what was asked for: wildcards and spelling variants. */
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/tokenizer.h"
#include "archive/utf8.h"
#include "search/query/expand.h"
#include "search/query/forms.h"
#include "search/query/memo.h"
#include "search/query/tree.h"

enum { WILD_LEN = sizeof MG_WILD_ANY - 1 };

/* ---- Wildcards ---------------------------------------------------------------------------- */

static bool is_any(const char *at, const char *end)
{
    return end - at >= WILD_LEN && memcmp(at, MG_WILD_ANY, WILD_LEN) == 0;
}

static bool is_one(const char *at, const char *end)
{
    return end - at >= WILD_LEN && memcmp(at, MG_WILD_ONE, WILD_LEN) == 0;
}

bool mg_is_pattern(morgue_text word)
{
    for (const char *at = word.data, *end = at + word.len; at < end; at++)
        if (is_any(at, end) || is_one(at, end))
            return true;
    return false;
}

static size_t character_length(const char *at, const char *end)
{
    size_t len = 1;
    while (at + len < end && ((unsigned char)at[len] & 0xC0) == 0x80)
        len++;
    return len;
}

/* Greedy, with one place to come back to: the last run of any characters (as in Krauss, "Matching
 * wildcards", 2008). */
bool mg_pattern_matches(morgue_text pattern, morgue_text word)
{
    const char *p = pattern.data, *p_end = p + pattern.len;
    const char *w = word.data, *w_end = w + word.len;
    const char *p_back = NULL, *w_back = NULL;
    for (;;) {
        if (is_any(p, p_end)) {
            p_back = p += WILD_LEN;
            w_back = w;
        } else if (w < w_end && *w != ' ' && is_one(p, p_end)) {
            p += WILD_LEN;
            w += character_length(w, w_end);
        } else if (p < p_end && w < w_end && *p == *w) {
            p++;
            w++;
        } else if (p == p_end && w == w_end) {
            return true;
        } else if (p_back && w_back < w_end && *w_back != ' ') { /* whole values have spaces */
            w_back += character_length(w_back, w_end);
            p = p_back;
            w = w_back;
        } else {
            return false;
        }
    }
}

static mg_walk_deed look_at_pattern(void *user, morgue_text term, size_t *ret_skip,
                                    morgue_error *err)
{
    const morgue_text *pattern = user;
    (void)ret_skip;
    (void)err;
    return mg_pattern_matches(*pattern, term) ? MG_WALK_TAKE : MG_WALK_PASS;
}

/* What all words that the pattern stands for begin with. */
static morgue_text pattern_start(morgue_text pattern)
{
    const char *at = pattern.data, *end = at + pattern.len;
    while (at < end && !is_any(at, end) && !is_one(at, end))
        at++;
    return (morgue_text){pattern.data, (size_t)(at - pattern.data)};
}

morgue_status mg_expand_pattern(mg_expander *e, const char *prefix, morgue_text pattern,
                                size_t column, mg_forms *ret, morgue_error *err)
{
    const mg_form_filter filter = {&pattern, look_at_pattern, SIZE_MAX, MG_WILD_MAX};
    mg_found_forms found = {0};
    if (e->memo && mg_memo_recall(e->memo, MG_MEMO_WILD, prefix, pattern, e->arena, ret))
        return MORGUE_OK;
    morgue_status status =
        mg_forms_collect(e, prefix, pattern_start(pattern), true, &filter, column, &found, err);
    if (status == MORGUE_OK && !mg_forms_finish(e, &found, MG_WILD_MAX, ret))
        status = mg_fail_memory(err);
    if (status == MORGUE_OK && e->memo && !e->late)
        mg_memo_keep(e->memo, MG_MEMO_WILD, prefix, pattern, ret);
    free(found.items);
    return status;
}

/* ---- Spelling ----------------------------------------------------------------------------- */

enum { WORD_MAX = 64 /* characters; longer words have no variants */ };

/* The table of edit distances between the word and a term, a row a character of the term (optimal
 * string alignment: Damerau's edits, none of them within another). Rows of what a term has in
 * common with the one before it stay; where a whole row is too far, so is every term that begins
 * so. */
typedef struct speller {
    uint32_t word[WORD_MAX];
    size_t n;
    unsigned most; /* edits */
    uint32_t term[WORD_MAX];
    size_t ends[WORD_MAX + 1]; /* bytes of the term up to its character i */
    size_t known;              /* characters of the term whose rows are worked out */
    char bytes[MG_TERM_MAX + MG_EXACT_MAX];
    size_t n_bytes;
    uint8_t rows[WORD_MAX + 1][WORD_MAX + 1];
} speller;

static size_t decode(morgue_text text, uint32_t *ret, size_t *ends)
{
    size_t n = 0;
    const char *at = text.data, *end = at + text.len;
    for (unsigned width; at < end; at += width) {
        if (n == WORD_MAX)
            return WORD_MAX + 1;
        ret[n++] = mg_utf8_get(at, end, &width);
        if (ends)
            ends[n] = (size_t)(at - text.data) + width;
    }
    return n;
}

static bool speller_init(speller *s, morgue_text word)
{
    memset(s, 0, sizeof *s);
    s->n = decode(word, s->word, NULL);
    s->most = s->n < 6 ? 1 : 2;
    for (size_t j = 0; j <= s->n && s->n <= WORD_MAX; j++)
        s->rows[0][j] = (uint8_t)j;
    return s->n <= WORD_MAX;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Works out the row of character i (from 0) of the term; returns the least of it. */
static unsigned work_out_row(speller *s, size_t i)
{
    uint8_t *above = s->rows[i], *row = s->rows[i + 1];
    unsigned best = row[0] = (uint8_t)(i + 1);
    for (size_t j = 1; j <= s->n; j++) {
        unsigned d = least(above[j] + 1u, row[j - 1] + 1u);
        d = least(d, above[j - 1] + (s->term[i] != s->word[j - 1]));
        if (i && j > 1 && s->term[i] == s->word[j - 2] && s->term[i - 1] == s->word[j - 1])
            d = least(d, s->rows[i - 1][j - 2] + 1u);
        row[j] = (uint8_t)d;
        best = least(best, d);
    }
    return best;
}

/* How many characters of the term's rows still hold. */
static size_t keep_rows(speller *s, morgue_text term)
{
    size_t same = 0, kept = 0;
    while (same < term.len && same < s->n_bytes && term.data[same] == s->bytes[same])
        same++;
    while (kept < s->known && s->ends[kept + 1] <= same)
        kept++;
    return kept;
}

static mg_walk_deed look_at_spelling(void *user, morgue_text term, size_t *ret_skip,
                                     morgue_error *err)
{
    speller *s = user;
    (void)err;
    size_t kept = keep_rows(s, term);
    size_t n = decode(term, s->term, s->ends);
    n = n > WORD_MAX ? WORD_MAX : n;
    memcpy(s->bytes, term.data, term.len);
    s->n_bytes = term.len;
    for (size_t i = kept; i < n; i++) {
        unsigned best = work_out_row(s, i);
        s->known = i + 1;
        if (best > s->most) {
            *ret_skip = s->ends[i + 1];
            return MG_WALK_SKIP;
        }
    }
    s->known = n;
    return s->rows[n][s->n] <= s->most ? MG_WALK_TAKE : MG_WALK_PASS;
}

morgue_status mg_expand_fuzzy(mg_expander *e, const char *prefix, morgue_text word, size_t column,
                              mg_forms *ret, morgue_error *err)
{
    mg_found_forms found = {0};
    if (e->memo && mg_memo_recall(e->memo, MG_MEMO_FUZZY, prefix, word, e->arena, ret))
        return MORGUE_OK;
    speller *s = malloc(sizeof *s);
    if (!s)
        return mg_fail_memory(err);
    const mg_form_filter filter = {s, look_at_spelling, SIZE_MAX, SIZE_MAX};
    morgue_status status = MORGUE_OK;
    if (speller_init(s, word))
        status =
            mg_forms_collect(e, prefix, (morgue_text){"", 0}, true, &filter, column, &found, err);
    if (status == MORGUE_OK && (!mg_forms_add(e, &found, word, UINT64_MAX / 2) ||
                                !mg_forms_finish(e, &found, MG_VARIANTS_MAX, ret)))
        status = mg_fail_memory(err);
    if (status == MORGUE_OK && e->memo && !e->late)
        mg_memo_keep(e->memo, MG_MEMO_FUZZY, prefix, word, ret);
    free(found.items);
    free(s);
    return status;
}
