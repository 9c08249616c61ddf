/* Filling a morgue_error. All functions accept err == NULL and return the status given, so that a
 * failing call reads `return mg_fail(err, MORGUE_IO, "...")`. */
#ifndef MG_ERROR_H
#define MG_ERROR_H

#include <stdarg.h>

#include "morgue.h"

#define MG_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* What is wrong, and after a colon what to do about it where that is known. Cut at 511 bytes. */
morgue_status mg_fail(morgue_error *err, morgue_status status, const char *format, ...)
    MG_PRINTF(3, 4);

/* The same with a place: the column of a query, a byte in a file. */
morgue_status mg_fail_at(morgue_error *err, morgue_status status, int64_t offset,
                         const char *format, ...) MG_PRINTF(4, 5);

/* A failed system call, after errno: "PATH: cannot WHAT: Permission denied". IO, or NOT_FOUND for
 * ENOENT, or NO_MEMORY for ENOMEM. */
morgue_status mg_fail_errno(morgue_error *err, const char *what, const char *path);

/* vsnprintf() for messages, which may quote anything: what does not fit is cut off at a character,
 * and bytes that are not clean UTF-8 become question marks. */
void mg_vformat(char *ret, size_t room, const char *format, va_list args) MG_PRINTF(3, 0);

/* The message of an error that a callback of the caller's has filled, more or less: ended, of one
 * line; `otherwise` where there is none. Lives as long as `said`. */
const char *mg_error_said(morgue_error *said, const char *otherwise);

/* "out of memory". */
morgue_status mg_fail_memory(morgue_error *err);

#endif
