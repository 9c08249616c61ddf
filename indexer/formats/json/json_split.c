#include "indexer/formats/json/json_split.h"

#include <string.h>

#include "archive/error.h"
#include "indexer/formats/json/json_scan.h"

enum { HEAD = 64 << 10, RUNAWAYS_MAX = 64, INDENT_MAX = 256 };

/* ---- Moving along -------------------------------------------------------------------------- */

/* Passes over `n` bytes of the window and keeps track of where lines begin. */
static void pass(mg_json_split *split, mg_input *input, const char *at, size_t n)
{
    const char *feed = n ? memrchr(at, '\n', n) : NULL;
    if (feed) {
        split->at_line = true;
        split->spaces = 0;
    }
    for (const char *p = feed ? feed + 1 : at; split->at_line && p < at + n; p++) {
        split->at_line = *p == ' ' || *p == '\t';
        split->spaces += split->at_line;
    }
    mg_input_skip(input, n);
}

static mg_reading failed(morgue_status status)
{
    return status == MORGUE_OK ? MG_READ_ARTICLE : MG_READ_BROKEN;
}

/* Passes over white space, and commas where `commas`. Sets *ret to the window behind it, empty at
 * the end of the file. */
static mg_reading skip_between(mg_json_split *split, mg_input *input, bool commas, morgue_text *ret,
                               morgue_error *err)
{
    for (;;) {
        morgue_status status = mg_input_peek(input, 1, ret, err);
        if (status != MORGUE_OK || !ret->len)
            return failed(status);
        size_t n = 0;
        while (n < ret->len && (mg_json_space(ret->data[n]) || (commas && ret->data[n] == ',') ||
                                ret->data[n] == '\x1E'))
            n++;
        if (n == 0)
            return MG_READ_ARTICLE;
        pass(split, input, ret->data, n);
    }
}

static void place(const mg_json_split *split, const mg_input *input, mg_json_piece *ret)
{
    ret->offset = mg_input_offset(input);
    ret->line = mg_input_line(input);
    ret->column = split->at_line ? split->spaces : 0;
}

/* ---- JSON Lines ---------------------------------------------------------------------------- */

/* Passes over a line that is too long, in portions. */
static mg_reading drop_line(mg_json_split *split, mg_input *input, morgue_error *err)
{
    uint64_t length = 0;
    for (;;) {
        morgue_text window;
        morgue_status status = mg_input_peek(input, 1, &window, err);
        if (status != MORGUE_OK)
            return failed(status);
        const char *end = memchr(window.data, '\n', window.len);
        size_t n = end ? (size_t)(end - window.data) : window.len;
        length += n;
        mg_input_skip(input, n);
        if (end || !window.len)
            break;
    }
    mg_fail_at(err, MORGUE_BAD_INPUT, (int64_t)mg_input_offset(input),
               "a line of %llu bytes; the longest that is read has %zu MB",
               (unsigned long long)length, split->max >> 20);
    return MG_READ_BAD;
}

static mg_reading next_line(mg_json_split *split, mg_input *input, mg_json_piece *ret,
                            morgue_error *err)
{
    morgue_text window;
    mg_reading reading = skip_between(split, input, false, &window, err);
    if (reading != MG_READ_ARTICLE || !window.len)
        return reading == MG_READ_ARTICLE ? MG_READ_END : reading;
    place(split, input, ret);
    const char *end = memchr(window.data, '\n', window.len);
    for (size_t seen = window.len; !end; seen = window.len) { /* asks for no more than there is */
        morgue_status status = mg_input_peek(input, seen + 1, &window, err);
        if (status != MORGUE_OK)
            return failed(status);
        if (window.len == seen)
            break;
        end = memchr(window.data + seen, '\n', window.len - seen);
        if (!end && window.len > split->max)
            return drop_line(split, input, err);
    }
    ret->text = (morgue_text){window.data, end ? (size_t)(end - window.data) : window.len};
    split->held = ret->text.len;
    if (ret->text.len && ret->text.data[ret->text.len - 1] == '\r')
        ret->text.len--;
    return MG_READ_ARTICLE;
}

/* ---- Values -------------------------------------------------------------------------------- */

/* Looks for the line in which the element behind a broken one begins: as far to the right as the
 * broken one, and with a brace. Passes over all before it. False when there is none. */
static bool resynchronise(mg_json_split *split, mg_input *input)
{
    morgue_text window;
    if (!split->own_line || split->indent > INDENT_MAX)
        return false;
    while (mg_input_peek(input, 1, &window, NULL) == MORGUE_OK && window.len) {
        const char *feed = memchr(window.data, '\n', window.len);
        pass(split, input, window.data, feed ? (size_t)(feed - window.data) + 1 : window.len);
        if (!feed)
            continue;
        if (mg_input_peek(input, split->indent + 1, &window, NULL) != MORGUE_OK)
            return false;
        size_t indent = 0;
        while (indent < window.len && (window.data[indent] == ' ' || window.data[indent] == '\t'))
            indent++;
        if (indent == split->indent && indent < window.len && window.data[indent] == '{')
            return true;
    }
    return false;
}

/* The element has no end, or none that can be believed. */
static mg_reading lost(mg_json_split *split, mg_input *input, const char *what, morgue_error *err)
{
    uint64_t offset = mg_input_offset(input), line = mg_input_line(input);
    morgue_text window;
    if (mg_input_peek(input, 1, &window, NULL) == MORGUE_OK && window.len)
        pass(split, input, window.data, 1);
    bool found = ++split->runaways < RUNAWAYS_MAX && resynchronise(split, input);
    while (!found && mg_input_peek(input, 1, &window, err) == MORGUE_OK && window.len)
        mg_input_skip(input, window.len);
    if (!found && mg_input_peek(input, 1, &window, err) != MORGUE_OK)
        return MG_READ_BROKEN; /* the file could not be read to its end: that is why */
    mg_fail_at(err, MORGUE_BAD_INPUT, (int64_t)offset, "the element in line %llu %s%s",
               (unsigned long long)line, what,
               found ? "" : ": nothing behind it can be told apart");
    return found ? MG_READ_BAD : MG_READ_BROKEN;
}

/* Passes over an element that is too long, in portions, from where `scan` stands. */
static mg_reading drop_element(mg_json_split *split, mg_input *input, mg_json_scan *scan,
                               size_t scanned, morgue_error *err)
{
    uint64_t offset = mg_input_offset(input);
    mg_json_scanned result = JSON_SCAN_MORE;
    for (size_t used = scanned; result == JSON_SCAN_MORE;) {
        morgue_text window;
        mg_input_skip(input, used);
        morgue_status status = mg_input_peek(input, 1, &window, err);
        if (status != MORGUE_OK)
            return failed(status);
        if (!window.len)
            break;
        result = mg_json_scan_on(scan, window.data, window.len, &used);
        if (result != JSON_SCAN_MORE)
            mg_input_skip(input, used);
    }
    split->at_line = false;
    mg_fail_at(err, MORGUE_BAD_INPUT, (int64_t)offset,
               "an element of %llu bytes; the longest that is read has %zu MB",
               (unsigned long long)(mg_input_offset(input) - offset), split->max >> 20);
    return result == JSON_SCAN_DONE ? MG_READ_BAD : MG_READ_BROKEN;
}

static mg_reading next_value(mg_json_split *split, mg_input *input, mg_json_piece *ret,
                             morgue_error *err)
{
    mg_json_scan scan = {0};
    size_t scanned = 0;
    split->own_line = split->at_line;
    split->indent = split->spaces;
    for (;;) {
        morgue_text window;
        size_t used;
        morgue_status status = mg_input_peek(input, scanned + 1, &window, err);
        if (status != MORGUE_OK)
            return failed(status);
        mg_json_scanned result =
            mg_json_scan_on(&scan, window.data + scanned, window.len - scanned, &used);
        bool ended = window.len == scanned;
        scanned += used;
        if (result == JSON_SCAN_DONE || (ended && scan.scalar)) {
            ret->text = (morgue_text){window.data, scanned};
            split->held = scanned;
            return MG_READ_ARTICLE;
        }
        if (result == JSON_SCAN_CUT)
            return lost(split, input, "has a string that its line does not end", err);
        if (result == JSON_SCAN_CROSSED)
            return lost(split, input, "has brackets that do not match", err);
        if (ended)
            return lost(split, input, "is not closed before the file ends", err);
        if (scanned > split->max)
            return drop_element(split, input, &scan, scanned, err);
    }
}

/* Passes over what can begin no value, up to something that may. */
static mg_reading skip_garbage(mg_json_split *split, mg_input *input, morgue_text window,
                               morgue_error *err)
{
    size_t n = 1;
    uint64_t offset = mg_input_offset(input);
    while (n < window.len && !strchr("{[\n", window.data[n]) &&
           !(split->in_array && window.data[n] == ']'))
        n++;
    mg_fail_at(err, MORGUE_BAD_INPUT, (int64_t)offset,
               "\"%.*s\" where an object should begin (line %llu)", n > 20 ? 20 : (int)n,
               window.data, (unsigned long long)mg_input_line(input));
    pass(split, input, window.data, n);
    return MG_READ_BAD;
}

/* ---- What holds the values ----------------------------------------------------------------- */

/* Behind the array of a wrapper: the rest of the objects around it. */
static mg_reading leave_array(mg_json_split *split, mg_input *input, morgue_error *err)
{
    morgue_text window;
    size_t used = 1;
    mg_json_scan scan = {.depth = split->closers, .begun = true};
    mg_json_scanned result = split->closers ? JSON_SCAN_MORE : JSON_SCAN_DONE;
    mg_input_skip(input, 1);
    while (result == JSON_SCAN_MORE) {
        morgue_status status = mg_input_peek(input, 1, &window, err);
        if (status != MORGUE_OK)
            return failed(status);
        if (!window.len)
            break;
        result = mg_json_scan_on(&scan, window.data, window.len, &used);
        mg_input_skip(input, used + (result == JSON_SCAN_CUT));
        result = result == JSON_SCAN_DONE ? JSON_SCAN_DONE : JSON_SCAN_MORE;
    }
    split->at_line = false;
    split->in_array = false;
    split->closers = 0;
    return MG_READ_ARTICLE;
}

/* Steps into an array, or into a wrapper and its array. False when `window` begins a value. */
static bool enter_array(mg_json_split *split, mg_input *input, morgue_text window)
{
    size_t skip = 1, closers = 0;
    if (window.data[0] != '[') {
        if (!split->wrapped || mg_input_peek_head(input, HEAD, &window, NULL) != MORGUE_OK ||
            !mg_json_wrapper(window, &skip, &closers))
            return false;
    }
    pass(split, input, window.data, skip);
    split->in_array = true;
    split->closers = closers;
    return true;
}

/* Are these JSON Lines? Yes if the first line is a whole object, or a broken one: it ends with a
 * brace and the next line begins with one, which inside a value would need a comma. */
static bool has_lines(morgue_text head)
{
    mg_json_scan scan = {0};
    size_t used = 0;
    const char *end = memchr(head.data, '\n', head.len);
    size_t line = end ? (size_t)(end - head.data) : head.len;
    if (!line || head.data[0] != '{')
        return false;
    bool done = mg_json_scan_on(&scan, head.data, line, &used) == JSON_SCAN_DONE;
    while (done && used < line && (mg_json_space(head.data[used]) || head.data[used] == ','))
        used++;
    if (done || !end)
        return used == line;
    while (line > 1 && mg_json_space(head.data[line - 1]))
        line--;
    return head.data[line - 1] == '}' && end + 1 < head.data + head.len && end[1] == '{';
}

bool mg_json_lines(morgue_text head)
{
    if (head.len >= 3 && memcmp(head.data, "\xEF\xBB\xBF", 3) == 0)
        head = (morgue_text){head.data + 3, head.len - 3};
    while (head.len && mg_json_space(*head.data))
        head = (morgue_text){head.data + 1, head.len - 1};
    return memchr(head.data, '\n', head.len) && has_lines(head);
}

static mg_reading begin(mg_json_split *split, mg_input *input, morgue_error *err)
{
    morgue_text head;
    size_t skip, closers;
    morgue_status status = mg_input_peek_head(input, HEAD, &head, err);
    if (status != MORGUE_OK)
        return failed(status);
    if (head.len >= 3 && memcmp(head.data, "\xEF\xBB\xBF", 3) == 0)
        mg_input_skip(input, 3);
    split->begun = true;
    split->at_line = true;
    split->max = split->max ? split->max : MG_JSON_ELEMENT_MAX;
    mg_reading reading = skip_between(split, input, false, &head, err);
    if (reading == MG_READ_ARTICLE && mg_input_peek_head(input, HEAD, &head, NULL) == MORGUE_OK) {
        split->wrapped = mg_json_wrapper(head, &skip, &closers);
        split->lines = !split->wrapped && has_lines(head);
    }
    return reading;
}

mg_reading mg_json_split_next(mg_json_split *split, mg_input *input, mg_json_piece *ret,
                              morgue_error *err)
{
    mg_reading reading = split->begun ? MG_READ_ARTICLE : begin(split, input, err);
    morgue_text window = {0};
    if (split->held && mg_input_peek(input, split->held, &window, NULL) == MORGUE_OK)
        pass(split, input, window.data, split->held);
    split->held = 0;
    *ret = (mg_json_piece){.text = {"", 0}};
    if (reading == MG_READ_ARTICLE && split->lines)
        return next_line(split, input, ret, err);
    while (reading == MG_READ_ARTICLE) {
        reading = skip_between(split, input, true, &window, err);
        place(split, input, ret);
        if (reading != MG_READ_ARTICLE)
            return reading;
        if (!window.len && split->in_array) {
            mg_fail(err, MORGUE_BAD_INPUT, "the array is not closed: the file may be cut short");
            return MG_READ_BROKEN;
        }
        if (!window.len)
            return MG_READ_END;
        if (split->in_array && window.data[0] == ']')
            reading = leave_array(split, input, err);
        else if (strchr(":]}", window.data[0]))
            return skip_garbage(split, input, window, err);
        else if (split->in_array || !enter_array(split, input, window))
            return next_value(split, input, ret, err);
    }
    return reading;
}
