/* Walks over all that a file holds: itself, or what is under its compression, or the files in it
 * where it is a container, and in containers in it, in their order.
 *
 * Only windows of it are in memory. What cannot be read costs its own, with a reason; what a file
 * may cost in all is limited (limits.h). */
#ifndef MG_MEMBERS_H
#define MG_MEMBERS_H

#include "indexer/input/input.h"
#include "indexer/input/live.h"

typedef struct mg_members mg_members;

/* What the walk came across. One of input, skip and fail is set. All live until the next call. */
typedef struct mg_member {
    const char *path; /* of the file; followed by those of members: "dumps.zip/2022.tar.xz/a.json";
                         what is inside of the file is clean UTF-8, cut off if it is very long */
    mg_input *input;  /* at its beginning, unpacked */
    const char *skip; /* why it is passed over: "hidden file", "a link", "an office document" ... */
    const char *fail; /* why it, or what is left of it, cannot be read */
} mg_member;

/* Begins with a file ("-": standard input). `limits` (NULL: the usual) must outlive the walk. The
 * file is opened by the first mg_members_next(). Errors: NO_MEMORY. */
morgue_status mg_members_open(const char *path, const mg_limits *limits, mg_members **ret,
                              morgue_error *err);
/* Before the first mg_members_next(): the bytes are those of `source`, and the path is what it is
 * called; what is no regular file is read as it comes, and waited for as `live` says. Both must
 * outlive the walk. */
void mg_members_read(mg_members *members, const morgue_source *source);
void mg_members_follow(mg_members *members, const mg_live *live);
void mg_members_free(mg_members *members);

/* Sets *ret_more to false after the last. Errors: NO_MEMORY. */
morgue_status mg_members_next(mg_members *members, mg_member *ret, bool *ret_more,
                              morgue_error *err);

/* Bytes of the file read so far, before unpacking; never less than before. */
uint64_t mg_members_bytes_read(const mg_members *members);

#endif
