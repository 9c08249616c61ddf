/* The bytes of a section of the model, for tests. */
#ifndef TEST_SECTION_H
#define TEST_SECTION_H

#include "morgue.h"

/* Allocated; the test ends where the file cannot be read. */
morgue_text section_read(const char *name);

/* A text of `size` bytes: the pattern again and again, cut anywhere. Allocated. */
morgue_text text_of(const char *pattern, size_t size);

#endif
