#include "archive/sentence.h"

#include <string.h>
#include <utf8proc.h>

#include "archive/fold.h"
#include "archive/utf8.h"

/* Words in lists are set apart by single spaces, also at both ends. */
static const char before_names[] =
    " mr mrs ms messrs dr drs prof st gen sen sens rep reps gov govs lt col sgt capt cmdr maj adm "
    "rev hon pres supt vs v jan feb mar apr jun jul aug sep sept oct nov dec cf ca mt ft ie eg ";
static const char before_numbers[] = " no nos fig figs vol art op approx ";
static const char before_either[] = " jr sr co bros ";
static const char openers[] = " the a an he she it they we i you his her its their our my but this "
                              "that these those there if when while what in ";

enum { LISTED_MAX = 6 };

/* Is the word, which has no space in it, in the list, in capitals or not? */
static bool is_listed(const char *list, const char *word, size_t len)
{
    char spaced[LISTED_MAX + 3] = " ";
    if (len > LISTED_MAX)
        return false;
    for (size_t i = 0; i < len; i++)
        spaced[i + 1] = (char)(word[i] >= 'A' && word[i] <= 'Z' ? word[i] + 32 : word[i]);
    spaced[len + 1] = ' ';
    return strstr(list, spaced) != NULL;
}

static bool is_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---- Characters between words ------------------------------------------------------------- */

static bool is_white(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static bool closes(uint32_t c)
{
    return c == ')' || c == ']' || c == '}' || c == '"' || c == '\'' || c == 0x201D ||
           c == 0x2019 || c == 0xBB || c == 0x203A || c == 0x201C;
}

/* Ends a sentence where white space follows. */
static bool is_terminator(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x061F || c == 0x06D4 ||
           c == 0x0964 || c == 0x0589 || c == 0x1362;
}

/* Ends a sentence, whatever follows; the stop only if that is no number. */
static bool is_strong(uint32_t c, char next)
{
    return c == 0x3002 || c == 0xFF61 || c == 0xFF01 || c == 0xFF1F ||
           (c == 0xFF0E && !is_ascii_digit(next));
}

/* Is there white space, behind what closes? */
static bool white_follows(const char *at, const char *end)
{
    while (at < end) {
        unsigned width;
        uint32_t c = mg_utf8_get(at, end, &width);
        if (!closes(c))
            return is_white(c);
        at += width;
    }
    return false;
}

/* ---- Words -------------------------------------------------------------------------------- */

static bool is_single_letter(const char *word, size_t len)
{
    unsigned width;
    if (!len)
        return false;
    uint32_t c = mg_utf8_get(word, word + len, &width);
    return width == len && mg_class_of(c) == MG_CLASS_LETTER;
}

/* As the tokenizer reads it, a word has stops only between letters or between digits. */
static bool is_initials(const char *word, size_t len)
{
    unsigned width;
    return memchr(word, '.', len) &&
           mg_class_of(mg_utf8_get(word, word + len, &width)) == MG_CLASS_LETTER;
}

static bool is_ascii(const char *word, size_t len)
{
    unsigned char all = 0;
    for (size_t i = 0; i < len; i++)
        all |= (unsigned char)word[i];
    return all < 0x80;
}

static bool is_opener(const mg_token *token)
{
    const char *apostrophe = memchr(token->term, '\'', token->len);
    return is_listed(openers, token->term,
                     apostrophe ? (size_t)(apostrophe - token->term) : token->len);
}

/* Does the stop behind the last word belong to it, and end nothing before the next? */
static bool is_abbreviation(const char *text, const mg_token *last, const mg_token *next)
{
    char folded[MG_TERM_MAX];
    const char *word = text + last->start;
    size_t len = last->end - last->start;
    if (is_initials(word, len))
        return !is_opener(next);
    if (!is_ascii(word, len)) {
        len = mg_fold(word, len, folded, sizeof folded);
        word = folded;
    }
    if (is_single_letter(word, len) || is_listed(before_names, word, len))
        return true;
    if (is_listed(before_numbers, word, len))
        return is_ascii_digit(text[next->start]);
    return is_listed(before_either, word, len) && !is_opener(next);
}

static bool begins_small(const char *at, const char *end)
{
    unsigned width;
    unsigned char c = (unsigned char)*at;
    if (c < 0x80)
        return c >= 'a' && c <= 'z';
    return utf8proc_category((utf8proc_int32_t)mg_utf8_get(at, end, &width)) ==
           UTF8PROC_CATEGORY_LL;
}

/* ---- Breaks ------------------------------------------------------------------------------- */

/* Is there nothing in the gap that could end anything? */
static bool is_quiet(const char *gap, const char *end)
{
    for (const char *at = gap; at < end; at++)
        if ((unsigned char)*at >= 0x80 || *at == '.' || *at == '\n' || *at == '!' || *at == '?')
            return false;
    return true;
}

/* Is there an empty line in the gap? As the tokenizer counts it. */
static bool has_empty_line(const char *gap, const char *end)
{
    unsigned line_ends = 0;
    for (const char *at = gap; at < end; at++) {
        if (*at == '\n' && ++line_ends == 2)
            return true;
        if ((unsigned char)*at > ' ')
            line_ends = 0;
    }
    return false;
}

/* Is there an end of a sentence between the words? */
static bool has_end(const char *text, const mg_token *last, const mg_token *word)
{
    const char *gap = text + last->end, *next = text + word->start;
    bool small = begins_small(next, text + word->end);
    unsigned width;
    for (const char *at = gap; at < next; at += width) {
        uint32_t c = (unsigned char)*at;
        width = 1;
        if (c >= 0x80)
            c = mg_utf8_get(at, next, &width);
        if (c >= 0x80 && is_strong(c, *next))
            return true;
        if (small || !is_terminator(c) || !white_follows(at + width, next))
            continue;
        if (c != '.' || at != gap || !is_abbreviation(text, last, word))
            return true;
    }
    return false;
}

mg_break mg_break_judge(const char *text, const mg_token *last, const mg_token *word)
{
    if (!last)
        return MG_BREAK_PARAGRAPH;
    const char *gap = text + last->end, *next = text + word->start;
    if (is_quiet(gap, next))
        return MG_BREAK_NONE;
    if (has_empty_line(gap, next))
        return MG_BREAK_PARAGRAPH;
    return has_end(text, last, word) ? MG_BREAK_SENTENCE : MG_BREAK_NONE;
}
