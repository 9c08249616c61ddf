/* JSON strings, in one pass: most bytes of a dump are in strings with a few line feeds in them. */
#include <string.h>

#include "archive/utf8.h"
#include "indexer/formats/json/json_value.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The number of "\uXXXX" at `at`, -1 where none stands there. */
static int32_t unit_at(const char *at, const char *end)
{
    int32_t value = 0;
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0)
            return -1;
        value = value << 4 | digit;
    }
    return value;
}

/* Reads the character at a "\u" and moves *at behind it; halves of surrogate pairs that stand alone
 * become U+FFFD and are counted. False where it is none. */
static bool take_character(const char **at, const char *end, uint32_t *ret, size_t *halves)
{
    int32_t unit = unit_at(*at, end);
    if (unit < 0)
        return false;
    *at += 6;
    *ret = (uint32_t)unit;
    if (unit < 0xD800 || unit > 0xDFFF)
        return true;
    int32_t low = unit < 0xDC00 ? unit_at(*at, end) : -1;
    if (low < 0xDC00 || low > 0xDFFF) {
        *ret = 0xFFFD;
        ++*halves;
        return true;
    }
    *at += 6;
    *ret = 0x10000 + (((uint32_t)unit - 0xD800) << 10) + ((uint32_t)low - 0xDC00);
    return true;
}

static bool take_escape(const char **at, const char *end, mg_buffer *ret, size_t *halves,
                        bool *ret_memory)
{
    static const char names[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
    const char *name = end - *at > 1 && (*at)[1] ? strchr(names, (*at)[1]) : NULL;
    uint32_t character;
    char utf8[4];
    if (name) {
        *at += 2;
        *ret_memory = mg_buffer_append_byte(ret, bytes[name - names]);
        return true;
    }
    if (!take_character(at, end, &character, halves))
        return false;
    *ret_memory = mg_buffer_append(ret, utf8, mg_utf8_put(character, utf8));
    return true;
}

morgue_status mg_json_unescape(morgue_text inner, mg_buffer *ret, size_t *ret_halves,
                               const char **ret_wrong)
{
    const char *at = inner.data, *end = inner.data + inner.len;
    bool memory = true;
    while (at < end && memory) {
        const char *mark = memchr(at, '\\', (size_t)(end - at));
        if (!mark)
            mark = end;
        memory = mg_buffer_append(ret, at, (size_t)(mark - at));
        at = mark;
        if (memory && at < end && !take_escape(&at, end, ret, ret_halves, &memory)) {
            *ret_wrong = at;
            return MORGUE_BAD_INPUT;
        }
    }
    return memory ? MORGUE_OK : MORGUE_NO_MEMORY;
}
