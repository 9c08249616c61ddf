/* What packed bytes and containers begin with. Each is recognised by marks that text cannot have,
 * however strange: a dump is text far more often, and must never be taken for something else. */
#ifndef MG_MAGIC_H
#define MG_MAGIC_H

#include "morgue.h"

typedef enum mg_packing {
    MG_PLAIN,     /* none that is known */
    MG_GZIP,      /* one file, compressed by gzip */
    MG_XZ,        /* one file, by xz, lzip or lzma */
    MG_FILTER,    /* one file, by something else */
    MG_CONTAINER, /* files */
    MG_DOCUMENT   /* a container whose members are the parts of one document */
} mg_packing;

typedef struct mg_magic {
    mg_packing packing;
    const char *name; /* as in "NAME data"; of a document what it is, and what to do about it */
    int code;         /* libarchive's, of the filter or the format */
    bool must_seek;   /* cannot be read from front to back */
    bool solid;       /* passing over a member takes unpacking it */
} mg_magic;

/* Bytes to look at, where the file has as many. */
enum { MG_MAGIC_HEAD = 64 << 10 };

mg_magic mg_magic_of(morgue_text head);

/* Is a member of this name part of an office document, and its container nothing else? NULL: no;
 * else what the document is, as in mg_magic. */
const char *mg_magic_document(const char *name);

#endif
