/* Wire stories in the form of ANPA 1312 and IPTC 7901: between the control characters SOH and EOT,
 * the header up to STX, the text up to ETX, and when it was sent. */
#ifndef MG_ANPA_H
#define MG_ANPA_H

#include "indexer/formats/put.h"

/* The control characters that part a story. */
enum { ANPA_SOH = 1, ANPA_STX = 2, ANPA_ETX = 3, ANPA_EOT = 4, ANPA_US = 0x1F, ANPA_SYN = 0x16 };

/* How control characters are written in a file. */
typedef enum mg_anpa_marks {
    ANPA_CONTROLS, /* as they are */
    ANPA_CARETS,   /* "^A" */
    ANPA_NAMES,    /* "<SOH>" */
    ANPA_PICTURES  /* U+2401 */
} mg_anpa_marks;

/* Where the first story of the text begins, with the header that stories have; NULL where none
 * does. */
const char *mg_anpa_find(mg_anpa_marks marks, morgue_text text);

/* Length of the story that begins the text: up to its EOT, or to the next story. 0: it does not end
 * in the text, unless `is_all`. */
size_t mg_anpa_length(mg_anpa_marks marks, morgue_text text, bool is_all);

/* Appends the story with its control characters as they are, and without those that mean nothing
 * here (bells, shifts). False when memory is out. */
bool mg_anpa_plain(mg_anpa_marks marks, morgue_text story, mg_buffer *ret);

/* What the header says; texts that are not there are empty. */
typedef struct mg_anpa_head {
    morgue_text number;   /* "W2870", "eca0003" */
    morgue_text service;  /* ANPA: the selector, "asian" */
    morgue_text priority; /* a letter or a digit */
    morgue_text category; /* "i", "pl" */
    morgue_text keyword;  /* the slug */
    morgue_text version;  /* "1stLd-Writethru" */
    morgue_text filed;    /* "11-13", of no year */
    morgue_text words;
    morgue_text agency; /* IPTC 7901: "dpa 0045" */
    bool tabular;       /* lines are those of a table */
} mg_anpa_head;

/* Reads what stands before STX. False where it is no header of either form. */
bool mg_anpa_head_read(morgue_text head, mg_anpa_head *ret);

/* Reads a story (made plain) into the article. Errors: BAD_INPUT (neither title nor text, no STX),
 * NO_MEMORY. */
morgue_status mg_anpa_put(mg_sink *put, morgue_text story);

#endif
