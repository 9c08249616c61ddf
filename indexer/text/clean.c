#include "indexer/text/clean.h"

#include <string.h>
#include <utf8proc.h>

#include "archive/fold.h"
#include "archive/odd.h"
#include "archive/utf8.h"
#include "indexer/text/entities.h"
#include "indexer/text/mojibake.h"

#define SOFT_HYPHEN "\xC2\xAD"

/* ---- Is there anything? --------------------------------------------------------------------- */

static bool has_broken_line(morgue_text text)
{
    const char *at = text.data, *end = at + text.len;
    for (; (at = memchr(at, '\n', (size_t)(end - at))); at++) {
        const char *before = at;
        while (before > text.data && (before[-1] == ' ' || before[-1] == '\r'))
            before--;
        if (before > text.data && before[-1] == '-')
            return true;
    }
    return false;
}

bool mg_needs_cleaning(morgue_text text, unsigned flags)
{
    if (flags & MG_CLEAN_NOTHING)
        return false;
    return mg_text_is_odd(text) || (flags & MG_CLEAN_LINES && has_broken_line(text));
}

/* ---- Characters ----------------------------------------------------------------------------- */

static bool is_dropped(uint32_t c)
{
    return c == 0xAD || c == 0x200B || c == 0x200E || c == 0x200F || c == 0x061C || c == 0x2060 ||
           c == 0xFEFF;
}

static bool is_odd_space(uint32_t c)
{
    return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F;
}

/* Marks that embrace text, and their ends. */
static bool is_embracing(uint32_t c)
{
    return c == 0x202A || c == 0x202B || c == 0x202D || c == 0x202E || (c >= 0x2066 && c <= 0x2068);
}

static bool is_end_of_embrace(uint32_t c)
{
    return c == 0x202C || c == 0x2069;
}

/* Takes back an embrace that was just appended, if there is one. */
static bool take_back_embrace(mg_buffer *ret, size_t begin)
{
    unsigned len;
    if (ret->len < begin + 3)
        return false;
    const char *last = ret->data + ret->len - 3;
    if ((unsigned char)*last != 0xE2 || !is_embracing(mg_utf8_get(last, last + 3, &len)))
        return false;
    ret->len -= 3;
    ret->data[ret->len] = '\0';
    return true;
}

static bool put_character(const char *at, unsigned len, size_t begin, mg_buffer *ret)
{
    uint32_t c = mg_utf8_get(at, at + len, &len);
    if (is_dropped(c) || (is_end_of_embrace(c) && take_back_embrace(ret, begin)))
        return true;
    if (is_odd_space(c))
        return mg_buffer_append_byte(ret, ' ');
    if (c == 0x2028 || c == 0x2029)
        return mg_buffer_append_string(ret, c == 0x2028 ? "\n" : "\n\n");
    return mg_buffer_append(ret, at, len);
}

static bool clean_characters(morgue_text text, mg_buffer *ret)
{
    const char *at = text.data, *end = at + text.len;
    size_t begin = ret->len;
    bool ok = mg_buffer_reserve(ret, text.len);
    while (ok && at < end) {
        const char *plain = at;
        while (at < end && (unsigned char)*at < 0x80)
            at++;
        ok = mg_buffer_append(ret, plain, (size_t)(at - plain));
        if (!ok || at == end)
            break;
        unsigned len;
        (void)mg_utf8_get(at, end, &len);
        ok = put_character(at, len, begin, ret);
        at += len;
    }
    return ok;
}

/* ---- Lines ---------------------------------------------------------------------------------- */

/* Case of a letter: 'a' small, 'A' capital or of a script without case, 0 none. */
static char case_of(const char *at, const char *end)
{
    unsigned len;
    if (at >= end)
        return 0;
    uint32_t c = mg_utf8_get(at, end, &len);
    if (mg_class_of(c) != MG_CLASS_LETTER)
        return mg_class_of(c) == MG_CLASS_DIGIT ? '0' : 0;
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL ? 'a' : 'A';
}

static const char *character_before(const char *at, const char *begin)
{
    do
        at--;
    while (at > begin && ((unsigned char)*at & 0xC0) == 0x80);
    return at;
}

/* Is the word before the hyphen one of small letters, two at least, without a hyphen of its own?
 * Then the hyphen is one of typesetting; "U.S.-", "Jean-" and "state-of-the-" have theirs. */
static bool is_split_word(const char *begin, const char *hyphen)
{
    size_t small = 0;
    const char *at = hyphen;
    while (at > begin) {
        const char *before = character_before(at, begin);
        char letter = case_of(before, hyphen);
        if (letter != 'a')
            return small >= 2 && *before != '-' && *before != '.' && letter != '0';
        small++;
        at = before;
    }
    return small >= 2;
}

/* What stands at a hyphen at a line's end: where the next line's text begins, NULL where the hyphen
 * does not part a word. */
static const char *next_part(morgue_text text, const char *hyphen)
{
    const char *end = text.data + text.len, *at = hyphen + 1;
    if (hyphen == text.data || !case_of(character_before(hyphen, text.data), hyphen))
        if (hyphen == text.data || hyphen[-1] != '.')
            return NULL;
    while (at < end && (*at == ' ' || *at == '\r'))
        at++;
    if (at == end || *at != '\n')
        return NULL;
    at++;
    while (at < end && *at == ' ')
        at++;
    return case_of(at, end) ? at : NULL;
}

static bool join_lines(morgue_text text, mg_buffer *ret, size_t *count)
{
    const char *done = text.data, *end = text.data + text.len;
    for (const char *at = done; (at = memchr(at, '-', (size_t)(end - at))); at++) {
        const char *next = next_part(text, at);
        if (!next)
            continue;
        bool split = case_of(next, end) == 'a' && is_split_word(text.data, at);
        if (!mg_buffer_append(ret, done, (size_t)(at - done)) ||
            !mg_buffer_append_string(ret, split ? SOFT_HYPHEN : "-"))
            return false;
        ++*count;
        done = next;
        at = next - 1;
    }
    return mg_buffer_append(ret, done, (size_t)(end - done));
}

/* ---- All of it ------------------------------------------------------------------------------ */

static morgue_text text_of(const mg_buffer *buffer)
{
    return (morgue_text){buffer->data ? buffer->data : "", buffer->len};
}

bool mg_clean(morgue_text text, unsigned flags, mg_buffer *ret, mg_cleaned *counts)
{
    mg_buffer plain = {0}, right = {0}, clean = {0};
    mg_entities which = flags & MG_CLEAN_ENTITIES ? MG_ALL_ENTITIES : MG_LEFT_ENTITIES;
    bool ok = true;
    *counts = (mg_cleaned){0};
    if (memchr(text.data, '&', text.len)) {
        ok = mg_resolve_entities(text, which, &plain, &counts->entities);
        text = text_of(&plain);
    }
    if (ok && mg_has_mojibake(text)) {
        ok = mg_mend_mojibake(text, &right, &counts->mojibake);
        text = text_of(&right);
    }
    if (flags & MG_CLEAN_LINES)
        ok = ok && clean_characters(text, &clean) &&
             join_lines(text_of(&clean), ret, &counts->joined);
    else
        ok = ok && clean_characters(text, ret);
    mg_buffer_free(&plain);
    mg_buffer_free(&right);
    mg_buffer_free(&clean);
    return ok;
}
