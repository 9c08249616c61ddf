/* Splits a stream of JSON into its elements, whatever holds them: lines, an array, an object
 * around an array, or one value behind the other. Memory holds one element at a time. */
#ifndef MG_JSON_SPLIT_H
#define MG_JSON_SPLIT_H

#include "indexer/formats/format.h"

/* An element longer than this is refused, and passed over without being held. */
#define MG_JSON_ELEMENT_MAX ((size_t)128 << 20)

/* Begin with zeros; `max` 0 stands for MG_JSON_ELEMENT_MAX. */
typedef struct mg_json_split {
    size_t max;
    bool begun;
    bool lines;   /* JSON Lines: a line is an element, whatever is in it */
    bool wrapped; /* the file begins with an object around an array */
    bool in_array;
    size_t closers; /* objects to close behind the array */
    size_t held;    /* bytes of the last element, to be passed over */
    size_t indent;  /* of the element being scanned, when own_line */
    bool own_line;  /* it is the first thing in its line */
    bool at_line;   /* only white space since the last line feed */
    size_t spaces;  /* how much of it */
    unsigned runaways;
} mg_json_split;

/* An element; the text lives until the next call. */
typedef struct mg_json_piece {
    morgue_text text;
    uint64_t offset;
    uint64_t line;
    size_t column; /* bytes before it in its line */
} mg_json_piece;

/* MG_READ_ARTICLE: *ret is the next element, which need not be valid JSON. MG_READ_BAD: one that
 * has no end, or is too long, was passed over; *ret has its place. Otherwise as mg_reading. */
mg_reading mg_json_split_next(mg_json_split *split, mg_input *input, mg_json_piece *ret,
                              morgue_error *err);

/* Do the bytes, which begin a file, show that it is JSON Lines: by a line that has ended? */
bool mg_json_lines(morgue_text head);

/* Does the text begin with an object around the array of the articles, as programming interfaces
 * answer: {"status":"ok","articles":[ ...? Sets *ret_skip to the bytes up to behind the bracket
 * and *ret_closers to the number of objects around the array. */
bool mg_json_wrapper(morgue_text head, size_t *ret_skip, size_t *ret_closers);

#endif
