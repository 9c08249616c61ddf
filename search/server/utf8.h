/* Is it UTF-8? */
#ifndef WEB_UTF8_H
#define WEB_UTF8_H

#include "search/render/utf8.h"

#define WEB_UNKNOWN RENDER_UNKNOWN

/* The bytes of the character that begins here; 0 where there is none: broken, overlong, a
 * surrogate, beyond U+10FFFF, or U+FFFE and U+FFFF, which XML does not have. `len` > 0. */
static inline size_t web_utf8_width(const char *data, size_t len)
{
    const unsigned char *s = (const unsigned char *)data;
    size_t width = render_utf8_width(data, len);
    return width == 3 && s[0] == 0xEF && s[1] == 0xBF && s[2] > 0xBD ? 0 : width;
}

#endif
