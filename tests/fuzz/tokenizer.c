/* Any text, as words and as whole values. */
#include <stdlib.h>
#include <string.h>

#include "archive/fold.h"
#include "archive/sentence.h"
#include "archive/tokenizer.h"
#include "tests/fuzz/fuzz.h"

/* A word taken for a text is that word, as tests/unit/archive/test_tokenizer.c has it: but for what
 * was cut, and the marks that depend on letters around them, of which folding may make more. */
static void expect_stable(const mg_token *token)
{
    mg_tokenizer tokenizer;
    mg_token again;
    if (token->kind == MG_JOINED || token->len == MG_TERM_MAX ||
        memchr(token->term, '\'', token->len) || memchr(token->term, '&', token->len))
        return;
    char *copy = fuzz_copy(token->term, token->len);
    mg_tokenizer_init(&tokenizer, copy, token->len, 1);
    EXPECT(mg_tokenizer_next(&tokenizer, &again));
    EXPECT(again.len == token->len && memcmp(again.term, copy, again.len) == 0);
    free(copy);
}

static void expect_tokens(const char *text, size_t len)
{
    mg_tokenizer tokenizer;
    mg_token token;
    uint32_t next = 1;
    size_t start = 0;
    mg_tokenizer_init(&tokenizer, text, len, 1);
    while (mg_tokenizer_next(&tokenizer, &token)) {
        EXPECT(token.start < token.end && token.end <= len);
        EXPECT(token.len >= 1 && token.len <= MG_TERM_MAX);
        fuzz_expect_clean(token.term, token.len);
        if (token.kind == MG_JOINED) {
            EXPECT(token.position + 2 == next && token.start < start);
            continue;
        }
        EXPECT(token.position >= next && token.start >= start);
        next = token.position + 1;
        start = token.start;
        expect_stable(&token);
    }
    EXPECT(mg_tokenizer_position(&tokenizer) >= next);
}

/* Kept capitals fold to the terms without them. */
static void expect_cased(const char *text, size_t len)
{
    char folded[MG_TERM_MAX];
    mg_tokenizer plain, cased;
    mg_token x, y;
    mg_tokenizer_init(&plain, text, len, 1);
    mg_tokenizer_init(&cased, text, len, 1);
    mg_tokenizer_keep_case(&cased);
    while (mg_tokenizer_next(&plain, &x)) {
        EXPECT(mg_tokenizer_next(&cased, &y));
        EXPECT(x.start == y.start && x.end == y.end && x.len == y.len && x.kind == y.kind);
        size_t n = mg_fold(y.term, y.len, folded, sizeof folded);
        EXPECT(n == x.len && memcmp(folded, x.term, n) == 0);
    }
    EXPECT(!mg_tokenizer_next(&cased, &y));
}

/* Paragraphs begin where positions have a gap, and nowhere else. */
static void expect_breaks(const char *text, size_t len)
{
    mg_tokenizer tokenizer;
    mg_token last, token;
    mg_tokenizer_init(&tokenizer, text, len, 1);
    for (bool begun = false; mg_tokenizer_next(&tokenizer, &token); begun = true) {
        while (token.kind == MG_JOINED)
            if (!mg_tokenizer_next(&tokenizer, &token))
                return;
        bool gap = !begun || token.position > last.position + MG_PARAGRAPH_GAP;
        mg_break found = mg_break_before(text, begun ? &last : NULL, &token);
        EXPECT(gap == (found == MG_BREAK_PARAGRAPH));
        last = token;
    }
}

static void expect_values(const char *text, size_t len)
{
    char folded[MG_TERM_MAX], value[MG_VALUE_MAX], term[MG_EXACT_MAX];
    size_t n = mg_fold(text, len, folded, sizeof folded);
    EXPECT(n <= sizeof folded);
    fuzz_expect_clean(folded, n);
    n = mg_fold_value(text, len, value);
    EXPECT(n <= sizeof value);
    fuzz_expect_clean(value, n);
    for (unsigned field = 0; field < MORGUE_FIELD_COUNT; field++)
        EXPECT(mg_exact_term((morgue_field_id)field, text, len, term) <= sizeof term);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t len;
    char *text = fuzz_mended(data, size, &len);
    expect_tokens(text, len);
    expect_cased(text, len);
    expect_breaks(text, len);
    expect_values(text, len);
    free(text);
    return 0;
}
