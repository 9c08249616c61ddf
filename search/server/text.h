/* Text that grows, and the ways in which foreign text may get into it: whoever writes an answer
 * uses these and nothing else, so that no byte of an archive or of a request is ever markup. */
#ifndef WEB_TEXT_H
#define WEB_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialise it. `data` ends with a NUL once something was put in. When memory is out, or more
 * than WEB_TEXT_MAX bytes come together, `lost` is set and what follows is dropped. */
typedef struct web_text {
    char *data;
    size_t len;
    size_t cap;
    bool lost;
} web_text;

enum { WEB_TEXT_MAX = 64 << 20 };

void web_text_free(web_text *text);

/* Drops the content and keeps the memory. */
void web_text_clear(web_text *text);

void web_put(web_text *text, const char *data, size_t len);
void web_puts(web_text *text, const char *string);
void web_putf(web_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* As content, or the value of an attribute in double quotes, of HTML or XML: & < > " ' become
 * character references. Control characters, which XML does not allow, and what is not UTF-8 become
 * U+FFFD. */
void web_put_markup(web_text *text, const char *data, size_t len);

/* As a part of a URL: all but letters, digits and -._~ becomes %XX; a slash, too. */
void web_put_url(web_text *text, const char *data, size_t len);

#endif
