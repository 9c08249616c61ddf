/* Taking from a page what would cost its parser the square of its size. */
#ifndef MG_HTML_TAME_H
#define MG_HTML_TAME_H

#include "archive/buffer.h"
#include "morgue.h"

/* Attributes that a start tag may have; those behind them are blanked. */
enum { MG_HTML_ATTRIBUTES_MAX = 512 };

/* libxml2 compares each attribute of a tag with all before it. Where a tag has too many, appends
 * the page without them; else leaves *ret empty. False when memory is out. */
bool mg_html_tame(morgue_text html, mg_buffer *ret);

#endif
