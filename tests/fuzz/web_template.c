/* The templates of pages: those that are there, filled with any values; and any text as a template.
 *
 * The input: a JSON object as the model, a NUL, and what stands for the template, a NUL, and one
 * that it may include. */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "search/server/template.h"
#include "search/server/utf8.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/markup.h"

static const char *given, *part; /* templates of the input */

static const char safe[] =
    "<p title=\"{{a}}\">{{b}}{{^b}}<em>{{c.d}}</em>{{/b}}</p>\n"
    "{{#list}}\n<b "
    "class=\"{{a}}\">{{.}}{{name}}</b>\n{{/list}}\n{{#a}}<i>{{a}}</i>{{/a}}{{>part}}\n";

static const char *source(const char *name)
{
    if (strcmp(name, "safe") == 0)
        return safe;
    if (strcmp(name, "part") == 0)
        return "<q>{{a}}{{name}}</q>";
    if (strcmp(name, "given") == 0)
        return given;
    return strcmp(name, "other") == 0 ? part : NULL;
}

/* Whatever the values are, the page is the template's. */
static void expect_safe(const json_t *model)
{
    web_text text = {0};
    if (web_template_render(source, "safe", model, &text)) {
        EXPECT(!text.lost);
        fuzz_expect_html(text.data, text.len);
        for (size_t at = 0; at < text.len; at += web_utf8_width(text.data + at, text.len - at))
            EXPECT(web_utf8_width(text.data + at, text.len - at));
    }
    web_text_free(&text);
}

/* Whatever the template is, it comes to an end; without tags it comes out as it is. */
static void expect_end(const json_t *model)
{
    web_text text = {0};
    bool fine = web_template_render(source, "given", model, &text);
    if (fine && !strstr(given, "{{")) {
        EXPECT(text.len == strlen(given));
        EXPECT(!text.len || memcmp(text.data, given, text.len) == 0);
    }
    web_text_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 2);
    EXPECT(text);
    if (size)
        memcpy(text, data, size);
    text[size] = text[size + 1] = '\0';
    size_t len = strlen(text);
    given = len < size ? text + len + 1 : "";
    part = given + strlen(given) < text + size ? given + strlen(given) + 1 : "";
    json_t *model = json_loads(text, JSON_ALLOW_NUL, NULL);
    if (model) {
        expect_safe(model);
        expect_end(model);
        json_decref(model);
    }
    free(text);
    return 0;
}
