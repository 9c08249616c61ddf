/* Paths and small files. */
#ifndef MG_PATH_H
#define MG_PATH_H

#include "archive/buffer.h"
#include "morgue.h"

/* "folder/name" in memory for free(); NULL when memory is out. */
char *mg_path_join(const char *folder, const char *name);

/* Is this the name of a file with a table of a shard, "docdata.glass"? */
bool mg_path_is_table(const char *name);

/* Removes a folder with the files in it; folders in it are removed too. What cannot be removed
 * stays. */
void mg_path_remove(const char *path);

/* Bytes of all files in the folder and the folders in it; what vanishes meanwhile counts nothing.
 */
uint64_t mg_path_size(const char *path);

/* Has the disk that `path` is on room for so many bytes? Where it does not tell, that is to be
 * tried. Errors: IO. */
morgue_status mg_path_check_room(const char *path, uint64_t need, morgue_error *err);

/* Puts a folder, the files in it and its name in the folder above on the disk. Errors: IO,
 * NO_MEMORY.
 */
morgue_status mg_path_sync(const char *path, morgue_error *err);

/* Appends a file's content to `ret`; files over `max` bytes are BAD_INPUT.
 * Errors: NOT_FOUND, IO, NO_MEMORY. */
morgue_status mg_file_read(const char *path, size_t max, mg_buffer *ret, morgue_error *err);

/* Puts what is in a file on the disk. Errors: NOT_FOUND, IO, NO_MEMORY. */
morgue_status mg_file_sync(const char *path, morgue_error *err);

/* Puts on the disk which names the folder holds: without it, a file that was made or renamed there
 * may be gone when the power was cut. Errors: NOT_FOUND, IO, NO_MEMORY. */
morgue_status mg_folder_sync(const char *path, morgue_error *err);

/* Writes all of it to an open file; false with errno where that fails. */
bool mg_write_all(int fd, const char *data, size_t len);

/* Writes a file anew so that a crash leaves the old content or the new one: under another name, to
 * the disk, renamed, the folder to the disk. Errors: IO, NO_MEMORY. */
morgue_status mg_file_replace(const char *folder, const char *name, const char *data, size_t len,
                              morgue_error *err);

#endif
