/* UTF-8 that was read as Windows-1252 or Latin-1, and written as UTF-8 again: "â€™" for "’".
 *
 * A run of characters whose bytes in Windows-1252 are one or more sequences of UTF-8 is taken for
 * that, and mended, where it cannot be meant as written:
 *  - Sequences of two bytes that begin with "Â" or "Ã": whose second character is no punctuation
 *    that stands behind words ("Ã©", "Â£"; of "Ã”" and "Â " nobody knows).
 *  - Those that begin with "â" or "ð": with a character that is neither punctuation nor a mark on
 *    words ("â€™", "ðŸ˜€").
 *  - Those that begin with "Ä" or "Å": the same, behind a small letter ("kÄ±sa").
 *  - All others come by twos or more, half of them with such a character, or of two bytes with a
 *    mark ("Ð½Ð°", "æ—¥æœ¬");
 *    "é »" is meant as it is written.
 *  - Any with a control character of Latin-1 (U+0080 to U+009F); such a character alone is one of
 *    Windows-1252.
 *  - "â€" without a third character is a closing quote whose third byte, which Windows-1252 does
 *    not have, was lost.
 * In a text that has such a run, "Ã " with a no-break space and the like count too. What comes out
 * is looked at again, for text that was misread twice. */
#ifndef MG_MOJIBAKE_H
#define MG_MOJIBAKE_H

#include "archive/buffer.h"
#include "morgue.h"

/* Is anything in it certain? */
bool mg_has_mojibake(morgue_text text);

/* Appends the text (valid UTF-8) with what is certain mended, and adds the runs to *count. False
 * when memory is out. */
bool mg_mend_mojibake(morgue_text text, mg_buffer *ret, size_t *count);

#endif
