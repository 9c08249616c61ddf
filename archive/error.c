#include "archive/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/utf8.h"

static const char *const status_texts[] = {
#define STATUS_ROW(name, text) [MORGUE_##name] = text,
    MORGUE_STATUS_TABLE(STATUS_ROW)
#undef STATUS_ROW
};

const char *morgue_status_text(morgue_status status)
{
    if ((unsigned)status >= MORGUE_STATUS_COUNT)
        return "unknown status";
    return status_texts[status];
}

/* Of a message that is too long, as by the path in it, the middle is left out: what is wrong stands
 * at its end. */
static void leave_out_middle(char *ret, size_t room, size_t full, const char *format, va_list args)
{
    static const char mark[] = "...";
    char *text = full < SIZE_MAX ? malloc(full + 1) : NULL;
    if (!text)
        return;
    vsnprintf(text, full + 1, format, args);
    size_t begin = mg_utf8_cut(text, full, (room - sizeof mark) / 2);
    size_t end = full - (room - sizeof mark - begin);
    while (end < full && ((unsigned char)text[end] & 0xC0) == 0x80)
        end++;
    memcpy(ret, text, begin);
    memcpy(ret + begin, mark, sizeof mark - 1);
    memcpy(ret + begin + sizeof mark - 1, text + end, full - end + 1);
    free(text);
}

void mg_vformat(char *ret, size_t room, const char *format, va_list args)
{
    enum { WORTHWHILE = 64 };
    va_list again;
    va_copy(again, args);
    int full = vsnprintf(ret, room, format, args);
    if (full >= 0 && (size_t)full >= room && room > WORTHWHILE)
        leave_out_middle(ret, room, (size_t)full, format, again);
    va_end(again);
    size_t len = strlen(ret);
    for (size_t i = mg_utf8_clean_prefix(ret, len); i < len;
         i += mg_utf8_clean_prefix(ret + i, len - i)) {
        bool cut_off = full >= 0 && (size_t)full >= room && len - i < 4;
        ret[i] = cut_off && (unsigned char)ret[i] >= 0xC0 ? '\0' : '?';
        len = ret[i] ? len : i;
    }
}

static void fill(morgue_error *err, morgue_status status, int64_t offset, const char *format,
                 va_list args)
{
    if (!err)
        return;
    err->status = status;
    err->offset = offset;
    mg_vformat(err->message, sizeof err->message, format, args);
}

morgue_status mg_fail(morgue_error *err, morgue_status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, status, -1, format, args);
    va_end(args);
    return status;
}

morgue_status mg_fail_at(morgue_error *err, morgue_status status, int64_t offset,
                         const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, status, offset, format, args);
    va_end(args);
    return status;
}

morgue_status mg_fail_errno(morgue_error *err, const char *what, const char *path)
{
    int number = errno;
    morgue_status status = MORGUE_IO;
    if (number == ENOENT)
        status = MORGUE_NOT_FOUND;
    if (number == ENOMEM)
        status = MORGUE_NO_MEMORY;
    return mg_fail(err, status, "%s: cannot %s: %s", path, what, strerror(number));
}

const char *mg_error_said(morgue_error *said, const char *otherwise)
{
    said->message[sizeof said->message - 1] = '\0';
    for (char *c = said->message; *c; c++)
        *c = *c == '\n' || *c == '\r' ? ' ' : *c;
    return *said->message ? said->message : otherwise;
}

morgue_status mg_fail_memory(morgue_error *err)
{
    return mg_fail(err, MORGUE_NO_MEMORY, "out of memory");
}
