/* Objects around the array of the articles. */
#include <string.h>

#include "indexer/formats/json/json_scan.h"
#include "indexer/formats/json/json_split.h"
#include "indexer/formats/keys.h"
#include "indexer/text/slice.h"

enum { NESTING_MAX = 4 };

/* Keys of arrays that hold the articles, and of objects around such an array. */
static const char arrays[] = "articles docs documents items data results records hits entries "
                             "posts stories news rows value list item feed response _items";
static const char objects[] = "response data hits result results feed channel rss articles";

static size_t skip_space(morgue_text text, size_t at)
{
    while (at < text.len && mg_json_space(text.data[at]))
        at++;
    return at;
}

/* Moves *at over the value there. False when it does not end in the text. */
static bool skip_value(morgue_text text, size_t *at)
{
    mg_json_scan scan = {0};
    size_t used;
    if (mg_json_scan_on(&scan, text.data + *at, text.len - *at, &used) != JSON_SCAN_DONE || !used)
        return false;
    *at += used;
    return true;
}

/* Takes `"key" :` at *at. */
static bool take_key(morgue_text text, size_t *at, morgue_text *ret_key)
{
    size_t start = skip_space(text, *at);
    size_t end = start;
    if (start >= text.len || text.data[start] != '"' || !skip_value(text, &end))
        return false;
    *ret_key = (morgue_text){text.data + start + 1, end - start - 2};
    end = skip_space(text, end);
    if (end >= text.len || text.data[end] != ':')
        return false;
    *at = skip_space(text, end + 1);
    return *at < text.len;
}

/* Is an array of objects (or an empty one) beginning at `at`? */
static bool array_of_objects(morgue_text text, size_t at)
{
    if (text.data[at] != '[')
        return false;
    at = skip_space(text, at + 1);
    return at < text.len && (text.data[at] == '{' || text.data[at] == ']');
}

/* JSON Feed (https://jsonfeed.org/version/1.1) begins with its version, and has a title and a
 * language of its own around the items. */
static bool is_feed(morgue_text head, morgue_text key, size_t at)
{
    static const char mark[] = "\"https://jsonfeed.org/version/";
    return key.len == 7 && memcmp(key.data, "version", 7) == 0 && head.len - at > sizeof mark &&
           memcmp(head.data + at, mark, sizeof mark - 1) == 0;
}

/* An article has keys that are fields; what is around articles has none, but in a feed. */
bool mg_json_wrapper(morgue_text head, size_t *ret_skip, size_t *ret_closers)
{
    size_t at = skip_space(head, 0), depth = 0;
    bool feed = false;
    morgue_text key;
    morgue_field_id field;
    if (at >= head.len || head.data[at] != '{')
        return false;
    at++;
    depth = 1;
    while (take_key(head, &at, &key)) {
        if (mg_text_among(key, arrays) && array_of_objects(head, at)) {
            *ret_skip = at + 1;
            *ret_closers = depth;
            return true;
        }
        if (mg_text_among(key, objects) && head.data[at] == '{' && depth < NESTING_MAX) {
            depth++;
            at++;
            continue;
        }
        feed = feed || is_feed(head, key, at);
        if ((!feed && mg_key_field(NULL, key, &field) <= CLAIM_ALIAS) || !skip_value(head, &at))
            return false;
        at = skip_space(head, at);
        if (at >= head.len || head.data[at] != ',')
            return false;
        at++;
    }
    return false;
}
