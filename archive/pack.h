/* Packing records: one zlib stream each (RFC 1950), whose header names the preset dictionary that
 * it was made with by the dictionary's Adler-32. Streams made with different dictionaries, or none,
 * may lie side by side. */
#ifndef MG_PACK_H
#define MG_PACK_H

#include "archive/buffer.h"
#include "morgue.h"

/* zlib looks back 32 KiB, so a longer dictionary would be of no use. */
enum { MG_DICTIONARY_MAX = 32 << 10 };

/* The level that archives are packed with: with a dictionary it is smaller than zlib's level 6
 * without, and twice as fast. ISA-L has one of its own. */
enum { MG_PACK_LEVEL = 1 };

typedef struct mg_packer mg_packer;

/* A packer with this dictionary; len 0: none. `level` is zlib's. Errors: NO_MEMORY. */
morgue_status mg_packer_new(int level, const char *dictionary, size_t len, mg_packer **ret,
                            morgue_error *err);
void mg_packer_free(mg_packer *packer);

/* Replaces what is in `ret` by the packed form of the bytes. Errors: NO_MEMORY. */
morgue_status mg_pack(mg_packer *packer, const char *data, size_t len, mg_buffer *ret,
                      morgue_error *err);

/* Finds the dictionary with this Adler-32, which is believed to be the one. It has to live until
 * the next call. Errors: CORRUPT where there is none, STALE, IO. */
typedef morgue_status mg_dictionary_finder(void *user, uint32_t adler, morgue_text *ret,
                                           morgue_error *err);

/* Was it packed with a dictionary, and which? */
bool mg_pack_dictionary(const char *data, size_t len, uint32_t *ret_adler);

/* Replaces what is in `ret` by the bytes that were packed. The stream's own check sum is verified.
 * Errors: CORRUPT, NO_MEMORY, those of the finder. */
morgue_status mg_unpack(const char *data, size_t len, mg_dictionary_finder *finder, void *user,
                        mg_buffer *ret, morgue_error *err);

/* Chooses what of the sample occurs most, to be a dictionary; the best comes last, where it costs
 * least to refer to. Appends at most MG_DICTIONARY_MAX bytes to `ret`. Errors: NO_MEMORY. */
morgue_status mg_dictionary_make(const char *sample, size_t len, mg_buffer *ret, morgue_error *err);

/* The number by which streams name it. */
uint32_t mg_dictionary_adler(const char *dictionary, size_t len);

#endif
