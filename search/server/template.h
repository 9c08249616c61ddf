/* Pages: Mustache templates over JSON values (https://mustache.github.io/mustache.5.html).
 *
 *   {{name}}              the string or number, through web_put_markup(): always, there is no way
 * past it
 *   {{#name}}...{{/name}} once for each item of an array; for an object, a string that is not
 * empty, a number or true: once, and names are looked up in it first; not for null, false, "", []
 * nor where it is missing
 *   {{^name}}...{{/name}} where {{#name}} is not
 *   {{>name}}             another template
 *   {{! ... }}            nothing
 *   {{.}}                 the item itself; {{a.b}} is b in a
 *
 * A tag alone on its line takes the line with it. Names are looked up from the innermost section
 * outwards. Not there: {{{name}}}, {{&name}}, other delimiters, lambdas. Values stand in content or
 * in attributes in double quotes, nowhere else: a test reads all templates for that. */
#ifndef WEB_TEMPLATE_H
#define WEB_TEMPLATE_H

#include <jansson.h>

#include "search/server/text.h"

/* Finds the text of a template by its name; NULL: there is none. */
typedef const char *web_template_source(const char *name);

/* Renders the template `name` and those that it includes. False where a template is missing, is
 * none, or includes itself too deeply; then `ret` may have a part of it. */
bool web_template_render(web_template_source *source, const char *name, const json_t *model,
                         web_text *ret);

#endif
