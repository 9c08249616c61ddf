/* Shards of all shapes: docids with gaps, odd terms, long tags, blocks of several sizes; made by
 * the glass writer and by Xapian's, updated by Xapian, compacted. */
#include <stdlib.h>

#include "archive/path.h"
#include "tests/unit/glass/documents.h"
#include "tests/unit/index/compare.h"

enum { SIZES = 3 };
static const uint32_t sizes[SIZES] = {2048, 8192, 65536};

static void compact_and_compare(const char *from, uint32_t block_size)
{
    char *small = in_scratch("small");
    OK(xap_compact(&from, 1, small, XAP_COMPACT_NO_RENUMBER, block_size, &why));
    compare_ways_of(small, 3, 1);
    mg_path_remove(small);
    free(small);
}

static void compare_shape(shape wanted, uint32_t every)
{
    char *ours = in_scratch("ours"), *theirs = in_scratch("theirs");
    for (size_t i = 0; i < SIZES; i++) {
        wanted.seed++;
        collection all = generate(wanted);
        all.block_size = sizes[i];
        all.plain = i == 1;
        write_with_glass(&all, ours);
        compare_ways_of(ours, every, 1);
        update_with_xapian(&all, ours);
        compare_ways_of(ours, every, 2);
        compact_and_compare(ours, sizes[(i + 1) % SIZES]);
        mg_path_remove(ours);
        write_with_xapian(&all, theirs);
        compare_ways_of(theirs, every, 3);
        update_with_xapian(&all, theirs);
        compare_ways_of(theirs, every, 4);
        mg_path_remove(theirs);
        free_collection(&all);
    }
    free(ours);
    free(theirs);
}

START_TEST(shapes)
{
    static const struct {
        shape wanted;
        uint32_t every;
    } rows[] = {
        {{.documents = 0}, 1},
        {{.documents = 0, .metadata = 40}, 1},
        {{.documents = 1, .terms = 3, .vocabulary = 9, .data = 100}, 1},
        {{.documents = 1}, 1}, /* no terms, no data */
        {{.documents = 30, .terms = 20, .vocabulary = 30, .no_positions = true}, 1},
        {{.documents = 250, .terms = 60, .vocabulary = 1500, .data = 300, .metadata = 60}, 3},
        {{.documents = 80, .terms = 80, .vocabulary = 500, .odd_terms = true, .gap = 3}, 2},
        {{.documents = 3000, .terms = 3, .vocabulary = 3, .gap = 60}, 40}, /* over 32768 */
        {{.documents = 200, .terms = 12, .vocabulary = 50, .gap = 50000, .odd_terms = true}, 1},
        {{.documents = 40, .terms = 5, .vocabulary = 50, .data = 100000}, 1},
        {{.documents = 3, .terms = 4, .vocabulary = 9, .data = 1000000}, 1},
    };
    shape wanted = rows[_i].wanted;
    wanted.seed = 7;
    compare_shape(wanted, rows[_i].every);
}
END_TEST

/* The greatest docids have 4 and 5 bytes in keys. */
START_TEST(high_docids)
{
    static const uint32_t docids[] = {1,         0x7FFF,     0x8000,     0x3FFFFF,      0x400000,
                                      0x1FFFFFF, 0x1FFFFFFF, 0x20000000, UINT32_MAX - 1};
    char *path = in_scratch("high");
    collection all = generate((shape){.documents = 9, .terms = 9, .vocabulary = 9, .data = 99});
    for (size_t i = 0; i < all.n; i++)
        all.documents[i].docid = docids[i];
    write_with_glass(&all, path);
    compare_ways_of(path, 1, 1);
    free_collection(&all);
    free(path);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("index_shapes");
    TCase *tests = tcase_create("shapes");
    tcase_add_checked_fixture(tests, make_scratch, remove_scratch);
    tcase_set_timeout(tests, 240);
    tcase_add_loop_test(tests, shapes, 0, 11);
    tcase_add_test(tests, high_docids);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
