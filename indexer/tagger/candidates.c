/* Which tokens may be parts of names: those with a capital; numbers beside them; and up to three
 * small words between two of them. Everything else is no name, and costs nothing further. */
#include "indexer/tagger/tokens.h"

#include "indexer/tagger/packed_words.h"

enum { LINKS_MAX = 3 };

static bool is_link_word(const mg_tag_token *token)
{
    switch (mg_packed(token)) {
    case W2('o', 'f'):
    case W3('t', 'h', 'e'):
    case W3('f', 'o', 'r'):
    case W3('a', 'n', 'd'):
    case W2('i', 'n'):
    case W2('o', 'n'):
    case W2('t', 'o'):
    case W2('a', 't'):
    case W2('d', 'e'):
    case W3('d', 'e', 'l'):
    case W2('l', 'a'):
    case W2('l', 'e'):
    case W3('l', 'e', 's'):
    case W2('e', 'l'):
    case W2('a', 'l'):
    case W2('d', 'a'):
    case W3('d', 'o', 's'):
    case W3('d', 'a', 's'):
    case W2('d', 'o'):
    case W2('d', 'i'):
    case W2('d', 'u'):
    case W3('d', 'e', 's'):
    case W3('v', 'a', 'n'):
    case W3('v', 'o', 'n'):
    case W3('d', 'e', 'r'):
    case W3('d', 'e', 'n'):
    case W3('t', 'e', 'r'):
    case W3('b', 'i', 'n'):
    case W4('b', 'i', 'n', 't'):
    case W5('b', 'i', 'n', 't', 'i'):
    case W3('b', 'e', 'n'):
    case W3('i', 'b', 'n'):
    case W1('y'):
    case W1('e'):
    case W3('u', 'n', 'd'):
    case W2('e', 't'):
    case W1('a'):
    case W1('&'):
    case W1('-'):
    case W1('/'):
    case W1('\''):
    case W1('+'): return true;
    default: return false;
    }
}

/* Marks the small words before token i if a name stands before them. */
static void mark_links(mg_tag_tokens *tokens, size_t i)
{
    size_t from = i;
    while (from > 0 && i - from < LINKS_MAX && (tokens->at[from - 1].flags & MG_TOKEN_LINK) &&
           !mg_token_begins(&tokens->at[from]))
        from--;
    bool name = from > 0 && from < i && (tokens->at[from - 1].flags & MG_TOKEN_CANDIDATE) &&
                !mg_token_begins(&tokens->at[from]);
    for (size_t j = from; name && j < i; j++)
        tokens->at[j].flags |= MG_TOKEN_CANDIDATE;
}

void mg_tag_candidates(mg_tag_tokens *tokens)
{
    for (size_t i = 0; i < tokens->n; i++) {
        mg_tag_token *token = &tokens->at[i];
        if (mg_token_is_named(token))
            token->flags |= MG_TOKEN_CANDIDATE;
        else if (is_link_word(token))
            token->flags |= MG_TOKEN_LINK;
        bool number = i > 0 && (tokens->at[i - 1].flags & MG_TOKEN_NUMBER);
        if (mg_token_is_named(token) && number && !mg_token_begins(token))
            tokens->at[i - 1].flags |= MG_TOKEN_CANDIDATE;
        if (mg_token_is_named(token))
            mark_links(tokens, i);
        if ((token->flags & MG_TOKEN_NUMBER) && i > 0 && mg_token_is_named(&tokens->at[i - 1]) &&
            !mg_token_begins(token))
            token->flags |= MG_TOKEN_CANDIDATE;
    }
}
