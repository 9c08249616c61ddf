/* Where a JSON value ends: counting brackets and quotes, without understanding what is between. */
#ifndef MG_JSON_SCAN_H
#define MG_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Begin with zeros. The bytes may come in several portions. */
typedef struct mg_json_scan {
    size_t depth;
    uint64_t squares; /* for each of the first 64 levels, whether its bracket is a square one */
    bool begun;
    bool in_string;
    bool escaped;
    bool scalar; /* a number or a word: ends before what cannot belong to it */
} mg_json_scan;

typedef enum mg_json_scanned {
    JSON_SCAN_MORE,   /* the value goes on behind these bytes */
    JSON_SCAN_DONE,   /* it ends behind *ret_used bytes */
    JSON_SCAN_CUT,    /* a line ends inside a string, at *ret_used */
    JSON_SCAN_CROSSED /* a bracket closes one of another kind, before *ret_used */
} mg_json_scanned;

/* Scans on from the first byte of a value or from where the last portion ended. */
mg_json_scanned mg_json_scan_on(mg_json_scan *scan, const char *at, size_t n, size_t *ret_used);

/* Is this white space of JSON? */
static inline bool mg_json_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

#endif
