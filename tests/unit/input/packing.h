/* Containers made as they are needed, and what a walk over them finds, as text. */
#ifndef PACKING_H
#define PACKING_H

#include <archive.h>
#include <archive_entry.h>

#include "archive/buffer.h"
#include "indexer/input/members.h"
#include "tests/unit/scratch.h"

/* What is packed: ends with a row without a name. A row without data is a folder. */
typedef struct packed_file {
    const char *name;
    const char *data;
    size_t len; /* 0: of a string */
} packed_file;

#define END_OF_FILES                                                                               \
    {                                                                                              \
        NULL, NULL, 0                                                                              \
    }

/* Appends text that does not pack well, up to `n` bytes in all. */
void put_noise(mg_buffer *ret, size_t n);

/* Appends a container of ARCHIVE_FORMAT_x, compressed by ARCHIVE_FILTER_x, to the buffer. `options`
 * are libarchive's, or NULL; `password` is of a zip, or NULL. */
void pack_files(int format, int filter, const char *options, const char *password,
                const packed_file *files, mg_buffer *ret);

/* The same of one file without container. */
void compress_bytes(int filter, const void *data, size_t len, mg_buffer *ret);

/* Appends what a walk over the file finds, a line each, without the first `cut` bytes of paths:
 *     a.zip/a.txt: the text of a short file
 *     a.zip/b.txt: 3000 bytes, 89ABCDEF    (its CRC-32)
 *     a.zip/link (a link)
 *     a.zip ! why the rest of it cannot be read
 *     a.zip/c.txt: abc ! why the rest of it cannot be read
 * and checks what must hold for every walk. */
void walk_as_text(const char *path, size_t cut, const mg_limits *limits, mg_buffer *ret);

/* The same, alone, of a file in this folder, whose path is cut. */
void walk_in_folder(const scratch *folder, const char *name, const mg_limits *limits,
                    mg_buffer *ret);

#endif
