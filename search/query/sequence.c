#include "search/query/sequence.h"

#include <string.h>

#include "archive/error.h"
#include "archive/tokenizer.h"
#include "search/query/fail.h"

/* What the tokenizer said, as far as it matters here. */
typedef struct reading {
    mg_sequence *words;
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

static morgue_status take(mg_arena *arena, const mg_token *token, reading *r, size_t column,
                          morgue_error *err)
{
    if (token->kind == MG_JOINED) {
        r->n_joined++;
        r->joined_at = r->words->n - 2;
        return copy_term(arena, token, &r->joined, err);
    }
    if (r->words->n == MG_PHRASE_MAX)
        return mg_query_fail(err, column, "a phrase may have %d words", MG_PHRASE_MAX);
    r->before_last = r->last;
    r->last = *token;
    return copy_term(arena, token, &r->words->terms[r->words->n++], err);
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

/* The words with the joined form in place of its two parts. */
static bool join(mg_arena *arena, const reading *r, mg_sequence *ret)
{
    const mg_sequence *words = r->words;
    ret->n = words->n - 1;
    ret->ends_in_gram = words->ends_in_gram;
    ret->terms = mg_arena_array(arena, ret->n, sizeof *ret->terms);
    if (!ret->terms)
        return false;
    for (size_t i = 0; i < ret->n; i++)
        ret->terms[i] = words->terms[i > r->joined_at ? i + 1 : i];
    ret->terms[r->joined_at] = r->joined;
    return true;
}

morgue_status mg_sequences_read(mg_arena *arena, morgue_text text, size_t column,
                                mg_sequence ret[2], size_t *ret_n, morgue_error *err)
{
    reading r = {.words = &ret[0]};
    size_t most = text.len < MG_PHRASE_MAX ? text.len : MG_PHRASE_MAX;
    mg_tokenizer tokenizer;
    mg_token token;
    memset(ret, 0, 2 * sizeof *ret);
    ret[0].terms = mg_arena_array(arena, most, sizeof *ret[0].terms);
    if (!ret[0].terms)
        return mg_fail_memory(err);
    mg_tokenizer_init(&tokenizer, text.data, text.len, 0);
    while (mg_tokenizer_next(&tokenizer, &token)) {
        morgue_status status = take(arena, &token, &r, column, err);
        if (status != MORGUE_OK)
            return status;
    }
    end_run(&r);
    *ret_n = 1;
    if (r.n_joined != 1)
        return MORGUE_OK;
    if (!join(arena, &r, &ret[1]))
        return mg_fail_memory(err);
    *ret_n = 2;
    return MORGUE_OK;
}
