#include "search/query/fail.h"

#include <stdarg.h>
#include <stdio.h>

#include "archive/utf8.h"

enum { SHOWN_MAX = 40 };

morgue_status mg_query_fail(morgue_error *err, size_t column, const char *format, ...)
{
    char message[480];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (len >= (int)sizeof message)
        message[mg_utf8_cut(message, sizeof message - 1, sizeof message - 4)] = '\0';
    return mg_fail_at(err, MORGUE_BAD_QUERY, (int64_t)column, "column %zu: %s", column + 1,
                      message);
}

int mg_query_shown(const char *text, size_t len)
{
    return (int)mg_utf8_cut(text, len, SHOWN_MAX);
}
