#include "indexer/tagger/english.h"

#include <string.h>

#include "indexer/tagger/packed_words.h"

bool mg_may_be_english(morgue_text text)
{
    size_t other = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool punctuation = i + 2 < text.len && memcmp(text.data + i, "\xE2\x80", 2) == 0;
        other += (unsigned char)text.data[i] >= 0x80 && !punctuation;
        i += punctuation ? 2 : 0;
    }
    return other * 20 <= text.len;
}

/* Words that are English alone, or nearly. */
static bool is_english_word(const char *at, size_t len)
{
    switch (len <= 8 ? mg_load(at, len) : 0) {
    case W3('t', 'h', 'e'):
    case W6('M', 'o', 'n', 'd', 'a', 'y'):
    case W7('T', 'u', 'e', 's', 'd', 'a', 'y'):
    case W8('T', 'h', 'u', 'r', 's', 'd', 'a', 'y'):
    case W6('F', 'r', 'i', 'd', 'a', 'y'):
    case W8('S', 'a', 't', 'u', 'r', 'd', 'a', 'y'):
    case W6('S', 'u', 'n', 'd', 'a', 'y'): return true;
    default: return false;
    }
}

/* Words that go with them. */
static bool is_usual_word(const char *at, size_t len)
{
    switch (len <= 4 ? mg_load(at, len) : 0) {
    case W3('a', 'n', 'd'):
    case W4('t', 'h', 'a', 't'):
    case W4('w', 'i', 't', 'h'):
    case W3('f', 'o', 'r'):
    case W4('f', 'r', 'o', 'm'):
    case W4('s', 'a', 'i', 'd'):
    case W2('o', 'n'):
    case W2('b', 'y'): return true;
    default: return false;
    }
}

bool mg_is_plainly_english(morgue_text text)
{
    enum { LOOK = 1200, SHORT = 300, ENOUGH = 4 };
    unsigned english = 0, usual = 0, enough = text.len < SHORT ? 1 : ENOUGH;
    const char *end = text.data + (text.len < LOOK ? text.len : LOOK);
    for (const char *at = text.data; at < end && (english < enough || usual < enough);) {
        const char *space = memchr(at, ' ', (size_t)(end - at));
        size_t len = (size_t)((space ? space : end) - at), word = len;
        while (word && (at[word - 1] == '.' || at[word - 1] == ','))
            word--;
        english += is_english_word(at, word);
        usual += is_usual_word(at, word);
        at += len + 1;
    }
    return english >= enough && usual >= enough;
}
