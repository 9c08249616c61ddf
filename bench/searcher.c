/* The query loop of the benchmark for Morgue, by its library: queries on standard input, a result
 * line each, tab-separated (common/worker.py): best and median ms of the ten best, the same with
 * the exact count, the exact count, and best and median ms of the ten best in an archive opened
 * anew for each run, so that nothing a handle keeps hides the cost of planning (the opening itself
 * is not counted). A query that the library refuses gets "-" and the reason.
 *
 *     searcher ARCHIVE RUNS <queries */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "morgue.h"

enum { WARM_UPS = 3, QUERIES_MAX = 1000, RUNS_MAX = 1000 };

static const char *path;
static int runs;

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Ends the program on an error. */
static morgue_archive *opened(void)
{
    morgue_archive *archive;
    morgue_error err;
    if (morgue_archive_open(path, &archive, &err) != MORGUE_OK) {
        fprintf(stderr, "searcher: %s\n", err.message);
        exit(3);
    }
    return archive;
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

static double search_anew(const char *query)
{
    morgue_archive *archive = opened();
    uint64_t total;
    double took = search(archive, query, false, &total);
    morgue_archive_free(archive);
    return took;
}

/* Why the library refuses the query: NULL where it does not, else err->message. */
static const char *refused(morgue_archive *archive, const char *query, morgue_error *err)
{
    morgue_results *results;
    morgue_status status = morgue_search(archive, query, NULL, &results, err);
    if (status == MORGUE_OK)
        morgue_results_free(results);
    return status == MORGUE_BAD_QUERY ? err->message : NULL;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_times(double *times)
{
    qsort(times, (size_t)runs, sizeof *times, compare);
    printf("%.4f\t%.4f\t", times[0], times[runs / 2]);
}

static void measure(morgue_archive *archive, const char *query)
{
    static double times[RUNS_MAX];
    uint64_t total = 0;
    for (int exact = 0; exact <= 1; exact++) {
        for (int i = 0; i < runs; i++)
            times[i] = search(archive, query, exact, &total);
        print_times(times);
    }
    printf("%llu\t", (unsigned long long)total);
    for (int i = 0; i < runs; i++)
        times[i] = search_anew(query);
    print_times(times);
    printf("\n");
}

static void warm_up(morgue_archive *archive, char **queries, size_t n)
{
    morgue_error err;
    uint64_t total;
    for (size_t i = 0; i < n * WARM_UPS; i++)
        if (!refused(archive, queries[i % n], &err))
            search(archive, queries[i % n], true, &total);
}

int main(int argc, char **argv)
{
    static char *queries[QUERIES_MAX];
    size_t n = 0, room = 0;
    morgue_error err;
    runs = argc == 3 ? atoi(argv[2]) : 0;
    if (runs < 1 || runs > RUNS_MAX) {
        fprintf(stderr, "usage: searcher ARCHIVE RUNS <queries\n");
        return 2;
    }
    path = argv[1];
    morgue_archive *archive = opened();
    for (; n < QUERIES_MAX && getline(&queries[n], &room, stdin) > 0; n++, room = 0)
        queries[n][strcspn(queries[n], "\n")] = '\0';
    warm_up(archive, queries, n);
    for (size_t i = 0; i < n; i++) {
        const char *why = refused(archive, queries[i], &err);
        if (why)
            printf("-\t%s\n", why);
        else
            measure(archive, queries[i]);
    }
    for (size_t i = 0; i <= n && i < QUERIES_MAX; i++)
        free(queries[i]);
    morgue_archive_free(archive);
    return 0;
}
