#include "indexer/formats/mail/mail_split.h"

#include <string.h>

#include "archive/error.h"
#include "indexer/formats/fields.h"
#include "indexer/formats/put.h"

enum { STEP = 64 << 10, LINES = 4096 /* room for a From_ line and the one behind it */ };

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
}

/* Skips a byte order mark and empty lines before a mail. */
static morgue_status skip_blanks(mg_input *input, bool *ret_any, morgue_error *err)
{
    morgue_text window;
    for (;;) {
        morgue_status status = mg_input_peek(input, LINES, &window, err);
        if (status != MORGUE_OK)
            return status;
        size_t n = window.len >= 3 && memcmp(window.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
        while (n < window.len && is_blank(window.data[n]))
            n++;
        mg_input_skip(input, n);
        *ret_any = n < window.len;
        if (*ret_any || !window.len)
            return MORGUE_OK;
    }
}

/* Does the line before `at` end here, and is it empty? */
static bool behind_empty_line(morgue_text window, size_t at)
{
    size_t n = at - 1; /* the line feed */
    n -= n && window.data[n - 1] == '\r';
    return !n || window.data[n - 1] == '\n';
}

/* Where the next From_ line begins, searched from the line behind `from` on; window.len where there
 * is none. Lines too near to the window's end to be seen whole count only if the file ends. Sets
 * *ret_seen to where to search on from. */
static size_t find_from_line(morgue_text window, size_t from, bool file_ends, size_t *ret_seen)
{
    while (from < window.len) {
        const char *feed = memmem(window.data + from, window.len - from, "\nFrom ", 6);
        if (!feed)
            break;
        size_t at = (size_t)(feed - window.data) + 1;
        *ret_seen = at - 1;
        if (!file_ends && window.len - at < LINES)
            return window.len;
        morgue_text there = {window.data + at, window.len - at};
        morgue_text line = there;
        bool dated = mg_take_line(&line).len > 30;
        if ((dated || behind_empty_line(window, at)) && mg_mail_is_from_line(there))
            return at;
        from = at;
    }
    *ret_seen = window.len < 6 ? 0 : window.len - 5;
    return window.len;
}

/* A mail that is too large: on to the next. */
static mg_reading pass_over(mg_input *input, morgue_error *err)
{
    morgue_text window;
    morgue_error problem;
    size_t seen = 0;
    uint64_t from = mg_input_offset(input);
    for (;;) {
        if (mg_input_peek(input, STEP, &window, &problem) != MORGUE_OK || !window.len)
            break;
        bool file_ends = window.len < STEP;
        size_t next = find_from_line(window, 0, file_ends, &seen);
        size_t n = next < window.len || file_ends || !seen ? next : seen;
        mg_input_skip(input, n);
        if (next < window.len)
            break;
    }
    (void)mg_fail_at(err, MORGUE_BAD_INPUT, (int64_t)from, "a mail of more than %zu MB",
                     MG_MAIL_MAX >> 20);
    return MG_READ_BAD;
}

mg_reading mg_mail_find(mg_input *input, bool alone, morgue_text *ret, uint64_t *ret_offset,
                        uint64_t *ret_line, morgue_error *err)
{
    bool any = false;
    size_t seen = 0;
    morgue_error problem = {0};
    morgue_status status = skip_blanks(input, &any, &problem);
    *ret_offset = mg_input_offset(input);
    *ret_line = mg_input_line(input);
    if (status == MORGUE_OK && !any)
        return MG_READ_END;
    for (size_t want = STEP; status == MORGUE_OK; want *= 2) {
        morgue_text window;
        want = want < MG_MAIL_MAX ? want : MG_MAIL_MAX;
        status = mg_input_peek(input, want, &window, &problem);
        if (status != MORGUE_OK)
            break;
        bool file_ends = window.len < want;
        size_t next = alone ? window.len : find_from_line(window, seen, file_ends, &seen);
        if (next < window.len || file_ends) {
            *ret = (morgue_text){window.data, next};
            return MG_READ_ARTICLE;
        }
        if (want == MG_MAIL_MAX)
            return pass_over(input, err);
    }
    (void)mg_fail_at(err, status, problem.offset, "%s", problem.message);
    return MG_READ_BROKEN;
}

/* ---- Marks ---------------------------------------------------------------------------------- */

/* Does a line ">From " or ">>From " begin here? */
static bool is_mark(morgue_text text)
{
    size_t n = 0;
    while (n < text.len && text.data[n] == '>')
        n++;
    return n && text.len - n >= 5 && memcmp(text.data + n, "From ", 5) == 0;
}

/* The next marked line from `from` on; mail.len where there is none. */
static size_t find_mark(morgue_text mail, size_t from)
{
    while (from < mail.len) {
        const char *at = memmem(mail.data + from, mail.len - from, "\n>", 2);
        if (!at)
            break;
        from = (size_t)(at - mail.data) + 1;
        if (is_mark((morgue_text){mail.data + from, mail.len - from}))
            return from;
    }
    return mail.len;
}

bool mg_mail_is_marked(morgue_text mail)
{
    return find_mark(mail, 0) < mail.len;
}

bool mg_mail_unmark(morgue_text mail, mg_buffer *ret)
{
    size_t from = 0;
    while (from < mail.len) {
        size_t at = find_mark(mail, from);
        if (!mg_buffer_append(ret, mail.data + from, at - from))
            return false;
        from = at + (at < mail.len); /* without the mark */
    }
    return true;
}
