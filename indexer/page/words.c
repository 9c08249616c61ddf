#include "indexer/page/words.h"

#include <string.h>

#include "archive/fold.h"
#include "archive/utf8.h"

enum { WORD_MAX = 16 }; /* bytes; no stop word is longer */

static const char *const stop_words[] = {
#include "indexer/page/stop_words.def"
};

bool mg_is_stop_word(const char *word, size_t len)
{
    size_t low = 0, high = sizeof stop_words / sizeof *stop_words;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strncmp(word, stop_words[middle], len);
        if (order == 0 && !stop_words[middle][len])
            return true;
        if (order <= 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

size_t mg_fold_word(const char *word, size_t len, char *ret, size_t room)
{
    size_t n = len < room ? len : room;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)word[i], before = i ? (unsigned char)word[i - 1] : 0;
        if (c >= 'A' && c <= 'Z')
            c = (unsigned char)(c + 32);
        else if (before == 0xC3 && c >= 0x80 && c <= 0x9E) /* Latin-1 */
            c = (unsigned char)(c + 32);
        else if (before == 0xD0 && c >= 0x90 && c <= 0x9F) /* Cyrillic A to Pe */
            c = (unsigned char)(c + 32);
        else if (before == 0xD0 && c >= 0xA0 && c <= 0xAF) { /* Cyrillic Er to Ya */
            ret[i - 1] = (char)0xD1;
            c = (unsigned char)(c - 32);
        }
        ret[i] = (char)c;
    }
    return n;
}

typedef enum kind { SPACE, LETTER, GRAM, COMMA, STOP, CLOSING, BRACE, OTHER } kind;

static kind kind_of_ascii(char c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')
        return LETTER;
    switch (c) {
    case ' ':
    case '\t':
    case '\n':
    case '\r':
    case '\f':
    case '\v': return SPACE;
    case ',':
    case ';': return COMMA;
    case '.':
    case '!':
    case '?':
    case ':': return STOP;
    case '"':
    case '\'':
    case ')':
    case ']': return CLOSING;
    case '{':
    case '}':
    case '=':
    case '\\':
    case '|': return BRACE;
    default: return OTHER;
    }
}

static kind kind_of(uint32_t c)
{
    if (c < 0x80)
        return kind_of_ascii((char)c);
    switch (c) {
    case 0xA0: return SPACE;
    case 0xBB: /* guillemets, and curly quotes */
    case 0xAB:
    case 0x2019:
    case 0x201C:
    case 0x201D:
    case 0x300D: /* corner brackets */
    case 0x300F:
    case 0xFF09: return CLOSING;
    case 0x3001: /* ideographic comma, full-width comma, Arabic comma */
    case 0xFF0C:
    case 0x060C: return COMMA;
    case 0x2026: /* ellipsis; full stops of East Asia, India, Arabic, Armenian, Ethiopia, Burma */
    case 0x3002:
    case 0xFF0E:
    case 0xFF01:
    case 0xFF1F:
    case 0x0964:
    case 0x06D4:
    case 0x061F:
    case 0x0589:
    case 0x1362:
    case 0x104B: return STOP;
    default: break;
    }
    switch (mg_class_of(c)) {
    case MG_CLASS_LETTER:
    case MG_CLASS_DIGIT:
    case MG_CLASS_MARK:
    case MG_CLASS_IGNORED: return LETTER;
    case MG_CLASS_GRAM: return GRAM;
    default: return OTHER;
    }
}

static void count_word(mg_measure *sums, const char *word, size_t len, bool link)
{
    char folded[WORD_MAX];
    sums->words += 1;
    if (link)
        sums->link_words += 1;
    else if (len <= WORD_MAX)
        sums->stops += mg_is_stop_word(folded, mg_fold_word(word, len, folded, WORD_MAX));
}

/* A mark that ends no sentence where it stands within a number, a name or an ellipsis. */
static bool ends_here(const char *at, const char *end)
{
    return at == end || kind_of_ascii(*at) != LETTER;
}

static void count_mark(mg_measure *sums, kind what, const char *at, const char *end)
{
    if (what == STOP) {
        if (!ends_here(at, end))
            return;
        sums->sentences += at[-1] != ':';
        sums->ends = true;
    } else if (what == COMMA) {
        sums->commas++;
        sums->ends = false;
    } else {
        sums->braces += what == BRACE;
        sums->ends = false;
    }
}

void mg_measure_add(mg_measure *sums, morgue_text text, bool link)
{
    const char *at = text.data, *end = text.data + text.len, *word = NULL;
    while (at < end) {
        unsigned n = 1;
        uint32_t c = (unsigned char)*at < 0x80 ? (unsigned char)*at : mg_utf8_get(at, end, &n);
        kind what = kind_of(c);
        if (what == LETTER) {
            word = word ? word : at;
            sums->ends = false;
        } else if (word) {
            count_word(sums, word, (size_t)(at - word), link);
            word = NULL;
        }
        at += n;
        if (what == GRAM) {
            sums->words += 0.5f;
            sums->link_words += link ? 0.5f : 0;
            sums->ends = false;
        } else if (what != LETTER && what != SPACE && what != CLOSING) {
            count_mark(sums, what, at, end);
        }
    }
    if (word)
        count_word(sums, word, (size_t)(end - word), link);
}
