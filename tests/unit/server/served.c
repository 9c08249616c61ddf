#include "tests/unit/server/served.h"

#include <stdlib.h>
#include <string.h>

static morgue_error err;

static void index_all(served *s, const char *lines)
{
    const char *paths[] = {SOURCE_DIR "/samples/archive", scratch_path(&s->scratch, "own.jsonl")};
    char *own = strdup(paths[1]);
    morgue_writer *writer;
    morgue_summary summary;
    paths[1] = own;
    if (lines)
        scratch_write(&s->scratch, "own.jsonl", lines, strlen(lines));
    OK(morgue_writer_open(scratch_path(&s->scratch, "archive"), NULL, &writer, &err));
    if (!lines || *lines)
        OK(morgue_import(writer, paths, lines ? 2 : 1, NULL, &summary, &err));
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    free(own);
}

void served_open(served *s, const char *lines)
{
    *s = (served){.site = {.title = "The Archive", .base = "/m", .origin = "http://a.example"}};
    scratch_open(&s->scratch);
    index_all(s, lines);
    s->site.archive = s->scratch.path;
    s->desk = (web_desk){.site = &s->site, .state = "1"};
    OK(morgue_archive_open(scratch_path(&s->scratch, "archive"), &s->desk.archive, &err));
    OK(morgue_archive_stats(s->desk.archive, &s->desk.stats, &err));
}

void served_close(served *s)
{
    morgue_archive_free(s->desk.archive);
    scratch_close(&s->scratch);
}

/* Puts the parts of a long answer together. */
static void fetch(served *s, web_answer *answer)
{
    web_text all = answer->body;
    answer->body = (web_text){0};
    while (answer->more && answer->more(&s->desk, answer)) {
        ck_assert(answer->body.len > 0);
        web_put(&all, answer->body.data, answer->body.len);
        web_text_clear(&answer->body);
    }
    ck_assert(!answer->body.lost);
    web_text_free(&answer->body);
    answer->body = all;
}

web_answer served_ask(served *s, const char *target, const char *accept)
{
    web_headers headers = {.accept = accept};
    web_request request;
    web_answer answer = {0};
    ck_assert_msg(web_request_parse(target, strlen(target), &headers, &request) == 0, "%s", target);
    web_respond(&s->desk, "GET", &request, &answer);
    web_request_free(&request);
    fetch(s, &answer);
    ck_assert(!answer.body.lost);
    return answer;
}

char *served_text(served *s, const char *target, int status)
{
    web_answer answer = served_ask(s, target, NULL);
    int given = answer.status ? answer.status : 200;
    ck_assert_msg(given == status, "%s: %d, not %d: %.300s", target, given, status,
                  answer.body.data);
    char *text = answer.data ? strndup(answer.data, answer.data_len)
                             : strndup(answer.body.data ? answer.body.data : "", answer.body.len);
    web_answer_free(&answer);
    return text;
}

json_t *served_json(served *s, const char *target, int status)
{
    json_error_t why;
    char *text = served_text(s, target, status);
    json_t *value = json_loads(text, JSON_REJECT_DUPLICATES, &why);
    ck_assert_msg(value != NULL, "%s: %s: %.300s", target, why.text, text);
    free(text);
    return value;
}

const char *target_of(const char *path, const char *name, const char *value, const char *rest)
{
    static char target[WEB_TARGET_MAX + 1];
    web_text text = {0};
    web_putf(&text, "%s?%s=", path, name);
    web_put_url(&text, value, strlen(value));
    web_puts(&text, rest);
    snprintf(target, sizeof target, "%s", text.data);
    web_text_free(&text);
    return target;
}
