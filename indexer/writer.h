/* What imports need of a writer beside its public face. */
#ifndef MG_WRITER_H
#define MG_WRITER_H

#include "morgue.h"

/* morgue_writer_add() for an article that was read from bytes with this fingerprint; 0: none. */
morgue_status mg_writer_add(morgue_writer *writer, morgue_article *article, uint64_t source,
                            morgue_outcome *ret, morgue_error *err);

/* morgue_writer_delete() that commits by itself when the memory limit asks for it. */
morgue_status mg_writer_delete(morgue_writer *writer, const char *id, size_t len,
                               morgue_error *err);

/* How many articles the tagger has found something in, of those that were put so far. All that were
 * committed count. */
uint64_t mg_writer_tagged(const morgue_writer *writer);

/* The number of the last commit. */
uint64_t mg_writer_revision(const morgue_writer *writer);

/* Does the archive, with what was added since the commit, have an article that was read from bytes
 * with this fingerprint? Sets *ret_size to the bytes of its title and text. */
bool mg_writer_knows(morgue_writer *writer, uint64_t source, uint64_t *ret_size);

#endif
