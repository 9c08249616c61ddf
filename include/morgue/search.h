/*
 * morgue/search.h - the part of morgue.h about searching; morgue.h includes it, and has the rules
 * that hold everywhere.
 */
#ifndef MORGUE_SEARCH_H
#define MORGUE_SEARCH_H

#include "morgue.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- How to search ------------------------------------------------------------------------ */

typedef enum morgue_sort {
    MORGUE_BY_RELEVANCE, /* newest first where nothing in the query weighs */
    MORGUE_NEWEST_FIRST, /* of the same date, or weight: in the order of the archive */
    MORGUE_OLDEST_FIRST
} morgue_sort;

/* What a bar of a timeline stands for. */
typedef enum morgue_period {
    MORGUE_NO_TIMELINE,
    MORGUE_BY_YEAR,
    MORGUE_BY_MONTH,
    MORGUE_BY_DAY
} morgue_period;

enum { MORGUE_FACETS_MAX = 16 };

#define MORGUE_NO_SNIPPETS UINT32_MAX /* for morgue_search_options.snippets. Since 0.2 */

/* How to search. Zero-initialise it: zeros are the defaults. */
typedef struct morgue_search_options {
    uint32_t limit;  /* hits on the page; 0: 10 */
    uint32_t offset; /* hits passed over before the page */
    morgue_sort sort;
    bool exact;        /* count every hit instead of estimating */
    bool count_only;   /* no hits, only the total (the limit does not matter) */
    uint32_t snippet;  /* length of a passage in characters; 0: 240 */
    uint32_t snippets; /* passages of a hit, at most; 0: 1; MORGUE_NO_SNIPPETS: none, and the title
                          without marks, so that hits cost half the time */
    uint32_t timeout_ms; /* end the search after about so long with what was found; 0: never */
    const char *similar; /* id of an article: find those like it; the query, which may be NULL
                            or "" then, only filters */
    morgue_period timeline;
    morgue_field_id facets[MORGUE_FACETS_MAX]; /* fields whose values are to be counted */
    uint32_t n_facets;
    uint32_t facet_values; /* values of each facet, at most; 0: 10 */
    bool explain;          /* keep what morgue_results_step() and _reason() tell */

    /* Begin behind this place: what morgue_results_cursor() of the page before gave, for the same
     * query and order. NULL or "": from the first hit. `offset` counts from there; total, facets
     * and timeline are those of all hits as ever. Since 0.2 */
    const char *after;
    /* Called now and then, at least each 10 ms or so of work; when it returns false the search ends
     * with CANCELLED. May be NULL. Since 0.2 */
    bool (*go_on)(void *user);
    void *user; /* for go_on */
    /* Another query, which hits have to match as well: it counts for no score and is marked
     * nowhere, whatever stands in it. NULL or "": none. Since 0.3 */
    const char *filter;
    void *reserved[7];
} morgue_search_options;

/* ---- Searching ---------------------------------------------------------------------------- */

typedef struct morgue_results morgue_results;

/* Runs a query; `options` may be NULL. The language is described in docs/query-language.md; what
 * aliases.txt and blocklist.txt in the archive's folder say is heeded.
 * An empty query is an error; `*` alone finds every article. Facets and timelines look at every
 * hit, so that the total is exact.
 * Errors: BAD_QUERY (err->offset is the column, from 0), NOT_FOUND (similar: no such article),
 * INVALID (a facet over a field that has no values to count; `after` is no cursor, or one of
 * another order), CANCELLED (go_on), STALE, CORRUPT, IO, NETWORK, NO_MEMORY. */
MORGUE_API morgue_status morgue_search(morgue_archive *archive, const char *query,
                                       const morgue_search_options *options, morgue_results **ret,
                                       morgue_error *err);

/* Results are freed before their archive. */
MORGUE_API void morgue_results_free(morgue_results *results);

/* Number of hits on this page. */
MORGUE_API size_t morgue_results_count(const morgue_results *results);

/* Number of articles that match, on all pages; an estimate unless _is_exact. */
MORGUE_API uint64_t morgue_results_total(const morgue_results *results);
MORGUE_API bool morgue_results_total_is_exact(const morgue_results *results);

/* Was the search ended before all was looked at (timeout_ms), or did a shard of a spread archive
 * not answer? Then there may be better hits than these, and all numbers are too low. */
MORGUE_API bool morgue_results_partial(const morgue_results *results);

/* How many shards the archive has, with those that did not answer. Since 0.4. */
MORGUE_API size_t morgue_results_shards(const morgue_results *results);

/* A shard of a spread archive whose articles are not in the answer. */
typedef struct morgue_missing {
    const char *shard;  /* as morgue_shard.name */
    const char *reason; /* what is wrong with it, for the user */
    void *reserved[2];
} morgue_missing;

/* The i-th shard that did not answer; false behind the last. Its texts live as long as the results.
 * Since 0.4. */
MORGUE_API bool morgue_results_missing(const morgue_results *results, size_t i,
                                       morgue_missing *ret);

/* Where the next page begins, for morgue_search_options.after: ASCII letters, digits, '.', '-' and
 * '_'; NULL when this page has the last hit. Behind a page that is partial there may be none left.
 * Lives as long as the results.
 *
 * Pages that follow each other so have each hit once, in the order of one search, however deep they
 * go, and each costs what the first page costs. If the archive is changed between two pages, pages
 * in the order of dates still have each article that was there all the time, once; only of those
 * with the very date of the last hit some may come again, where a merge has put them into another
 * order, or be missed, where a second merge has hidden that. In the order of relevance, scores may
 * have shifted, and an article may come twice or be missed. Since 0.2. */
MORGUE_API const char *morgue_results_cursor(morgue_results *results);

/* How long the search took, in milliseconds: planning, matching, counting. */
MORGUE_API double morgue_results_took_ms(const morgue_results *results);

/* Row `i` of what the user should know about the answer ("the search was ended after 2.0 s: ..."),
 * or NULL beyond the last. Shards that did not answer come first, a row each. Lives as long as the
 * results. */
MORGUE_API const char *morgue_results_notice(const morgue_results *results, size_t i);

/* A query like this one that finds more, because a word that the archive does not have, or hardly,
 * is replaced by one that it has, names first; NULL where there is none. Lives as long as the
 * results. */
MORGUE_API const char *morgue_results_suggestion(const morgue_results *results);

/* ---- Hits --------------------------------------------------------------------------------- */

/* A run of bytes that the query asked for. */
typedef struct morgue_mark {
    uint32_t start;
    uint32_t len;
} morgue_mark;

/* A piece of text with what the query asked for in it; marks rise and do not overlap. */
typedef struct morgue_passage {
    morgue_text text; /* line breaks turned into spaces */
    const morgue_mark *marks;
    size_t n_marks;
    bool starts_late; /* there is text before it */
    bool ends_early;  /* there is text after it */
} morgue_passage;

/* One hit. All pointers live as long as its results. */
typedef struct morgue_hit {
    const morgue_article *article;
    double score;
    morgue_passage title;           /* the whole headline */
    const morgue_passage *passages; /* of the text, in its order; one at least where it has text and
                                       they are wished for */
    size_t n_passages;
} morgue_hit;

/* Hit `i` of this page. Errors: INVALID beyond the last hit, CORRUPT, IO, STALE, NO_MEMORY. */
MORGUE_API morgue_status morgue_results_hit(morgue_results *results, size_t i, morgue_hit *ret,
                                            morgue_error *err);

/* The whole text of hit `i`, as long as MORGUE_TEXT of its article, with all that the query asked for
 * in it; its line breaks are as they were. It lives until the next call for the same hit, or as long as
 * the results. Errors: as
 * morgue_results_hit(). Since 0.3. */
MORGUE_API morgue_status morgue_results_whole(morgue_results *results, size_t i, morgue_passage *ret,
                                              morgue_error *err);

/* A line of a concordance: something that the query asked for, with what stands around it, in the
 * title or the text. Line breaks are spaces; contexts do not reach into another paragraph. */
typedef struct morgue_line {
    morgue_text left;
    morgue_text node; /* what was asked for */
    morgue_text right;
    bool in_title;
} morgue_line;

/* All lines of hit `i` in the order of the text, with up to `context` characters on either side (0:
 * 60). They live until the next call for the same hit, or as long as the results. Errors: as
 * morgue_results_hit(). */
MORGUE_API morgue_status morgue_results_lines(morgue_results *results, size_t i, uint32_t context,
                                              const morgue_line **ret, size_t *ret_n,
                                              morgue_error *err);

/* ---- Facets and timelines ----------------------------------------------------------------- */

/* A value of a field and how many of all matching articles have it. */
typedef struct morgue_facet {
    morgue_text value;
    uint64_t count;
    uint64_t main; /* of these, articles that are about it (see morgue_tag); 0 where the field has
                      no tags */
} morgue_facet;

/* Value `i` of facet `facet` (by its place in the options), most frequent first; false beyond the
 * last. It lives as long as the results. Persons, organizations, places and actors are in the order
 * of `count` and `main` together, of the ten times as many that are most frequent. */
MORGUE_API bool morgue_results_facet(const morgue_results *results, size_t facet, size_t i,
                                     morgue_facet *ret);

/* How many different values the facet has in all, and how many matching articles have none. */
MORGUE_API uint64_t morgue_results_facet_values(const morgue_results *results, size_t facet);
MORGUE_API uint64_t morgue_results_facet_without(const morgue_results *results, size_t facet);

/* A period in which there are articles. */
typedef struct morgue_bucket {
    char from[16];  /* "2022", "2022-01", "2022-01-21": a year in a timeline of months counts the
                       articles of which no more than the year is known */
    uint64_t count; /* articles that match */
    uint64_t of;    /* articles of that period in all, under the same filters (fields, dates), but
                       without the words */
} morgue_bucket;

/* Bucket `i` of the timeline, in the order of time; false beyond the last. Periods without any
 * article are left out, as are those before the first and after the last match. */
MORGUE_API bool morgue_results_bucket(const morgue_results *results, size_t i, morgue_bucket *ret);

/* Matching articles that have no date, and so are in no bucket. */
MORGUE_API uint64_t morgue_results_undated(const morgue_results *results);

/* ---- Explaining --------------------------------------------------------------------------- */

/* A part of the query as it was planned. */
typedef struct morgue_step {
    unsigned depth;     /* in the tree of the query: 0 is the whole */
    morgue_text what;   /* "and", "word attack", "w/5" */
    morgue_text terms;  /* the words it stands for in the archive, with their frequencies:
                           "attack 1204, attacks 870"; "" for operators; cut where they are many */
    uint64_t n_terms;   /* how many they are */
    uint64_t frequency; /* articles with at least one of them, estimated; for operators those that
                           were found */
    double weight;      /* what one of them counts, before length and frequency in the article */
    double ms;          /* time spent on it, parts included */
} morgue_step;

/* Row `i` of the plan; false beyond the last, and where `explain` was not set. Lives as long as the
 * results. */
MORGUE_API bool morgue_results_step(const morgue_results *results, size_t i, morgue_step *ret);

/* Why hit `hit` has its score. */
typedef struct morgue_reason {
    morgue_text what;     /* as in morgue_step */
    uint32_t occurrences; /* in this article */
    bool in_title;
    double score; /* its part of the score */
} morgue_reason;

/* Reason `i` of a hit, in the order of the query; false beyond the last, for hits of a page behind
 * the first thousand, and where `explain` was not set. */
MORGUE_API bool morgue_results_reason(const morgue_results *results, size_t hit, size_t i,
                                      morgue_reason *ret);

#ifdef __cplusplus
}
#endif

#endif /* MORGUE_SEARCH_H */
