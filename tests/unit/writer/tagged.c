#include "tests/unit/writer/tagged.h"

#include <stdio.h>
#include <string.h>

#include "archive/manifest.h"

static morgue_error err;

void tagged_open(tagged *t)
{
    *t = (tagged){.options = {.tag = MORGUE_TAG_AUTO, .jobs = 1}};
    scratch_open(&t->s);
    snprintf(t->path, sizeof t->path, "%s/archive", t->s.path);
    t->finder = title_finder_face(&t->told);
    t->engine.finder = &t->finder;
}

void tagged_close(tagged *t)
{
    morgue_writer_free(t->writer);
    t->writer = NULL;
    ck_assert_int_eq(atomic_load(&t->told.hands), 0);
    scratch_close(&t->s);
}

void tagged_again(tagged *t)
{
    morgue_writer_free(t->writer);
    t->writer = NULL;
    OK(mg_writer_open(t->path, &t->options, &t->engine, &t->writer, &err));
}

morgue_outcome tagged_add(tagged *t, const char *id, const char *title, const char *person,
                          morgue_origin origin)
{
    morgue_outcome outcome = MORGUE_ADDED;
    morgue_article *article = make_article((field_text[]){{MORGUE_ID, id},
                                                          {MORGUE_TITLE, title},
                                                          {MORGUE_TEXT, "what the papers say"},
                                                          {MORGUE_ID, NULL}});
    if (person)
        OK(morgue_article_add(article, MORGUE_PERSON, person, MORGUE_NUL, origin, &err));
    OK(morgue_writer_add(t->writer, article, &outcome, &err));
    ck_assert_uint_eq(morgue_article_count(article, MORGUE_PERSON), person != NULL);
    morgue_article_free(article);
    return outcome;
}

void tagged_fill(tagged *t, unsigned first, unsigned count)
{
    static const char *const names[] = {"Anna", "Bert", "Carla", "dogs", "Emil", "ferries"};
    for (unsigned i = first; i < first + count; i++) {
        char id[24], title[64];
        uint64_t seed = i;
        mg_buffer text = {0};
        snprintf(id, sizeof id, "id%u", i);
        snprintf(title, sizeof title, "%s and %s %u", names[roll(&seed, 6)], names[roll(&seed, 6)],
                 i);
        roll_words(&seed, 600, &text);
        morgue_article *article = make_article((field_text[]){
            {MORGUE_ID, id}, {MORGUE_TITLE, title}, {MORGUE_TEXT, text.data}, {MORGUE_ID, NULL}});
        if (i % 4 == 0)
            OK(morgue_article_add(article, MORGUE_PERSON, "Given", MORGUE_NUL, MORGUE_GIVEN, &err));
        OK(morgue_writer_add(t->writer, article, NULL, &err));
        morgue_article_free(article);
        mg_buffer_free(&text);
    }
    OK(morgue_writer_commit(t->writer, &err));
}

const char *tagged_persons(const tagged *t, const char *id)
{
    static char text[1000];
    size_t len = 0;
    morgue_archive *archive;
    morgue_tag tag;
    morgue_article *article = morgue_article_new();
    OK(morgue_archive_open(t->path, &archive, &err));
    OK(morgue_archive_article(archive, id, MORGUE_NUL, article, &err));
    text[0] = '\0';
    for (size_t i = 0; morgue_article_tag(article, MORGUE_PERSON, i, &tag); i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%s %u%% %u%s by %d",
                                i ? ", " : "", tag.name.data, tag.confidence, tag.mentions,
                                tag.main ? " main" : "", tag.origin);
    morgue_article_free(article);
    morgue_archive_free(archive);
    return text;
}

void tagged_dump(const tagged *t, mg_buffer *ret)
{
    morgue_archive *archive;
    morgue_walk *walk;
    morgue_article *article;
    morgue_text line;
    mg_buffer_clear(ret);
    OK(morgue_archive_open(t->path, &archive, &err));
    OK(morgue_walk_open(archive, NULL, &walk, &err));
    for (;;) {
        OK(morgue_walk_next(walk, &article, &err));
        if (!article)
            break;
        OK(morgue_article_json(article, &line, &err));
        put(ret, line.data);
        put(ret, "\n");
    }
    morgue_walk_free(walk);
    morgue_archive_free(archive);
}

size_t tagged_shards(const tagged *t, char first[64])
{
    mg_manifest manifest;
    OK(mg_manifest_read(t->path, &manifest, &err));
    size_t count = manifest.count;
    snprintf(first, 64, "%s", count ? manifest.shards[0] : "");
    mg_manifest_free(&manifest);
    return count;
}
