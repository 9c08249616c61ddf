#include "indexer/formats/wire/sgml_split.h"

#include <string.h>
#include <strings.h>

#include "archive/error.h"

enum { STEP = 64 << 10, ELEMENT_MAX = 16 << 20, TAG_MAX = 32 };

/* Is it this name at `at`, and not the beginning of a longer one? */
static bool is_name(const char *at, const char *end, const char *name)
{
    size_t n = strlen(name);
    return (size_t)(end - at) > n && strncasecmp(at, name, n) == 0 && at[n] &&
           strchr("> \t\r\n", at[n]) != NULL;
}

/* The first tag of this name at or behind `from`, end tags included when `ends`; NULL where there
 * is none that can be told from a longer name. */
static const char *find_tag(morgue_text text, size_t from, const char *name, bool ends)
{
    const char *at = text.data + from, *end = text.data + text.len;
    for (; at < end && (at = memchr(at, '<', (size_t)(end - at))); at++) {
        bool slash = ends && at + 1 < end && at[1] == '/';
        if (is_name(at + 1 + slash, end, name))
            return at;
    }
    return NULL;
}

morgue_status mg_sgml_find(mg_input *input, const char *name, bool *ret_found, morgue_error *err)
{
    morgue_text window;
    *ret_found = false;
    for (;;) {
        morgue_status status = mg_input_peek(input, STEP, &window, err);
        if (status != MORGUE_OK)
            return status;
        const char *at = find_tag(window, 0, name, false);
        bool last = window.len < STEP;
        *ret_found = at != NULL;
        mg_input_skip(input, at     ? (size_t)(at - window.data)
                             : last ? window.len
                                    : window.len - TAG_MAX);
        if (at || last)
            return MORGUE_OK;
    }
}

morgue_status mg_sgml_take(mg_input *input, const char *name, morgue_text *ret, morgue_error *err)
{
    size_t seen = 1;
    for (size_t want = STEP;; want *= 2) {
        morgue_text window;
        morgue_status status = mg_input_peek(input, want, &window, err);
        if (status != MORGUE_OK)
            return status;
        const char *tag = find_tag(window, seen, name, true);
        const char *end = tag ? memchr(tag, '>', window.len - (size_t)(tag - window.data)) : NULL;
        bool other = tag && tag[1] != '/';
        if (end && !other) {
            *ret = (morgue_text){window.data, (size_t)(end - window.data) + 1};
            return MORGUE_OK;
        }
        if (other || window.len < want || window.len > ELEMENT_MAX) {
            mg_input_skip(input, other ? (size_t)(tag - window.data) : 1);
            return mg_fail(err, MORGUE_BAD_INPUT, "a <%s> element that is not closed%s", name,
                           other ? " before the next one begins" : "");
        }
        seen = tag ? (size_t)(tag - window.data) : window.len - TAG_MAX;
    }
}
