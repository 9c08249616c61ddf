#include "indexer/tagger/small_words.h"

#include "indexer/tagger/packed_words.h"

mg_small mg_small_word(const mg_tag_token *token)
{
    if ((unsigned char)*token->at == 0xE2 && (token->flags & MG_TOKEN_WORD))
        return MG_SMALL_OWN; /* with a typographic apostrophe */
    switch (mg_packed(token)) {
    case W2('i', 'n'):
    case W2('a', 't'):
    case W4('n', 'e', 'a', 'r'):
    case W4('f', 'r', 'o', 'm'):
    case W6('a', 'c', 'r', 'o', 's', 's'):
    case W7('o', 'u', 't', 's', 'i', 'd', 'e'):
    case W6('a', 'r', 'o', 'u', 'n', 'd'): return MG_SMALL_IN;
    case W3('t', 'h', 'e'): return MG_SMALL_THE;
    case W2('\'', 's'): return MG_SMALL_OWN;
    case W4('s', 'a', 'i', 'd'):
    case W4('s', 'a', 'y', 's'):
    case W4('t', 'o', 'l', 'd'):
    case W5('a', 'd', 'd', 'e', 'd'):
    case W4('a', 'd', 'd', 's'):
    case W7('t', 'w', 'e', 'e', 't', 'e', 'd'):
    case W5('w', 'r', 'o', 't', 'e'):
    case W5('a', 's', 'k', 'e', 'd'):
    case W6('a', 'r', 'g', 'u', 'e', 'd'):
    case W8('i', 'n', 's', 'i', 's', 't', 'e', 'd'): return MG_SMALL_SAID;
    case W3('w', 'h', 'o'):
    case W5('w', 'h', 'o', 's', 'e'): return MG_SMALL_WHO;
    default: return MG_SMALL_NONE;
    }
}
