/* Which records of a web archive are pages, and a count of those that are not. */
#ifndef MG_WARC_PAGE_H
#define MG_WARC_PAGE_H

#include "indexer/formats/web/http.h"
#include "indexer/formats/web/warc_record.h"

enum { MG_TALLY_NAME_MAX = 64, MG_TALLY_ROWS = 64 };

/* How many records were passed over, by what they are. Zero-initialise it. */
typedef struct mg_tally {
    struct {
        char name[MG_TALLY_NAME_MAX];
        uint64_t n;
    } rows[MG_TALLY_ROWS];
    size_t n_rows;
    uint64_t others; /* those that found no row */
} mg_tally;

/* Counts one; the name is cut where it is too long. */
void mg_tally_add(mg_tally *tally, const char *name);

/* Says what was counted, most frequent first: "12 records are no pages: 9 image/png, 3 status 404".
 * Sets "" where nothing was. */
void mg_tally_tell(mg_tally *tally, char *ret, size_t room);

/* What a record holds. */
typedef struct mg_page {
    mg_http http;
    bool is_http;      /* the block is an answer; else the body is the block */
    morgue_text media; /* "text/html"; "" where nothing says */
    morgue_text charset;
    morgue_text body; /* as it was sent, see mg_http_body() */
} mg_page;

/* Does the record hold what may be a page? Otherwise `why` is what it is, for the tally: "" for a
 * record of the archive's own bookkeeping. */
bool mg_page_of(const mg_warc_record *record, mg_page *ret, char why[MG_TALLY_NAME_MAX]);

/* Does the body, unpacked, turn out to be none (a list of addresses for search engines)? */
bool mg_page_is_sitemap(morgue_text body);

#endif
