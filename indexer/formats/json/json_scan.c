#include "indexer/formats/json/json_scan.h"

#include <string.h>

/* Bytes that mean something inside a string, and outside of one. */
static const uint8_t in_string[256] = {['"'] = 1, ['\\'] = 1, ['\n'] = 1};
static const uint8_t outside[256] = {['"'] = 1, ['{'] = 1, ['}'] = 1, ['['] = 1, [']'] = 1};

static bool ends_scalar(char c)
{
    return mg_json_space(c) || (c && strchr(",:[]{}\"", c));
}

/* Moves over a string to behind its quote. False when it is broken or goes on. */
static bool scan_string(mg_json_scan *scan, const char **at, const char *end, bool *ret_broken)
{
    const char *p = *at;
    for (;;) {
        if (scan->escaped && p < end) {
            scan->escaped = false;
            p += *p != '\n';
        }
        while (p < end && !in_string[(uint8_t)*p])
            p++;
        *at = p;
        if (p == end)
            return false;
        *ret_broken = *p == '\n';
        if (*ret_broken)
            return false;
        *at = ++p;
        if (p[-1] == '"')
            break;
        scan->escaped = true;
    }
    scan->in_string = false;
    return true;
}

static mg_json_scanned scan_scalar(const char *at, size_t n, size_t *ret_used)
{
    size_t i = 0;
    while (i < n && !ends_scalar(at[i]))
        i++;
    *ret_used = i;
    return i < n ? JSON_SCAN_DONE : JSON_SCAN_MORE;
}

/* Takes a bracket. False when it closes one of another kind. */
static bool take_bracket(mg_json_scan *scan, char c)
{
    bool square = c == '[' || c == ']';
    if (c == '{' || c == '[') {
        if (scan->depth < 64)
            scan->squares = (scan->squares & ~(1ull << scan->depth)) | (uint64_t)square
                                                                           << scan->depth;
        scan->depth++;
        return true;
    }
    if (!scan->depth)
        return true; /* it stands alone, which its reader will see */
    scan->depth--;
    return scan->depth >= 64 || (scan->squares >> scan->depth & 1) == square;
}

mg_json_scanned mg_json_scan_on(mg_json_scan *scan, const char *from, size_t n, size_t *ret_used)
{
    const char *at = from, *end = from + n;
    bool broken = false;
    if (!scan->begun && n) {
        scan->begun = true;
        scan->scalar = !outside[(uint8_t)*at];
    }
    if (scan->scalar)
        return scan_scalar(from, n, ret_used);
    while (at < end) {
        if (scan->in_string) {
            if (!scan_string(scan, &at, end, &broken))
                break;
        } else {
            while (at < end && !outside[(uint8_t)*at])
                at++;
            if (at == end)
                break;
            char c = *at++;
            scan->in_string = c == '"';
            if (!scan->in_string && !take_bracket(scan, c)) {
                *ret_used = (size_t)(at - from);
                return JSON_SCAN_CROSSED;
            }
        }
        if (!scan->in_string && !scan->depth) {
            *ret_used = (size_t)(at - from);
            return JSON_SCAN_DONE;
        }
    }
    *ret_used = (size_t)(at - from);
    return broken ? JSON_SCAN_CUT : JSON_SCAN_MORE;
}
