#include "indexer/formats/reuters_split.h"

#include <string.h>

#include "archive/error.h"

enum { STEP = 64 << 10, ELEMENT_MAX = 16 << 20 };

static const char opening[] = "<REUTERS";
static const char closing[] = "</REUTERS>";

morgue_status mg_reuters_find(mg_input *input, bool *ret_found, morgue_error *err)
{
    morgue_text window;
    *ret_found = false;
    for (;;) {
        morgue_status status = mg_input_peek(input, STEP, &window, err);
        if (status != MORGUE_OK || window.len < sizeof opening - 1)
            return status;
        const char *at = memmem(window.data, window.len, opening, sizeof opening - 1);
        *ret_found = at != NULL;
        mg_input_skip(input, at ? (size_t)(at - window.data) : window.len - (sizeof opening - 2));
        if (at)
            return MORGUE_OK;
    }
}

morgue_status mg_reuters_take(mg_input *input, morgue_text *ret, morgue_error *err)
{
    size_t seen = sizeof opening - 1;
    for (size_t want = STEP;; want *= 2) {
        morgue_text window;
        morgue_status status = mg_input_peek(input, want, &window, err);
        if (status != MORGUE_OK)
            return status;
        const char *from = window.data + seen;
        const char *end = memmem(from, window.len - seen, closing, sizeof closing - 1);
        size_t extent = end ? (size_t)(end - window.data) + sizeof closing - 1 : window.len;
        const char *other = memmem(window.data + sizeof opening - 1, extent - sizeof opening + 1,
                                   opening, sizeof opening - 1);
        if (end && !other) {
            *ret = (morgue_text){window.data, extent};
            return MORGUE_OK;
        }
        if (other || window.len < want || window.len > ELEMENT_MAX) {
            mg_input_skip(input, other ? (size_t)(other - window.data) : sizeof opening - 1);
            return mg_fail(err, MORGUE_BAD_INPUT, "a <REUTERS> element that is not closed%s",
                           other ? " before the next one begins" : "");
        }
        seen = window.len - (sizeof closing - 2);
    }
}
