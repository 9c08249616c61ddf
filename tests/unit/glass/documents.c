#include "tests/unit/glass/documents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/path.h"

morgue_error fault;
xap_error why;

/* The orders of their keys differ from that of the numbers. */
const uint32_t test_slots[] = {0, 1, 5, 0x7F, 0x80, 0x100, 0x4001, 0xFFFFFFFE};
const size_t test_slot_count = sizeof test_slots / sizeof *test_slots;

uint32_t any_number(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525 + 1013904223;
    return (uint32_t)((uint64_t)(*state ^ *state >> 15) * below >> 32);
}

bytes make_bytes(const void *data, size_t len)
{
    bytes made = {malloc(len + 1), len};
    ck_assert_ptr_nonnull(made.data);
    if (len)
        memcpy(made.data, data, len);
    made.data[len] = '\0';
    return made;
}

/* ---- Generating --------------------------------------------------------------------------- */

static bytes odd_term(uint32_t *seed)
{
    static const char alphabet[] = {0, (char)0xFF, 'a', 1};
    char text[245];
    size_t len = any_number(seed, 4) ? 1 + any_number(seed, 5) : 245;
    for (size_t i = 0; i < len; i++)
        text[i] = len < 9 ? alphabet[any_number(seed, 4)] : (char)('a' + any_number(seed, 3) / 2);
    if (len < 9 && any_number(seed, 20) == 0)
        return make_bytes(memset(text, 0, sizeof text), 122);
    return make_bytes(text, len);
}

static bytes make_term(uint32_t *seed, const shape *wanted)
{
    char text[32];
    if (wanted->odd_terms && any_number(seed, 3) == 0)
        return odd_term(seed);
    /* Few terms are in most documents, most terms in few. */
    uint32_t below = 1 + any_number(seed, (uint32_t)wanted->vocabulary);
    int len = snprintf(text, sizeof text, "w%u", any_number(seed, below));
    return make_bytes(text, (size_t)len);
}

static void fill_term(a_term *term, uint32_t *seed, const shape *wanted)
{
    uint32_t at = 0;
    term->wdf = any_number(seed, 9) ? any_number(seed, 4) : any_number(seed, 70000);
    term->n = wanted->no_positions || any_number(seed, 5) == 0 ? 0 : 1 + any_number(seed, 6);
    if (term->n && any_number(seed, 40) == 0)
        term->n = 300 + any_number(seed, 3000); /* longer than an item */
    term->wdf += term->n > 0; /* Xapian's check takes a document of length 0 for none */
    term->positions = calloc(term->n + 1, sizeof *term->positions);
    ck_assert_ptr_nonnull(term->positions);
    for (size_t i = 0; i < term->n; i++) {
        at += 1 + any_number(seed, any_number(seed, 3) ? 3 : 900);
        term->positions[i] = at;
    }
}

static int by_text(const void *a, const void *b)
{
    const bytes *x = &((const a_term *)a)->text, *y = &((const a_term *)b)->text;
    int order = memcmp(x->data, y->data, x->len < y->len ? x->len : y->len);
    return order ? order : (x->len > y->len) - (x->len < y->len);
}

static void free_term(a_term *term)
{
    free(term->text.data);
    free(term->positions);
}

void sort_terms(a_document *document)
{
    size_t kept = 0;
    if (document->n_terms == 0)
        return;
    qsort(document->terms, document->n_terms, sizeof *document->terms, by_text);
    for (size_t i = 1; i < document->n_terms; i++) {
        if (by_text(&document->terms[kept], &document->terms[i]) == 0)
            free_term(&document->terms[i]);
        else
            document->terms[++kept] = document->terms[i];
    }
    document->n_terms = kept + 1;
}

static void fill_values(a_document *document, uint32_t *seed)
{
    document->values = calloc(test_slot_count, sizeof *document->values);
    ck_assert_ptr_nonnull(document->values);
    for (size_t i = 0; i < test_slot_count; i++) {
        char text[400];
        if (any_number(seed, 3) == 0)
            continue;
        size_t len = any_number(seed, i == 2 ? sizeof text : 9);
        memset(text, (char)any_number(seed, 256), sizeof text);
        a_value *value = &document->values[document->n_values++];
        value->slot = test_slots[i];
        value->value = make_bytes(text, len);
    }
}

static bytes any_data(uint32_t *seed, size_t most)
{
    bytes data = make_bytes("", 0);
    size_t len = most ? any_number(seed, (uint32_t)most) : 0;
    data.data = realloc(data.data, len + 1);
    ck_assert_ptr_nonnull(data.data);
    for (data.len = 0; data.len < len; data.len++)
        data.data[data.len] = (char)('a' + any_number(seed, 1 + data.len % 26));
    return data;
}

collection generate(shape wanted)
{
    uint32_t seed = wanted.seed, docid = 0;
    collection all = {.n = wanted.documents, .n_metadata = wanted.metadata};
    all.documents = calloc(all.n + 1, sizeof *all.documents);
    ck_assert_ptr_nonnull(all.documents);
    for (size_t i = 0; i < all.n; i++) {
        a_document *document = &all.documents[i];
        document->docid = docid += 1 + (wanted.gap ? any_number(&seed, wanted.gap) : 0);
        document->n_terms = wanted.vocabulary ? any_number(&seed, (uint32_t)wanted.terms + 1) : 0;
        document->terms = calloc(document->n_terms + 1, sizeof *document->terms);
        ck_assert_ptr_nonnull(document->terms);
        for (size_t t = 0; t < document->n_terms; t++) {
            document->terms[t].text = make_term(&seed, &wanted);
            fill_term(&document->terms[t], &seed, &wanted);
        }
        sort_terms(document);
        fill_values(document, &seed);
        document->data = any_data(&seed, wanted.data);
    }
    return all;
}

void free_collection(collection *all)
{
    for (size_t i = 0; i < all->n; i++) {
        a_document *document = &all->documents[i];
        for (size_t t = 0; t < document->n_terms; t++)
            free_term(&document->terms[t]);
        for (size_t v = 0; v < document->n_values; v++)
            free(document->values[v].value.data);
        free(document->terms);
        free(document->values);
        free(document->data.data);
    }
    free(all->documents);
}

/* ---- Scratch ------------------------------------------------------------------------------ */

static char scratch[64];

void make_scratch(void)
{
    const char *folder = getenv("TMPDIR");
    int len = snprintf(scratch, sizeof scratch, "%s/test-glass-XXXXXX", folder ? folder : "/tmp");
    ck_assert(len > 0 && (size_t)len < sizeof scratch);
    ck_assert_ptr_nonnull(mkdtemp(scratch));
}

void remove_scratch(void)
{
    mg_path_remove(scratch);
}

char *in_scratch(const char *name)
{
    char *path = mg_path_join(scratch, name);
    ck_assert_ptr_nonnull(path);
    return path;
}
