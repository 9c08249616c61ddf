/* Steps over characters of UTF-8 text as they are shown: a run of white space counts as one. */
#ifndef MG_LETTERS_H
#define MG_LETTERS_H

#include "morgue.h"

static inline bool mg_is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Does a character begin with the byte, and no white space that goes on? Without branches, which
 * words would mislead; control characters count as white space. */
static inline bool mg_begins_letter(char before, char c)
{
    return (((unsigned char)c & 0xC0) != 0x80) &
           (((unsigned char)c > ' ') | ((unsigned char)before > ' '));
}

static inline bool mg_is_letter_start(morgue_text text, size_t at)
{
    return mg_begins_letter(at ? text.data[at - 1] : 'x', text.data[at]);
}

/* `n` characters before the byte `at`. */
static inline size_t mg_letters_back(morgue_text text, size_t at, size_t n)
{
    for (; at && n; n--)
        do
            at--;
        while (at && !mg_is_letter_start(text, at));
    return at;
}

/* `n` characters behind the byte `at`. */
static inline size_t mg_letters_ahead(morgue_text text, size_t at, size_t n)
{
    for (; at < text.len && n; n--)
        do
            at++;
        while (at < text.len && !mg_is_letter_start(text, at));
    return at;
}

/* The characters of the bytes [start, end), or `most` where they are more. */
static inline size_t mg_letters_count(morgue_text text, size_t start, size_t end, size_t most)
{
    enum { BLOCK = 128 };
    size_t n = 0, i = start;
    if (!i && end)
        n += mg_is_letter_start(text, i++);
    while (i < end && n < most) {
        size_t stop = end - i > BLOCK ? i + BLOCK : end;
        unsigned char in_block = 0;
        for (; i < stop; i++)
            in_block = (unsigned char)(in_block + mg_begins_letter(text.data[i - 1], text.data[i]));
        n += in_block;
    }
    return n < most ? n : most;
}

static inline size_t mg_skip_space(morgue_text text, size_t at, size_t end)
{
    while (at < end && mg_is_space(text.data[at]))
        at++;
    return at;
}

static inline size_t mg_trim_space(morgue_text text, size_t start, size_t end)
{
    while (end > start && mg_is_space(text.data[end - 1]))
        end--;
    return end;
}

/* Where a line's end parted a word: found, and not shown. */
static inline bool mg_is_soft_hyphen(morgue_text text, size_t at)
{
    return text.len - at >= 2 && text.data[at] == '\xC2' && text.data[at + 1] == '\xAD';
}

#endif
