/* Whole databases: the same documents through the glass writer and through Xapian's own; then both
 * updated by Xapian, then ours compacted. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/path.h"
#include "indexer/build/glass/version.h"
#include "tests/unit/glass/compare.h"

/* Writes, checks, compares, updates, checks and compares again, compacts. Frees the collection. */
static void compare_ways(collection *all)
{
    char *ours = in_scratch("ours"), *theirs = in_scratch("theirs"), *small = in_scratch("small");
    const char *source = ours;
    write_with_glass(all, ours);
    write_with_xapian(all, theirs);
    check_database(ours);
    compare_statistics(ours, theirs);
    compare_databases(ours, theirs, 1);
    OK(xap_compact(&source, 1, small, XAP_COMPACT_NO_RENUMBER, 0, &why));
    check_database(small);
    update_with_xapian(all, ours);
    update_with_xapian(all, theirs);
    check_database(ours);
    compare_statistics(ours, theirs);
    compare_databases(ours, theirs, 7);
    mg_path_remove(small);
    OK(xap_compact(&source, 1, small, XAP_COMPACT_NO_RENUMBER, 0, &why));
    check_database(small);
    compare_databases(small, theirs, 7);
    mg_path_remove(ours);
    mg_path_remove(theirs);
    mg_path_remove(small);
    free(ours);
    free(theirs);
    free(small);
    free_collection(all);
}

/* Compressed and not, in blocks of n sizes. */
static void compare_shape(shape wanted, size_t n)
{
    static const uint32_t sizes[] = {2048, 8192, 65536};
    for (size_t i = 0; i < n; i++) {
        wanted.seed++;
        collection all = generate(wanted);
        all.block_size = sizes[i];
        all.plain = i == 1;
        compare_ways(&all);
    }
}

START_TEST(few_documents)
{
    static const shape shapes[] = {
        {.documents = 0},
        {.documents = 0, .metadata = 40},
        {.documents = 1, .terms = 3, .vocabulary = 9, .data = 100},
        {.documents = 1}, /* no terms, no data */
        {.documents = 2, .terms = 1, .vocabulary = 1, .gap = 100},
        {.documents = 30, .data = 20},
        {.documents = 30, .terms = 20, .vocabulary = 30, .no_positions = true},
    };
    compare_shape(shapes[_i], 3);
}
END_TEST

START_TEST(many_documents)
{
    static const shape shapes[] = {
        {.documents = 250, .terms = 60, .vocabulary = 1500, .data = 300, .metadata = 60},
        {.documents = 80, .terms = 80, .vocabulary = 500, .odd_terms = true, .gap = 3},
        {.documents = 1500, .terms = 3, .vocabulary = 3, .gap = 60}, /* docids over 32768 */
        {.documents = 200, .terms = 12, .vocabulary = 50, .gap = 50000, .odd_terms = true},
        {.documents = 40, .terms = 5, .vocabulary = 50, .data = 100000},
        {.documents = 4, .terms = 4, .vocabulary = 9, .data = 3000000},
    };
    shape wanted = shapes[_i];
    wanted.seed = 100;
    compare_shape(wanted, 1 + _i % 2);
}
END_TEST

/* ---- Single cases ------------------------------------------------------------------------- */

/* A document whose data has just this length, made of so many different bytes. */
static a_document with_data(uint32_t docid, size_t len, unsigned alphabet)
{
    uint32_t seed = docid;
    a_document document = {.docid = docid};
    document.data.data = malloc(len + 1);
    ck_assert_ptr_nonnull(document.data.data);
    document.data.len = len;
    for (size_t i = 0; i < len; i++)
        document.data.data[i] = (char)('y' + any_number(&seed, alphabet));
    return document;
}

static collection empty_collection(size_t n)
{
    collection all = {.documents = calloc(n, sizeof(a_document))};
    ck_assert_ptr_nonnull(all.documents);
    return all;
}

/* Around the limits of items, blocks and the reader's buffer. */
START_TEST(lengths_of_tags)
{
    static const uint32_t around[] = {18,   500,  507,   1014,  2026,  2043,  4086,   6129,
                                      8172, 8192, 16384, 24576, 65536, 81920, 100000, 131072};
    static const uint32_t sizes[] = {2048, 8192, 65536};
    collection all = empty_collection(16 * 17);
    for (size_t i = 0; i < 16; i++)
        for (uint32_t d = 0; d < 17; d++, all.n++)
            all.documents[all.n] =
                with_data((uint32_t)all.n + 1, around[i] - 8 + d, _i % 2 ? 256 : 9);
    all.block_size = sizes[_i / 2];
    all.plain = _i % 2;
    compare_ways(&all);
}
END_TEST

/* Streams that Xapian writes so that it cannot read them: ours can be read, all of them. */
START_TEST(runs_of_y)
{
    char *path = in_scratch("runs");
    const char *opened = path;
    xap_database *db = NULL;
    xap_string data = {0};
    size_t n = 1000;
    collection all = empty_collection(n);
    for (; all.n < n; all.n++)
        all.documents[all.n] = with_data((uint32_t)all.n + 1, 8000 + 41 * all.n, 1);
    write_with_glass(&all, path);
    check_database(path);
    OK(xap_database_open(&opened, 1, &db, &why));
    for (size_t i = 0; i < n; i++) {
        OK(xap_database_data(db, all.documents[i].docid, &data, &why));
        ck_assert_uint_eq(data.len, all.documents[i].data.len);
        ck_assert_int_eq(memcmp(data.data, all.documents[i].data.data, data.len), 0);
    }
    xap_string_free(&data);
    xap_database_free(db);
    free_collection(&all);
    free(path);
}
END_TEST

static bytes long_term(unsigned number)
{
    char text[246];
    memset(text, 'k', sizeof text);
    snprintf(text + 237, 9, "%08u", number);
    return make_bytes(text, 245);
}

/* Long keys with tags of several components, in many levels of small blocks. */
START_TEST(long_keys)
{
    size_t n = 20;
    collection all = empty_collection(n);
    all.block_size = 2048;
    for (; all.n < n; all.n++) {
        a_document *document = &all.documents[all.n];
        document->docid = (uint32_t)all.n + 1;
        document->terms = calloc(30, sizeof *document->terms);
        ck_assert_ptr_nonnull(document->terms);
        for (; document->n_terms < 30; document->n_terms++) {
            a_term *term = &document->terms[document->n_terms];
            term->text = long_term((unsigned)(all.n * 20 + document->n_terms));
            term->wdf = 1;
            term->n = document->n_terms % 7 ? 1 : 4000;
            term->positions = calloc(term->n, sizeof *term->positions);
            ck_assert_ptr_nonnull(term->positions);
            for (size_t i = 0; i < term->n; i++)
                term->positions[i] = (uint32_t)(i * i + i + 1);
        }
    }
    compare_ways(&all);
}
END_TEST

/* The greatest docids need 4 and 5 bytes in keys. Xapian's check wants an array by docid for
 * lengths, so the highest are read only. */
START_TEST(high_docids)
{
    static const uint32_t docids[] = {1,         0x7FFF,     0x8000,     0x3FFFFF,  0x400000,
                                      0x1FFFFFF, 0x1FFFFFFF, 0x20000000, UINT32_MAX};
    char *ours = in_scratch("ours"), *theirs = in_scratch("theirs");
    collection all = generate((shape){.documents = 9, .terms = 9, .vocabulary = 9, .data = 99});
    for (size_t i = 0; i < all.n; i++)
        all.documents[i].docid = docids[i];
    write_with_glass(&all, ours);
    write_with_xapian(&all, theirs);
    compare_statistics(ours, theirs);
    compare_databases(ours, theirs, 1);
    free_collection(&all);
    free(ours);
    free(theirs);
}
END_TEST

START_TEST(format_is_known)
{
    char *path = in_scratch("probe");
    bool known = false;
    GOOD(mg_glass_format_known(path, &known, &fault));
    ck_assert(known);
    ck_assert_uint_eq(mg_path_size(path), 0);
    free(path);
}
END_TEST

START_TEST(contradictions)
{
    char *path = in_scratch("");
    mg_glass_root roots[MG_GLASS_TABLES] = {{0}};
    mg_glass_stats more = {.doccount = 2, .last_docid = 1};
    mg_glass_stats longer = {.wdf_max = 2, .doclen_max = 1};
    ck_assert_int_eq(mg_glass_version_write(path, roots, &more, NULL), MORGUE_INVALID);
    ck_assert_int_eq(mg_glass_version_write(path, roots, &longer, NULL), MORGUE_INVALID);
    ck_assert_uint_eq(mg_path_size(path), 0);
    free(path);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("glass_database");
    TCase *tests = tcase_create("databases");
    tcase_add_checked_fixture(tests, make_scratch, remove_scratch);
#if defined(__SANITIZE_ADDRESS__)
    const int first = 2, last = 4; /* each takes four times as long */
#else
    const int first = 0, last = 6;
#endif
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, few_documents, 0, 7);
    tcase_add_loop_test(tests, many_documents, first, last);
    tcase_add_loop_test(tests, lengths_of_tags, first, last);
    tcase_add_test(tests, runs_of_y);
    tcase_add_test(tests, long_keys);
    tcase_add_test(tests, high_docids);
    tcase_add_test(tests, format_is_known);
    tcase_add_test(tests, contradictions);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
