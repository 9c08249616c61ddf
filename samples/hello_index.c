/* hello_index: makes an archive and puts two articles in it.
 *
 *     hello_index ARCHIVE */
#include <stdio.h>

#include "morgue.h"

/* Fills `article` and hands it to the writer. The same article object serves again and again. */
static morgue_status add(morgue_writer *writer, morgue_article *article, const char *title,
                         const char *date, const char *place, const char *text, morgue_error *err)
{
    morgue_article_clear(article);
    /* Any of these can fail only when memory is out, or when a date cannot be understood. */
    if (morgue_article_set(article, MORGUE_TITLE, title, MORGUE_NUL, err) != MORGUE_OK ||
        morgue_article_set(article, MORGUE_DATE, date, MORGUE_NUL, err) != MORGUE_OK ||
        morgue_article_set(article, MORGUE_TEXT, text, MORGUE_NUL, err) != MORGUE_OK ||
        morgue_article_add(article, MORGUE_LOCATION, place, MORGUE_NUL, MORGUE_GIVEN, err) !=
            MORGUE_OK)
        return err->status;
    return morgue_writer_add(writer, article, NULL, err); /* it gets an id by itself */
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: hello_index ARCHIVE\n");
        return 2;
    }
    morgue_writer *writer = NULL;
    morgue_article *article = morgue_article_new();
    morgue_error err = {.message = "out of memory"};
    /* The first call that fails ends the chain and says why in `err`. Readers see the articles
     * from the commit on: both of them, or none. */
    bool done = article && morgue_writer_open(argv[1], NULL, &writer, &err) == MORGUE_OK &&
                add(writer, article, "Ferry runs again", "2019-05-02", "Port Ellery",
                    "The ferry sails again after a winter of repairs.", &err) == MORGUE_OK &&
                add(writer, article, "Harbour wall to be raised", "21 January 2022", "Port Ellery",
                    "The council wants a higher wall.", &err) == MORGUE_OK &&
                morgue_writer_commit(writer, &err) == MORGUE_OK;
    if (!done)
        fprintf(stderr, "hello_index: %s\n", err.message);
    morgue_writer_free(writer); /* both accept NULL */
    morgue_article_free(article);
    return done ? 0 : 1;
}
