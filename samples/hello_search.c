/* hello_search: searches an archive and prints the titles of the ten best hits.
 *
 *     hello_search ARCHIVE QUERY */
#include <stdio.h>

#include "morgue.h"

/* Prints one line for each hit on the page. */
static morgue_status print_hits(morgue_results *results, morgue_error *err)
{
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        morgue_hit hit; /* its pointers live as long as `results` */
        morgue_status status = morgue_results_hit(results, i, &hit, err);
        if (status != MORGUE_OK)
            return status;
        morgue_text date = morgue_article_get(hit.article, MORGUE_DATE, 0); /* "" if it has none */
        morgue_text title = morgue_article_get(hit.article, MORGUE_TITLE, 0);
        printf("%-10s  %s\n", date.data, title.data);
    }
    return MORGUE_OK;
}

int main(int argc, char **argv)
{
    morgue_archive *archive = NULL;
    morgue_results *results = NULL;
    morgue_error err;
    if (argc != 3) {
        fprintf(stderr, "usage: hello_search ARCHIVE QUERY\n");
        return 2;
    }
    /* NULL stands for the usual options: the ten most relevant articles. */
    bool done = morgue_archive_open(argv[1], &archive, &err) == MORGUE_OK &&
                morgue_search(archive, argv[2], NULL, &results, &err) == MORGUE_OK &&
                print_hits(results, &err) == MORGUE_OK;
    if (!done)
        fprintf(stderr, "hello_search: %s\n", err.message);
    morgue_results_free(results); /* results before their archive */
    morgue_archive_free(archive);
    return done ? 0 : 1;
}
