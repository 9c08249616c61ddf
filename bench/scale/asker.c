/* The query loop of bench/scale, by the library. A request a line: how many times, how, the query,
 * apart by tabs. How: "-" (ten best), "exact" (with the number of all), "facets" (over sources and
 * topics), "timeline" (by month). "open" instead of a request opens the archive anew. Of each line
 * of input there is one of output, at once: the number of hits, how many shards are missing,
 * resident KB of this process, and of each time the milliseconds on the wall and of CPU, of all its
 * threads; for "open" the first three are 0.
 *
 *     asker ARCHIVE <requests */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "morgue.h"

enum { RUNS_MAX = 10000 };

typedef struct asked {
    double wall[RUNS_MAX], cpu[RUNS_MAX];
    unsigned long long total;
    unsigned missing;
} asked;

static double now_ms(clockid_t of)
{
    struct timespec t;
    clock_gettime(of, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void give_up(const char *what, const morgue_error *err)
{
    fprintf(stderr, "asker: %s: %s\n", what, err->message);
    exit(3);
}

static bool options_of(const char *how, morgue_search_options *ret)
{
    *ret = (morgue_search_options){.limit = 10};
    if (strcmp(how, "exact") == 0) {
        ret->exact = true;
    } else if (strcmp(how, "facets") == 0) {
        ret->facets[ret->n_facets++] = MORGUE_SOURCE;
        ret->facets[ret->n_facets++] = MORGUE_TOPIC;
    } else if (strcmp(how, "timeline") == 0) {
        ret->timeline = MORGUE_BY_MONTH;
    } else {
        return strcmp(how, "-") == 0;
    }
    return true;
}

static void search(morgue_archive *archive, const char *query, const morgue_search_options *options,
                   size_t run, asked *a)
{
    morgue_results *results;
    morgue_missing missing;
    morgue_error err;
    double wall = now_ms(CLOCK_MONOTONIC), cpu = now_ms(CLOCK_PROCESS_CPUTIME_ID);
    morgue_status status = morgue_search(archive, query, options, &results, &err);
    if (status != MORGUE_OK && status != MORGUE_NETWORK)
        give_up(query, &err);
    a->wall[run] = now_ms(CLOCK_MONOTONIC) - wall;
    a->cpu[run] = now_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    a->total = 0;
    a->missing = status == MORGUE_NETWORK;
    if (status != MORGUE_OK)
        return;
    a->total = morgue_results_total(results);
    while (morgue_results_missing(results, a->missing, &missing))
        a->missing++;
    morgue_results_free(results);
}

static long resident_kb(void)
{
    long pages = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (f && fscanf(f, "%*s %ld", &pages) != 1)
        pages = 0;
    if (f)
        fclose(f);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static void tell(const asked *a, size_t runs)
{
    printf("%llu\t%u\t%ld", a->total, a->missing, resident_kb());
    for (size_t i = 0; i < runs; i++)
        printf("\t%.4f\t%.4f", a->wall[i], a->cpu[i]);
    printf("\n");
    fflush(stdout);
}

static morgue_archive *opened(const char *path, asked *a)
{
    morgue_archive *archive;
    morgue_error err;
    double wall = now_ms(CLOCK_MONOTONIC), cpu = now_ms(CLOCK_PROCESS_CPUTIME_ID);
    if (morgue_archive_open(path, &archive, &err) != MORGUE_OK)
        give_up(path, &err);
    *a = (asked){.wall = {now_ms(CLOCK_MONOTONIC) - wall},
                 .cpu = {now_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu}};
    return archive;
}

/* False where the line is no request. */
static bool answer(morgue_archive *archive, char *line, asked *a)
{
    morgue_search_options options;
    char *how, *query;
    long runs = strtol(line, &how, 10);
    if (runs < 1 || runs > RUNS_MAX || *how != '\t' || !(query = strchr(++how, '\t')))
        return false;
    *query++ = '\0';
    if (!options_of(how, &options))
        return false;
    for (size_t i = 0; i < (size_t)runs; i++)
        search(archive, query, &options, i, a);
    tell(a, (size_t)runs);
    return true;
}

int main(int argc, char **argv)
{
    static asked a;
    char *line = NULL;
    size_t room = 0;
    if (argc != 2) {
        fprintf(stderr, "usage: asker ARCHIVE <requests\n");
        return 2;
    }
    morgue_archive *archive = opened(argv[1], &a);
    while (getline(&line, &room, stdin) > 0) {
        line[strcspn(line, "\n")] = '\0';
        if (strcmp(line, "open") == 0) {
            morgue_archive_free(archive);
            archive = opened(argv[1], &a);
            tell(&a, 1);
        } else if (!answer(archive, line, &a)) {
            fprintf(stderr, "asker: no request: %s\n", line);
            return 2;
        }
    }
    free(line);
    morgue_archive_free(archive);
    return 0;
}
