/* The ranking of bench/relevance for Morgue, by its library: "id TAB query" on standard input, a
 * line for each hit of each query, best first: "id TAB id of the article".
 *
 *     ranker ARCHIVE DEPTH <queries */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "morgue.h"

static void print_hits(const char *name, morgue_results *results)
{
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        morgue_hit hit;
        morgue_error err;
        if (morgue_results_hit(results, i, &hit, &err) != MORGUE_OK) {
            fprintf(stderr, "ranker: %s\n", err.message);
            exit(1);
        }
        morgue_text id = morgue_article_get(hit.article, MORGUE_ID, 0);
        printf("%s\t%.*s\n", name, (int)id.len, id.data);
    }
}

/* Ends the program on an error: a query that is left out would pass for one that finds nothing. */
static void rank(morgue_archive *archive, char *line, unsigned depth)
{
    const morgue_search_options options = {.limit = depth};
    morgue_results *results;
    morgue_error err;
    char *query = line + strcspn(line, "\t");
    if (*query)
        *query++ = '\0';
    if (morgue_search(archive, query, &options, &results, &err) != MORGUE_OK) {
        fprintf(stderr, "ranker: query %s: %s: %s\n", line, query, err.message);
        exit(1);
    }
    print_hits(line, results);
    morgue_results_free(results);
}

int main(int argc, char **argv)
{
    char *line = NULL;
    size_t room = 0;
    morgue_archive *archive;
    morgue_error err;
    int depth = argc == 3 ? atoi(argv[2]) : 0;
    if (depth < 1) {
        fprintf(stderr, "usage: ranker ARCHIVE DEPTH <queries\n");
        return 2;
    }
    if (morgue_archive_open(argv[1], &archive, &err) != MORGUE_OK) {
        fprintf(stderr, "ranker: %s\n", err.message);
        return 3;
    }
    while (getline(&line, &room, stdin) > 0) {
        line[strcspn(line, "\n")] = '\0';
        rank(archive, line, (unsigned)depth);
    }
    free(line);
    morgue_archive_free(archive);
    return 0;
}
