/* tag_with_my_own: imports a folder, and tags ships and ministries from a list of its own.
 *
 *     tag_with_my_own ARCHIVE FOLDER
 *
 * Then `morgue-search ARCHIVE 'org:="mv orsolya"'` finds the articles on one of the ships. A tagger
 * that asks a model or a service would look the same: begin() would open it, once for each thread,
 * and end() close it. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "morgue.h"

/* What is looked for in titles and texts, and the name that it is tagged by. */
static const struct {
    const char *words;
    const char *name;
} known[] = {{"Orsolya", "MV Orsolya"},
             {"Astrid", "MV Astrid"},
             {"Good Intent", "FV Good Intent"},
             {"foreign ministry", "Foreign Ministry"},
             {"finance ministry", "Finance Ministry"}};

/* How often the words stand in the text, as whole words. */
static unsigned count(morgue_text text, const char *words)
{
    unsigned n = 0;
    size_t len = strlen(words);
    for (size_t i = 0; i + len <= text.len; i++)
        n += strncasecmp(text.data + i, words, len) == 0 &&
             (i == 0 || !isalnum((unsigned char)text.data[i - 1])) &&
             !isalnum((unsigned char)text.data[i + len]); /* a NUL stands behind the text */
    return n;
}

/* Called for each article, by several threads at once: it shares nothing that changes. */
static morgue_status tag(void *user, void *memory, morgue_article *article, unsigned fields,
                         morgue_error *err)
{
    (void)user, (void)memory;
    morgue_text title = morgue_article_get(article, MORGUE_TITLE, 0);
    morgue_text text = morgue_article_get(article, MORGUE_TEXT, 0);
    morgue_status status = MORGUE_OK;
    if (!(fields >> MORGUE_ORG & 1)) /* the dump has told the organizations */
        return MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < sizeof known / sizeof *known; i++) {
        unsigned in_title = count(title, known[i].words);
        const morgue_tag found = {.name = {known[i].name, strlen(known[i].name)},
                                  .origin = MORGUE_TAGGER,
                                  .confidence = 90,
                                  .mentions = in_title + count(text, known[i].words),
                                  .main = in_title > 0};
        if (found.mentions)
            status = morgue_article_add_tag(article, MORGUE_ORG, &found, err);
    }
    return status;
}

int main(int argc, char **argv)
{
    morgue_writer *writer = NULL;
    morgue_summary summary = {0};
    morgue_error err;
    const morgue_tagger tagger = {.tag = tag};
    const morgue_writer_options options = {.tag = MORGUE_TAG_ALL, .tagger = &tagger};
    if (argc != 3) {
        fprintf(stderr, "usage: tag_with_my_own ARCHIVE FOLDER\n");
        return 2;
    }
    const char *paths[] = {argv[2]};
    bool done = morgue_writer_open(argv[1], &options, &writer, &err) == MORGUE_OK &&
                morgue_import(writer, paths, 1, NULL, &summary, &err) == MORGUE_OK;
    if (done)
        printf("%llu articles, %llu of them tagged, %llu rejected\n",
               (unsigned long long)summary.added, (unsigned long long)summary.tagged,
               (unsigned long long)summary.rejected);
    else
        fprintf(stderr, "tag_with_my_own: %s\n", err.message);
    morgue_writer_free(writer);
    return done && !summary.rejected ? 0 : 1;
}
