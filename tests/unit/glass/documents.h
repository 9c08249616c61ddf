/* Documents in memory, generated, and the two ways to write them: through the glass writer and
 * through Xapian's own. */
#ifndef TEST_GLASS_DOCUMENTS_H
#define TEST_GLASS_DOCUMENTS_H

#include <check.h>

#include "morgue.h"
#include "xapian/xapian_c.h"

#define GOOD(call) ck_assert_msg((call) == MORGUE_OK, "%s: %s", #call, fault.message)
#define OK(call)   ck_assert_msg((call) == XAP_OK, "%s: %s", #call, why.message)

extern morgue_error fault;
extern xap_error why;

typedef struct bytes {
    char *data;
    size_t len;
} bytes;

typedef struct a_term {
    bytes text;
    uint32_t wdf;
    uint32_t *positions;
    size_t n;
} a_term;

typedef struct a_value {
    uint32_t slot;
    bytes value;
} a_value;

typedef struct a_document {
    uint32_t docid;
    a_term *terms; /* sorted, all different */
    size_t n_terms;
    a_value *values; /* by slot */
    size_t n_values;
    bytes data;
} a_document;

typedef struct collection {
    a_document *documents; /* by docid */
    size_t n;
    size_t n_metadata; /* "meta000" and so on */
    /* How the glass writer writes it. */
    uint32_t block_size;
    bool plain; /* nothing compressed */
} collection;

/* What is generated. */
typedef struct shape {
    uint32_t seed;
    size_t documents;
    size_t terms;      /* a document has up to so many */
    size_t vocabulary; /* 0: no terms */
    uint32_t gap;      /* docids grow by up to so many */
    size_t data;       /* bytes of data, at most */
    size_t metadata;
    bool odd_terms; /* 245 bytes, NUL, 0xFF */
    bool no_positions;
} shape;

/* The slots that generated documents use. */
extern const uint32_t test_slots[];
extern const size_t test_slot_count;

uint32_t any_number(uint32_t *state, uint32_t below);
bytes make_bytes(const void *data, size_t len);
collection generate(shape wanted);
void sort_terms(a_document *document);
void free_collection(collection *all);

/* A new folder for a test, removed by remove_scratch(); a path in it, to be freed. */
void make_scratch(void);
void remove_scratch(void);
char *in_scratch(const char *name);

void write_with_glass(const collection *all, const char *path);
void write_with_xapian(const collection *all, const char *path);

/* Adds, replaces and deletes; the same in every database of the same collection. */
void update_with_xapian(const collection *all, const char *path);

#endif
