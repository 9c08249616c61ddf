/* What the fuzz targets share. A target is one file with LLVMFuzzerTestOneInput(); what must hold
 * for every input is said with EXPECT(). */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive/buffer.h"
#include "morgue.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Stops the program where the condition does not hold, saying which and where. */
#define EXPECT(condition) ((condition) ? (void)0 : fuzz_failed(__FILE__, __LINE__, #condition))

_Noreturn void fuzz_failed(const char *file, int line, const char *condition);

/* The same for a call that must not fail: EXPECT_OK(mg_call(x, &err), &err). */
#define EXPECT_OK(status, err)                                                                     \
    ((status) == MORGUE_OK ? (void)0 : fuzz_failed(__FILE__, __LINE__, (err)->message))

/* A copy of exactly `len` bytes, so that a sanitizer sees the first byte read behind it; for
 * free().
 */
char *fuzz_copy(const void *data, size_t len);

/* The same, with what is not clean UTF-8 mended as formats do it. Sets *ret_len. */
char *fuzz_mended(const uint8_t *data, size_t size, size_t *ret_len);

/* A file in memory with these bytes: sets `ret_path` to a path that opens it and returns its
 * descriptor, to be closed. */
enum { FUZZ_PATH_MAX = 64 };
int fuzz_file(const void *data, size_t len, char ret_path[FUZZ_PATH_MAX]);

/* Expects clean UTF-8. */
void fuzz_expect_clean(const char *text, size_t len);

/* Expects a date as MORGUE_DATE has it. */
void fuzz_expect_date(const char *date, size_t len);

/* Expects an article as formats may hand it out: clean values, of one each where the field is not
 * repeatable, extras that are JSON, a record and a line of JSON that can be made. */
void fuzz_expect_article(morgue_article *article);

#endif
