/* What a page may consist of, seen without knowing what it was made from. */
#ifndef FUZZ_MARKUP_H
#define FUZZ_MARKUP_H

#include <stddef.h>

/* Expects HTML as the templates of search/web write it: known elements, closed in order; attributes
 * in double quotes, no handlers, no styles, no scripts but files, links that lead to pages;
 * nothing that could be the beginning of more markup. */
void fuzz_expect_html(const char *text, size_t len);

/* Expects well-formed XML. */
void fuzz_expect_xml(const char *text, size_t len);

#endif
