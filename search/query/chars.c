#include "search/query/chars.h"

#include "archive/utf8.h"

uint32_t mg_char_at(const char *at, const char *end, unsigned *ret_width)
{
    *ret_width = 0;
    return at < end ? mg_utf8_get(at, end, ret_width) : 0;
}

bool mg_char_is_space(uint32_t c)
{
    return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

const uint32_t *mg_char_closers(uint32_t c)
{
    /* "x"  “x”  ”x” (Swedish)  „x“ and „x” (German, Polish)  «x»  »x«  「x」  『x』 */
    static const struct {
        uint32_t open;
        uint32_t close[2];
    } quotes[] = {
        {'"', {'"', 0}},   {0x201C, {0x201D, 0}}, {0x201D, {0x201D, 0}}, {0x201E, {0x201C, 0x201D}},
        {0xAB, {0xBB, 0}}, {0xBB, {0xAB, 0}},     {0x300C, {0x300D, 0}}, {0x300E, {0x300F, 0}}};
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        if (quotes[i].open == c)
            return quotes[i].close;
    return NULL;
}

bool mg_char_ends_word(uint32_t c)
{
    return c == '(' || c == ')' || mg_char_is_space(c) || mg_char_closers(c);
}

size_t mg_char_count(const char *text, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}
