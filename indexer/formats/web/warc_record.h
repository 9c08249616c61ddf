/* The records of WARC (ISO 28500, versions 0.17 to 1.1) and ARC (versions 1 and 2) files, found in
 * the input one after another. A wrong length is overcome by the next line that begins a record; a
 * record that cannot be understood costs itself only. */
#ifndef MG_WARC_RECORD_H
#define MG_WARC_RECORD_H

#include "indexer/formats/format.h"

/* Larger records are not held. */
#define MG_WARC_RECORD_MAX ((size_t)65 << 20)

typedef enum mg_warc_kind { MG_WARC, MG_ARC } mg_warc_kind;

/* A record at the beginning of the input's window; its texts live until the input is asked again.
 */
typedef struct mg_warc_record {
    mg_warc_kind kind;
    morgue_text type;   /* "response", "resource", "warcinfo", ...; of ARC the first two */
    morgue_text url;    /* without angle brackets */
    morgue_text date;   /* as it stands */
    morgue_text media;  /* Content-Type of the block */
    morgue_text fields; /* all of the head's; none in ARC */
    morgue_text block;
    morgue_text whole; /* head and block */
    uint64_t size;     /* what mg_warc_skip() skips */
    bool too_large;    /* the block is not there but for its beginning */
    bool cut;          /* the file ends within the record */
    bool wrong_length; /* the block ends where the next record begins, not where it says */
} mg_warc_record;

/* Which of the two the bytes at the beginning of a file are; false where they are neither. */
bool mg_warc_recognise(morgue_text head, mg_warc_kind *ret);

/* Finds the next record:
 *   MG_READ_ARTICLE  there is one
 *   MG_READ_BAD      what stands there is none (err says what), it was passed over
 *   MG_READ_END      no more
 *   MG_READ_BROKEN   the input cannot be read on
 * Before that, *ret_offset and *ret_line are set to where it begins. */
mg_reading mg_warc_find(mg_input *input, mg_warc_kind kind, mg_warc_record *ret,
                        uint64_t *ret_offset, uint64_t *ret_line, morgue_error *err);

/* Moves the input behind the record; of one that is too large, no further than where another
 * begins. Errors: those of the input. */
morgue_status mg_warc_skip(mg_input *input, const mg_warc_record *record, morgue_error *err);

/* ---- The heads of records (warc_head.c) ----------------------------------------------------- */

/* The head of the record at the beginning of `text`; *ret_len is its length, with the empty line.
 * Sets the record's texts and *ret_block to the length of the block, UINT64_MAX where it is not
 * said. False where there is none; `text` has all of it, or the file ends. */
bool mg_warc_head(mg_warc_kind kind, morgue_text text, mg_warc_record *ret, size_t *ret_len,
                  uint64_t *ret_block);

/* Does a record's head begin here? The whole of its first line must be there. */
bool mg_warc_begins(mg_warc_kind kind, morgue_text text);

/* Where the next line that begins a record begins, from the line behind `from` on; text.len where
 * there is none. */
size_t mg_warc_next_head(mg_warc_kind kind, morgue_text text, size_t from);

/* The longest head. */
enum { MG_WARC_HEAD_MAX = 1 << 20 };

#endif
