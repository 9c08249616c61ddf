#include "tests/unit/changes/feed.h"

#include <stdio.h>
#include <string.h>

scratch s;
morgue_error err;
char archive[120];

void feed_setup(void)
{
    scratch_open(&s);
    snprintf(archive, sizeof archive, "%s/archive", s.path);
}

void feed_teardown(void)
{
    scratch_close(&s);
}

morgue_writer *open_writer(void)
{
    morgue_writer *writer;
    const morgue_writer_options options = {.tag = MORGUE_TAG_NONE};
    OK(morgue_writer_open(archive, &options, &writer, &err));
    return writer;
}

void commit(const char *deeds)
{
    char copy[400];
    morgue_writer *writer = open_writer();
    snprintf(copy, sizeof copy, "%s", deeds);
    for (char *rest = copy, *deed; (deed = strsep(&rest, " "));) {
        char *text = strchr(deed, '=');
        if (*deed == '-') {
            OK(morgue_writer_delete(writer, deed + 1, MORGUE_NUL, &err));
            continue;
        }
        *text++ = '\0';
        morgue_article *article =
            make_article((field_text[]){{MORGUE_ID, deed}, {MORGUE_TEXT, text}, {0, NULL}});
        OK(morgue_writer_add(writer, article, NULL, &err));
        morgue_article_free(article);
    }
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
}

char mark[MORGUE_MARK_MAX];

const char *told(const char *since)
{
    static char all[4000];
    size_t len = 0, n = 0;
    morgue_changes *changes;
    *all = '\0';
    OK(morgue_changes_open(archive, since, &changes, &err));
    for (;;) {
        morgue_change change;
        OK(morgue_changes_next(changes, &change, &err));
        if (!change.id.len)
            break;
        n++;
        const char *text =
            change.article ? morgue_article_get(change.article, MORGUE_TEXT, 0).data : "";
        len += (size_t)snprintf(all + len, sizeof all - len, "%s%d:%s%s%s%s", n > 1 ? " " : "",
                                (int)change.revision, change.article ? "" : "-", change.id.data,
                                change.article ? "=" : "", text);
        ck_assert(!change.article ||
                  is_text(morgue_article_get(change.article, MORGUE_ID, 0), change.id.data));
    }
    ck_assert_uint_eq(morgue_changes_count(changes), n);
    ck_assert(strlen(morgue_changes_mark(changes)) < MORGUE_MARK_MAX);
    snprintf(mark, sizeof mark, "%s", morgue_changes_mark(changes));
    morgue_changes_free(changes);
    return all;
}

void refuse(morgue_status status, const char *since, const char *says)
{
    morgue_changes *changes = NULL;
    FAILS(status, morgue_changes_open(archive, since, &changes, &err));
    ck_assert_msg(strstr(err.message, says) != NULL, "%s: %s", since, err.message);
    ck_assert_ptr_null(changes);
}

void compact(void)
{
    morgue_writer *writer = open_writer();
    OK(morgue_writer_compact(writer, NULL, NULL, &err));
    morgue_writer_free(writer);
}
