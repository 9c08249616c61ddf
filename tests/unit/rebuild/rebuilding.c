#include "tests/unit/rebuild/rebuilding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/path.h"

static morgue_error err;

/* ---- Articles ----------------------------------------------------------------------------- */

/* Is the text the one that news_add() makes? */
static void check_article(const morgue_article *article, int number, int version)
{
    uint64_t seed = (uint64_t)number * 1000 + (uint64_t)version;
    mg_buffer text = {0};
    morgue_text got = morgue_article_get(article, MORGUE_TEXT, 0);
    unsigned words = 1;
    for (size_t i = 0; i < got.len; i++)
        words += got.data[i] == ' ';
    roll_words(&seed, words - 2, &text);
    put(&text, number % 2 ? " everywhere odd" : " everywhere even");
    ck_assert_msg(is_text(got, text.data), "number %d, version %d", number, version);
    mg_buffer_free(&text);
}

static void take_article(const morgue_article *article, articles *ret)
{
    int number = -1, version = -1;
    morgue_text title = morgue_article_get(article, MORGUE_TITLE, 0);
    ck_assert_int_eq(sscanf(title.data, "Number %d, version %d", &number, &version), 2);
    ck_assert(number >= 0 && number < NUMBERS && !ret->version[number]);
    check_article(article, number, version);
    ret->version[number] = version + 1;
    ret->count++;
}

void read_articles(const news *n, articles *ret)
{
    morgue_archive *archive;
    morgue_walk *walk;
    morgue_article *article;
    *ret = (articles){.count = 0};
    OK(morgue_archive_open(n->path, &archive, &err));
    OK(morgue_walk_open(archive, NULL, &walk, &err));
    for (;;) {
        OK(morgue_walk_next(walk, &article, &err));
        if (!article)
            break;
        take_article(article, ret);
    }
    morgue_walk_free(walk);
    morgue_archive_free(archive);
}

/* ---- Rebuilding --------------------------------------------------------------------------- */

static void on_damage(void *user, const morgue_damage *damage)
{
    told *t = user;
    char line[400];
    snprintf(line, sizeof line, "%s %u '%s' %s\n", damage->place, (unsigned)damage->docid,
             damage->id, damage->what);
    put(&t->text, line);
    t->count++;
    t->articles += damage->docid != 0;
}

morgue_rebuilt rebuild(news *n, told *ret)
{
    morgue_rebuilt rebuilt;
    *ret = (told){.count = 0};
    const morgue_maintain_options options = {
        .memory = (uint64_t)64 << 20, .jobs = 2, .damage = on_damage, .user = ret};
    morgue_writer_free(n->writer);
    n->writer = NULL;
    put(&ret->text, "");
    OK(morgue_rebuild(n->path, &options, &rebuilt, &err));
    return rebuilt;
}

void told_free(told *t)
{
    mg_buffer_free(&t->text);
}

/* ---- Files -------------------------------------------------------------------------------- */

static const char *path_of(const char *name)
{
    static char path[200];
    snprintf(path, sizeof path, "archive/%s", name);
    return path;
}

void read_archive_file(const news *n, const char *name, mg_buffer *ret)
{
    mg_buffer_clear(ret);
    OK(mg_file_read(scratch_path(&n->s, path_of(name)), MG_BUFFER_MAX, ret, &err));
}

void write_archive_file(const news *n, const char *name, const mg_buffer *data)
{
    scratch_write(&n->s, path_of(name), data->data ? data->data : "", data->len);
}
