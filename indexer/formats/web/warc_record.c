#include "indexer/formats/web/warc_record.h"

#include <string.h>

#include "archive/error.h"

enum { STEP = 64 << 10, BEHIND = 4096 };

/* ---- What stands between records ----------------------------------------------------------- */

/* Empty lines, and NULs that a disk or a tape added. */
static bool is_padding(char c)
{
    return c == '\r' || c == '\n' || c == ' ' || c == '\t' || c == '\0';
}

static size_t padding_length(morgue_text text)
{
    size_t n = 0;
    if (text.len >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0)
        n = 3;
    while (n < text.len && is_padding(text.data[n]))
        n++;
    return n;
}

/* Skips it; *ret_any is false at the end of the file. */
static morgue_status skip_padding(mg_input *input, bool *ret_any, morgue_error *err)
{
    morgue_text window;
    for (;;) {
        morgue_status status = mg_input_peek(input, BEHIND, &window, err);
        if (status != MORGUE_OK)
            return status;
        size_t n = padding_length(window);
        mg_input_skip(input, n);
        *ret_any = n < window.len;
        if (*ret_any || !window.len)
            return MORGUE_OK;
    }
}

/* Skips to the next line that begins a record, but no more than `most` bytes. */
static morgue_status skip_to_head(mg_input *input, mg_warc_kind kind, uint64_t most,
                                  morgue_error *err)
{
    while (most) {
        morgue_text window;
        morgue_status status = mg_input_peek(input, MG_WARC_HEAD_MAX, &window, err);
        if (status != MORGUE_OK)
            return status;
        if (!window.len)
            return mg_fail(err, MORGUE_IO, "the file ends within a record");
        size_t next = mg_warc_next_head(kind, window, 0);
        bool found = next < window.len && next <= most;
        if (!found && window.len >= MG_WARC_HEAD_MAX) { /* the last line may be cut */
            const char *feed = memrchr(window.data, '\n', window.len);
            next = feed && feed > window.data ? (size_t)(feed - window.data) : window.len;
        }
        next = next < most ? next : (size_t)most;
        mg_input_skip(input, next);
        if (found)
            return MORGUE_OK;
        most -= next;
    }
    return MORGUE_OK;
}

/* Skips to the next record or the end of the file, and says so. */
static mg_reading skip_foreign(mg_input *input, mg_warc_kind kind, const char *what,
                               morgue_error *err)
{
    uint64_t from = mg_input_offset(input);
    (void)skip_to_head(input, kind, UINT64_MAX, NULL); /* the next call tells */
    uint64_t n = mg_input_offset(input) - from;
    (void)mg_fail_at(err, MORGUE_BAD_INPUT, (int64_t)from, "%s: %llu byte%s passed over", what,
                     (unsigned long long)n, n == 1 ? "" : "s");
    return MG_READ_BAD;
}

/* ---- The end of a block -------------------------------------------------------------------- */

static bool has_record(mg_warc_kind kind, morgue_text window, size_t head, size_t end)
{
    return mg_warc_next_head(kind, (morgue_text){window.data, end}, head - 1) < end;
}

/* Does a block end at `at`: with a record behind it? Or with the end of the file, or in WARC two
 * line ends and something foreign, and no record before? */
static bool ends_at(mg_warc_kind kind, morgue_text window, size_t head, size_t at, bool file_ends)
{
    morgue_text behind = {window.data + at, window.len - at};
    bool parted = kind == MG_WARC && behind.len >= 4 && memcmp(behind.data, "\r\n\r\n", 4) == 0;
    size_t n = padding_length(behind);
    behind = (morgue_text){behind.data + n, behind.len - n};
    if (behind.len && mg_warc_begins(kind, behind))
        return true;
    return ((!behind.len && file_ends) || parted) && !has_record(kind, window, head, at);
}

/* Searches for the next record from the end of the head on; *ret is its place in the window, or
 * SIZE_MAX. */
static morgue_status find_end(mg_input *input, mg_warc_kind kind, size_t head, size_t *ret,
                              morgue_text *window, morgue_error *err)
{
    size_t from = head - 1;
    for (size_t want = head + STEP;; want *= 2) {
        want = want < MG_WARC_RECORD_MAX ? want : MG_WARC_RECORD_MAX;
        morgue_status status = mg_input_peek(input, want, window, err);
        if (status != MORGUE_OK)
            return status;
        size_t next = mg_warc_next_head(kind, *window, from);
        *ret = next < window->len ? next : SIZE_MAX;
        if (*ret != SIZE_MAX || window->len < want || want == MG_WARC_RECORD_MAX)
            return MORGUE_OK;
        const char *feed = memrchr(window->data + from, '\n', window->len - from);
        from = feed ? (size_t)(feed - window->data) : from;
    }
}

/* Where a block ends. */
typedef struct extent {
    size_t len;    /* of the block */
    uint64_t size; /* of head and block, and of what is known to stand between it and the next */
    bool too_large;
    bool cut;
    bool wrong;
} extent;

/* Length of a block up to the next record, without the two line ends before that. */
static size_t length_before(morgue_text window, size_t head, size_t next)
{
    size_t n = next;
    for (int i = 0; i < 2 && n > head && window.data[n - 1] == '\n'; i++)
        n -= n - 1 > head && window.data[n - 2] == '\r' ? 2 : 1;
    return n - head;
}

/* The length is missing or wrong: what is up to the next record belongs to this one. Where no other
 * record is near, the length counts. */
static morgue_status measure_to_next(mg_input *input, mg_warc_kind kind, size_t head, uint64_t len,
                                     extent *ret, morgue_error *err)
{
    size_t next;
    morgue_text window;
    morgue_status status = find_end(input, kind, head, &next, &window, err);
    if (status != MORGUE_OK)
        return status;
    size_t there = window.len - head;
    if (next != SIZE_MAX) {
        *ret = (extent){.len = length_before(window, head, next), .size = next, .wrong = true};
    } else if (len == UINT64_MAX) {
        *ret = (extent){.len = there, .size = window.len, .wrong = true};
    } else {
        size_t n = len > there ? there : (size_t)len;
        *ret = (extent){.len = n, .size = head + n, .cut = len > there};
    }
    return MORGUE_OK;
}

/* Finds the end of the block behind a head; `len` is what the head says of it. */
static morgue_status measure(mg_input *input, mg_warc_kind kind, size_t head, uint64_t len,
                             extent *ret, morgue_error *err)
{
    morgue_text window;
    bool said = len != UINT64_MAX;
    bool too_large = said && len > MG_WARC_RECORD_MAX;
    size_t size = head + (!said ? 0 : too_large ? STEP : (size_t)len);
    morgue_status status = mg_input_peek(input, size + BEHIND, &window, err);
    if (status != MORGUE_OK)
        return status;
    if (too_large) {
        size_t n = window.len < size ? window.len - head : STEP;
        *ret = (extent){.len = n, .size = head + len, .too_large = true};
        return MORGUE_OK;
    }
    bool file_ends = window.len < size + BEHIND;
    if (!said || window.len < size || !ends_at(kind, window, head, size, file_ends))
        return measure_to_next(input, kind, head, len, ret, err);
    *ret = (extent){.len = (size_t)len, .size = size};
    return MORGUE_OK;
}

/* ---- Records ------------------------------------------------------------------------------- */

/* Reads the head at the beginning of the window. */
static morgue_status take_head(mg_input *input, mg_warc_kind kind, mg_warc_record *ret,
                               size_t *ret_len, uint64_t *ret_block, morgue_error *err)
{
    morgue_text window;
    for (size_t want = STEP;; want *= 4) {
        morgue_status status = mg_input_peek(input, want, &window, err);
        if (status != MORGUE_OK)
            return status;
        if (mg_warc_head(kind, window, ret, ret_len, ret_block))
            return MORGUE_OK;
        if (window.len < want || want >= MG_WARC_HEAD_MAX || !mg_warc_begins(kind, window))
            return mg_fail(err, MORGUE_BAD_INPUT, "%s",
                           mg_warc_begins(kind, window) ? "the record's head does not end"
                                                        : "no record begins here");
    }
}

/* The record at the beginning of the window, which is one. */
static morgue_status take_record(mg_input *input, mg_warc_kind kind, mg_warc_record *ret,
                                 morgue_error *err)
{
    size_t head = 0;
    uint64_t len = 0;
    extent block = {0};
    morgue_text window;
    morgue_status status = take_head(input, kind, ret, &head, &len, err);
    if (status != MORGUE_OK)
        return status;
    status = measure(input, kind, head, len, &block, err);
    if (status == MORGUE_OK)
        status = mg_input_peek(input, head + block.len, &window, err);
    if (status != MORGUE_OK)
        return status;
    (void)mg_warc_head(kind, window, ret, &head, &len); /* again: the window may have moved */
    ret->block = (morgue_text){window.data + head, block.len};
    ret->whole = (morgue_text){window.data, head + block.len};
    ret->size = block.size;
    ret->too_large = block.too_large;
    ret->cut = block.cut;
    ret->wrong_length = block.wrong;
    return MORGUE_OK;
}

mg_reading mg_warc_find(mg_input *input, mg_warc_kind kind, mg_warc_record *ret,
                        uint64_t *ret_offset, uint64_t *ret_line, morgue_error *err)
{
    bool any = false;
    morgue_error problem = {0};
    morgue_status status = skip_padding(input, &any, &problem);
    *ret_offset = mg_input_offset(input);
    *ret_line = mg_input_line(input);
    if (status == MORGUE_OK && !any)
        return MG_READ_END;
    if (status == MORGUE_OK)
        status = take_record(input, kind, ret, &problem);
    if (status == MORGUE_OK)
        return MG_READ_ARTICLE;
    if (status == MORGUE_BAD_INPUT)
        return skip_foreign(input, kind, problem.message, err);
    (void)mg_fail_at(err, status, problem.offset, "%s", problem.message);
    return MG_READ_BROKEN;
}

morgue_status mg_warc_skip(mg_input *input, const mg_warc_record *record, morgue_error *err)
{
    morgue_text window;
    if (record->too_large) /* or its length is wrong */
        return skip_to_head(input, record->kind, record->size, err);
    for (uint64_t left = record->size; left;) {
        morgue_status status =
            mg_input_peek(input, left < STEP ? (size_t)left : STEP, &window, err);
        if (status != MORGUE_OK)
            return status;
        size_t n = window.len < left ? window.len : (size_t)left;
        if (!n)
            return mg_fail(err, MORGUE_IO, "the file ends within a record");
        mg_input_skip(input, n);
        left -= n;
    }
    return MORGUE_OK;
}
