#include "search/query/expand.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/shard.h"
#include "archive/text.h"
#include "archive/tokenizer.h"
#include "search/query/forms.h"
#include "search/query/memo.h"

/* ---- Stems -------------------------------------------------------------------------------- */

/* Which terms are wanted: those with one of these stems. */
typedef struct stem_filter {
    const mg_expander *expander;
    xap_string *stems; /* of the word, one for each stemmer */
    xap_string scratch;
    morgue_text word; /* is taken anyway, so it need not be found */
} stem_filter;

/* More than one letter, and only letters: in UTF-8, bytes from 0x80 on are taken as such. */
static bool has_stem(morgue_text word)
{
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.data[i];
        if ((c < 'a' || c > 'z') && c < 0x80)
            return false;
    }
    return word.len > 1;
}

static mg_walk_deed look_at_stem(void *user, morgue_text term, size_t *ret_skip, morgue_error *err)
{
    stem_filter *f = user;
    (void)ret_skip;
    if (mg_text_is(term, f->word) || !has_stem(term))
        return MG_WALK_PASS;
    for (size_t i = 0; i < f->expander->n_stems; i++) {
        xap_error cause;
        if (xap_stem_word(f->expander->stems[i], term.data, term.len, &f->scratch, &cause) !=
            XAP_OK) {
            mg_fail_xap(err, &cause);
            return MG_WALK_FAIL;
        }
        if (f->scratch.len == f->stems[i].len &&
            memcmp(f->scratch.data, f->stems[i].data, f->scratch.len) == 0)
            return MG_WALK_TAKE;
    }
    return MG_WALK_PASS;
}

static size_t common_prefix(morgue_text a, const char *b, size_t b_len)
{
    size_t n = 0;
    while (n < a.len && n < b_len && a.data[n] == b[n])
        n++;
    return n;
}

/* How much of what word and stem have in common all forms begin with: they part from each other up
 * to two letters before its end (make, making; country, countries; publique, publication). Measured
 * on the 135,000 words of 20,000 English articles with nine stemmers: no form is lost but those of
 * die, lie and tie. Longer beginnings mean fewer terms to look at. */
static size_t forms_start(size_t common)
{
    return common > 4 ? common - 2 : common > 2 ? common - 1 : common;
}

/* English: dying, lying, tying have the stems die, lie, tie. */
static bool is_irregular(const xap_string *stem)
{
    return stem->len == 3 && memcmp(stem->data + 1, "ie", 2) == 0;
}

/* Stems the word in all languages; *ret is the beginning that its forms have, and *ret_irregular
 * says that there may be others. */
static morgue_status stem_word(const mg_expander *e, morgue_text word, xap_string *stems,
                               morgue_text *ret, bool *ret_irregular, morgue_error *err)
{
    *ret = word;
    *ret_irregular = false;
    for (size_t i = 0; i < e->n_stems; i++) {
        xap_error cause;
        if (xap_stem_word(e->stems[i], word.data, word.len, &stems[i], &cause) != XAP_OK)
            return mg_fail_xap(err, &cause);
        bool irregular = is_irregular(&stems[i]) && word.len > 2;
        size_t start =
            irregular ? 2 : forms_start(common_prefix(word, stems[i].data, stems[i].len));
        ret->len = start < ret->len ? start : ret->len;
        *ret_irregular = *ret_irregular || irregular;
    }
    return MORGUE_OK;
}

static morgue_status collect_stemmed(mg_expander *e, const char *prefix, stem_filter *f,
                                     size_t column, mg_found_forms *found, morgue_error *err)
{
    const mg_form_filter filter = {f, look_at_stem, MG_LOOK_MAX, SIZE_MAX};
    morgue_text start;
    bool irregular;
    morgue_status status = stem_word(e, f->word, f->stems, &start, &irregular, err);
    if (status == MORGUE_OK && start.len)
        status = mg_forms_collect(e, prefix, start, true, &filter, column, found, err);
    if (status == MORGUE_OK && irregular && start.len == 2) {
        char other[2] = {f->word.data[0], f->word.data[1] == 'y' ? 'i' : 'y'};
        status =
            mg_forms_collect(e, prefix, (morgue_text){other, 2}, true, &filter, column, found, err);
    }
    return status;
}

/* The forms, and the word itself, which counts as the most frequent so that it is kept. */
static morgue_status find_stemmed(mg_expander *e, const char *prefix, morgue_text word,
                                  size_t column, mg_forms *ret, morgue_error *err)
{
    mg_found_forms found = {0};
    stem_filter f = {.expander = e, .word = word};
    f.stems = calloc(e->n_stems, sizeof *f.stems);
    morgue_status status =
        f.stems ? collect_stemmed(e, prefix, &f, column, &found, err) : mg_fail_memory(err);
    if (status == MORGUE_OK && (!mg_forms_add(e, &found, word, UINT64_MAX / 2) ||
                                !mg_forms_finish(e, &found, MG_FORMS_MAX, ret)))
        status = mg_fail_memory(err);
    for (size_t i = 0; f.stems && i < e->n_stems; i++)
        xap_string_free(&f.stems[i]);
    xap_string_free(&f.scratch);
    free(f.stems);
    free(found.items);
    return status;
}

morgue_status mg_expand_word(mg_expander *e, const char *prefix, morgue_text word, size_t column,
                             mg_forms *ret, morgue_error *err)
{
    if (!e->n_stems || !has_stem(word)) {
        mg_found_forms found = {0};
        bool done = mg_forms_add(e, &found, word, 0) && mg_forms_finish(e, &found, 1, ret);
        free(found.items);
        return done ? MORGUE_OK : mg_fail_memory(err);
    }
    if (e->memo && mg_memo_recall(e->memo, MG_MEMO_STEM, prefix, word, e->arena, ret))
        return MORGUE_OK;
    morgue_status status = find_stemmed(e, prefix, word, column, ret, err);
    if (status == MORGUE_OK && e->memo && !e->late)
        mg_memo_keep(e->memo, MG_MEMO_STEM, prefix, word, ret);
    return status;
}

/* ---- Beginnings --------------------------------------------------------------------------- */

/* All terms that begin so. */
static morgue_status expand_start(mg_expander *e, const char *prefix, morgue_text start, bool words,
                                  size_t take_max, size_t keep_max, size_t column, mg_forms *ret,
                                  morgue_error *err)
{
    const mg_form_filter filter = {.look_max = SIZE_MAX, .take_max = take_max};
    mg_found_forms found = {0};
    morgue_status status = mg_forms_collect(e, prefix, start, words, &filter, column, &found, err);
    if (status == MORGUE_OK && !mg_forms_finish(e, &found, keep_max, ret))
        status = mg_fail_memory(err);
    free(found.items);
    return status;
}

morgue_status mg_expand_gram(mg_expander *e, const char *prefix, morgue_text gram, size_t column,
                             mg_forms *ret, morgue_error *err)
{
    return expand_start(e, prefix, gram, true, SIZE_MAX, MG_GRAMS_MAX, column, ret, err);
}

morgue_status mg_expand_start(mg_expander *e, const char *prefix, morgue_text start, size_t column,
                              mg_forms *ret, morgue_error *err)
{
    return expand_start(e, prefix, start, false, MG_WILD_MAX, MG_WILD_MAX, column, ret, err);
}
