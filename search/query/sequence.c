#include "search/query/sequence.h"

#include <string.h>

#include "archive/error.h"
#include "archive/tokenizer.h"
#include "search/query/fail.h"

/* What the tokenizer said, as far as it matters here. */
typedef struct reading {
    mg_sequence *words;
    morgue_text joined_cased;
    morgue_text joined; /* the last joined form */
    size_t n_joined;
    size_t joined_at; /* the word that is its first part */
    mg_token last;    /* the last two tokens that are words */
    mg_token before_last;
} reading;

static morgue_status copy_term(mg_arena *arena, const mg_token *token, morgue_text *ret,
                               morgue_error *err)
{
    ret->data = mg_arena_copy(arena, token->term, token->len);
    ret->len = token->len;
    return ret->data ? MORGUE_OK : mg_fail_memory(err);
}

/* `cased` is the same token with its capitals; NULL where they are not asked for. */
static morgue_status take(mg_arena *arena, const mg_token *token, const mg_token *cased, reading *r,
                          size_t column, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    if (token->kind == MG_JOINED) {
        r->n_joined++;
        r->joined_at = r->words->n - 2;
        if (cased)
            status = copy_term(arena, cased, &r->joined_cased, err);
        return status == MORGUE_OK ? copy_term(arena, token, &r->joined, err) : status;
    }
    if (r->words->n == MG_PHRASE_MAX)
        return mg_query_fail(err, column, "a phrase may have %d words", MG_PHRASE_MAX);
    r->before_last = r->last;
    r->last = *token;
    if (cased)
        status = copy_term(arena, cased, &r->words->cased[r->words->n], err);
    if (status == MORGUE_OK)
        status = copy_term(arena, token, &r->words->terms[r->words->n++], err);
    return status;
}

/* The last character of a run stands alone. In an article others may follow it, so it is left out
 * where the word before it holds it too; else it stands for all words that begin with it. */
static void end_run(reading *r)
{
    if (r->last.kind != MG_GRAM)
        return;
    bool held =
        r->words->n > 1 && r->before_last.kind == MG_GRAM && r->before_last.end == r->last.end;
    if (held)
        r->words->n--;
    else
        r->words->ends_in_gram = true;
}

/* The texts with the joined form in place of its two parts; NULL when memory is out. */
static morgue_text *join_texts(mg_arena *arena, const reading *r, const morgue_text *parts,
                               morgue_text joined)
{
    size_t n = r->words->n - 1;
    morgue_text *texts = mg_arena_array(arena, n, sizeof *texts);
    for (size_t i = 0; texts && i < n; i++)
        texts[i] = i == r->joined_at ? joined : parts[i > r->joined_at ? i + 1 : i];
    return texts;
}

static bool join(mg_arena *arena, const reading *r, mg_sequence *ret)
{
    const mg_sequence *words = r->words;
    ret->n = words->n - 1;
    ret->ends_in_gram = words->ends_in_gram;
    ret->terms = join_texts(arena, r, words->terms, r->joined);
    if (words->cased)
        ret->cased = join_texts(arena, r, words->cased, r->joined_cased);
    return ret->terms && (!words->cased || ret->cased);
}

static morgue_status read_words(mg_arena *arena, morgue_text text, size_t column, reading *r,
                                morgue_error *err)
{
    mg_tokenizer tokenizer, keeper;
    mg_token token, cased;
    morgue_status status = MORGUE_OK;
    bool keep = r->words->cased;
    mg_tokenizer_init(&tokenizer, text.data, text.len, 0);
    mg_tokenizer_init(&keeper, text.data, text.len, 0);
    mg_tokenizer_keep_case(&keeper);
    while (status == MORGUE_OK && mg_tokenizer_next(&tokenizer, &token)) {
        if (keep && !mg_tokenizer_next(&keeper, &cased))
            break; /* both have the same tokens */
        status = take(arena, &token, keep ? &cased : NULL, r, column, err);
    }
    return status;
}

morgue_status mg_sequences_read(mg_arena *arena, morgue_text text, bool cased, size_t column,
                                mg_sequence ret[2], size_t *ret_n, morgue_error *err)
{
    reading r = {.words = &ret[0]};
    size_t most = text.len < MG_PHRASE_MAX ? text.len : MG_PHRASE_MAX;
    memset(ret, 0, 2 * sizeof *ret);
    ret[0].terms = mg_arena_array(arena, most, sizeof *ret[0].terms);
    if (cased)
        ret[0].cased = mg_arena_array(arena, most, sizeof *ret[0].cased);
    if (!ret[0].terms || (cased && !ret[0].cased))
        return mg_fail_memory(err);
    morgue_status status = read_words(arena, text, column, &r, err);
    if (status != MORGUE_OK)
        return status;
    end_run(&r);
    *ret_n = 1;
    if (r.n_joined != 1)
        return MORGUE_OK;
    if (!join(arena, &r, &ret[1]))
        return mg_fail_memory(err);
    *ret_n = 2;
    return MORGUE_OK;
}
