/* Is it UTF-8? */
#ifndef RENDER_UTF8_H
#define RENDER_UTF8_H

#include <stddef.h>

#define RENDER_UNKNOWN "\xef\xbf\xbd" /* U+FFFD, for what is none */

/* The bytes of the character that begins here; 0 where there is none: broken, overlong, a
 * surrogate, beyond U+10FFFF. `len` > 0. */
static inline size_t render_utf8_width(const char *data, size_t len)
{
    const unsigned char *s = (const unsigned char *)data;
    size_t width = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (!width || width > len || s[0] > 0xF4)
        return 0;
    for (size_t i = 1; i < width; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) ||
        (s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F))
        return 0;
    return width;
}

#endif
