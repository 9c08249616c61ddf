/* Characters that texts seldom mean: what dumps are cleaned of when they are read. */
#ifndef MG_ODD_H
#define MG_ODD_H

#include "morgue.h"

/* Can a run begin with the four bytes at `at`, of which the first is C3? Those are U+00C2 to U+00F4
 * and one that Windows-1252 or Latin-1 has from 0x80 to 0xBF. */
static inline bool mg_may_be_mojibake(const char *at)
{
    const unsigned char *s = (const unsigned char *)at;
    return s[1] >= 0x82 && s[1] <= 0xB4 &&
           (s[2] == 0xC2 || s[2] == 0xE2 || s[2] == 0xC5 || s[2] == 0xC6 || s[2] == 0xCB);
}

/* Is there something in the text that may be a left-over: an entity; a space or
 * a mark that is not seen; what UTF-8 looks like when it is misread? A fast look; false is certain.
 */
bool mg_text_is_odd(morgue_text text);

#endif
