/* The query loop of the benchmark for Morgue, by its library: queries on standard input, a result
 * line each: ms of the ten best, ms of the ten best with the exact count, the exact count;
 * tab-separated. The archive stays open, as the peers' indexes do.
 *
 *     searcher ARCHIVE RUNS <queries */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "morgue.h"

enum { WARM_UPS = 3, QUERIES_MAX = 1000 };

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Searches once; returns the milliseconds and sets the total. Ends the program on an error. */
static double search(morgue_archive *archive, const char *query, bool exact, uint64_t *ret_total)
{
    const morgue_search_options options = {.limit = 10, .exact = exact};
    morgue_results *results;
    morgue_error err;
    double start = now_ms();
    if (morgue_search(archive, query, &options, &results, &err) != MORGUE_OK) {
        fprintf(stderr, "searcher: %s: %s\n", query, err.message);
        exit(1);
    }
    double took = now_ms() - start;
    *ret_total = morgue_results_total(results);
    morgue_results_free(results);
    return took;
}

static double best_of(morgue_archive *archive, const char *query, bool exact, int runs,
                      uint64_t *ret_total)
{
    double best = search(archive, query, exact, ret_total);
    for (int i = 1; i < runs; i++) {
        double took = search(archive, query, exact, ret_total);
        best = took < best ? took : best;
    }
    return best;
}

static void measure(morgue_archive *archive, const char *query, int runs)
{
    uint64_t total;
    double top10 = best_of(archive, query, false, runs, &total);
    double exact = best_of(archive, query, true, runs, &total);
    printf("%.4f\t%.4f\t%llu\n", top10, exact, (unsigned long long)total);
}

int main(int argc, char **argv)
{
    static char *queries[QUERIES_MAX];
    size_t n = 0, room = 0;
    uint64_t total;
    morgue_archive *archive;
    morgue_error err;
    if (argc != 3) {
        fprintf(stderr, "usage: searcher ARCHIVE RUNS <queries\n");
        return 2;
    }
    if (morgue_archive_open(argv[1], &archive, &err) != MORGUE_OK) {
        fprintf(stderr, "searcher: %s\n", err.message);
        return 3;
    }
    for (; n < QUERIES_MAX && getline(&queries[n], &room, stdin) > 0; n++, room = 0)
        queries[n][strcspn(queries[n], "\n")] = '\0';
    for (size_t i = 0; i < n * WARM_UPS; i++)
        search(archive, queries[i % n], i % 2, &total);
    for (size_t i = 0; i < n; i++)
        measure(archive, queries[i], atoi(argv[2]));
    for (size_t i = 0; i < n; i++)
        free(queries[i]);
    morgue_archive_free(archive);
    return 0;
}
