/* A program of somebody else's: indexes, commits, searches, by morgue.h alone. */
#include <morgue.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    morgue_error err = {.message = "usage: program FOLDER"};
    morgue_article *article = morgue_article_new();
    morgue_writer *writer = NULL;
    morgue_archive *archive = NULL;
    morgue_results *results = NULL;
    morgue_hit hit;
    const morgue_writer_options options = {.tag = MORGUE_TAG_AUTO};
    bool done =
        argc == 2 && article && morgue_writer_open(argv[1], &options, &writer, &err) == MORGUE_OK &&
        morgue_article_set(article, MORGUE_TITLE, "Ferry runs again", MORGUE_NUL, &err) ==
            MORGUE_OK &&
        morgue_article_set(article, MORGUE_TEXT, "It sails from Geneva.", MORGUE_NUL, &err) ==
            MORGUE_OK &&
        morgue_writer_add(writer, article, NULL, &err) == MORGUE_OK &&
        morgue_writer_commit(writer, &err) == MORGUE_OK &&
        morgue_archive_open(argv[1], &archive, &err) == MORGUE_OK &&
        morgue_search(archive, "\"ferry runs\" location:geneva", NULL, &results, &err) ==
            MORGUE_OK &&
        morgue_results_hit(results, 0, &hit, &err) == MORGUE_OK;
    puts(done ? morgue_article_get(hit.article, MORGUE_TITLE, 0).data : err.message);
    morgue_results_free(results);
    morgue_archive_free(archive);
    morgue_writer_free(writer);
    morgue_article_free(article);
    return done ? 0 : 1;
}
