/* Requests to morgue-serve, from the target to the answer, on a small archive of odd and of
 * hostile articles. The input: the method, a space, the target; then a line each for Accept and
 * If-None-Match. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "archive/path.h"
#include "search/server/metrics.h"
#include "search/server/route.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/markup.h"
#include "tests/unit/results/odd_news.h"

enum { TIMEOUT_MS = 500, PARTS = 1000 };

static char folder[64];

static web_metrics metrics;

static const web_site site = {.archive = folder,
                              .title = "Odd <News> & \"more\"",
                              .base = "",
                              .origin = "http://127.0.0.1:8080",
                              .timeout_ms = TIMEOUT_MS,
                              .metrics = &metrics};

/* ---- The desk ----------------------------------------------------------------------------- */

static bool somebody_waits(void *user)
{
    (void)user;
    return true;
}

static web_desk desk = {.site = &site, .state = "1", .go_on = somebody_waits};

static void clean_up(void)
{
    morgue_archive_free(desk.archive);
    mg_path_remove(folder);
}

/* Articles whose every value would like to be something else. */
static void add_hostile(const char *path)
{
    static const char *const evil[] = {"<script>alert(1)</script>",
                                       "\"><img src=x onerror=alert(1)>",
                                       "javascript:alert(1)//the storm",
                                       "</article></main>{{q}}{{{q}}}{{>page}} the ferry",
                                       "' onmouseover='x &amp; &#60;b&#62; ]]> --> storm",
                                       "%{the}, \\input{storm} $x$ \xe2\x80\xae of \xef\xbf\xbc"};
    morgue_error err;
    morgue_writer *writer = NULL;
    morgue_article *article = morgue_article_new();
    EXPECT(article);
    EXPECT_OK(morgue_writer_open(path, NULL, &writer, &err), &err);
    for (size_t i = 0; i < sizeof evil / sizeof *evil; i++) {
        morgue_article_clear(article);
        for (int field = 0; field < MORGUE_FIELD_COUNT; field++) /* each by the one that may */
            if (morgue_article_set(article, field, evil[i], MORGUE_NUL, &err) != MORGUE_OK)
                (void)morgue_article_add(article, field, evil[i], MORGUE_NUL, MORGUE_GIVEN, &err);
        EXPECT_OK(morgue_writer_add(writer, article, NULL, &err), &err);
    }
    EXPECT_OK(morgue_writer_commit(writer, &err), &err);
    morgue_writer_free(writer);
    morgue_article_free(article);
}

/* Made when first needed; it stays until the end. */
static void open_desk(void)
{
    char path[96];
    morgue_error err;
    bool memory = access("/dev/shm", W_OK) == 0;
    snprintf(folder, sizeof folder, "%s/morgue-fuzz-XXXXXX", memory ? "/dev/shm" : "/tmp");
    EXPECT(mkdtemp(folder));
    atexit(clean_up);
    snprintf(path, sizeof path, "%s/archive", folder);
    EXPECT_OK(odd_news_write(path, 2, &err), &err);
    add_hostile(path);
    EXPECT_OK(morgue_archive_open(path, &desk.archive, &err), &err);
    EXPECT_OK(morgue_archive_stats(desk.archive, &desk.stats, &err), &err);
}

/* ---- The answer --------------------------------------------------------------------------- */

static void expect_json(const char *text, size_t len)
{
    json_error_t err;
    json_t *value = json_loadb(text, len, JSON_REJECT_DUPLICATES, &err);
    EXPECT(value);
    json_decref(value);
}

static void expect_lines_of_json(const char *text, size_t len)
{
    for (const char *end; len; len -= (size_t)(end - text), text = end) {
        const char *newline = memchr(text, '\n', len);
        EXPECT(newline);
        end = newline + 1;
        expect_json(text, (size_t)(newline - text));
    }
}

static bool is_type(const web_answer *answer, const char *type)
{
    return strncmp(answer->type, type, strlen(type)) == 0;
}

static void expect_content(const web_answer *answer, const char *text, size_t len)
{
    if (is_type(answer, "text/html"))
        fuzz_expect_html(text, len);
    else if (is_type(answer, "application/json"))
        expect_json(text, len);
    else if (strstr(answer->type, "jsonl") || strstr(answer->type, "ndjson"))
        expect_lines_of_json(text, len);
    else if (strstr(answer->type, "xml"))
        fuzz_expect_xml(text, len);
}

/* What goes into headers begins no other header. */
static void expect_header(const char *text)
{
    for (; *text; text++)
        EXPECT(*text >= ' ' && *text < 0x7F);
}

static void expect_body(web_answer *answer)
{
    web_text whole = {0};
    size_t parts = 0;
    web_put(&whole, answer->body.data ? answer->body.data : "", answer->body.len);
    while (answer->more) {
        web_text_clear(&answer->body);
        if (!answer->more(&desk, answer))
            break;
        EXPECT(parts++ < PARTS && answer->body.len);
        web_put(&whole, answer->body.data, answer->body.len);
    }
    EXPECT(!whole.lost && !answer->body.lost);
    fuzz_expect_clean(whole.data ? whole.data : "", whole.len);
    if (whole.len)
        expect_content(answer, whole.data, whole.len);
    web_text_free(&whole);
}

static void expect_answer(const char *method, web_answer *answer)
{
    int status = answer->status ? answer->status : 200;
    bool reads = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
    EXPECT(status == 200 || status == 301 || status == 302 || status == 303 || status == 304 ||
           status == 400 || status == 404 || status == 405 || status == 503 || status == 504);
    EXPECT((status == 405) == !reads);
    expect_header(answer->etag);
    expect_header(answer->file_name);
    expect_header(answer->location ? answer->location : "");
    if (answer->data) {
        EXPECT(answer->type);
        return;
    }
    EXPECT(answer->type || !answer->body.len);
    if (answer->type) {
        expect_header(answer->type);
        expect_body(answer);
    }
}

/* ---- The request -------------------------------------------------------------------------- */

static void expect_request(web_request *request)
{
    EXPECT(request->n_params <= WEB_PARAMS_MAX && request->path[0] == '/');
    for (size_t i = 0; i < request->n_params; i++) {
        fuzz_expect_clean(request->params[i].name, strlen(request->params[i].name));
        fuzz_expect_clean(request->params[i].value, strlen(request->params[i].value));
    }
}

static void ask(const char *method, const char *target, const web_headers *headers)
{
    web_request request;
    web_answer answer = {0};
    int refused = web_request_parse(target, strlen(target), headers, &request);
    EXPECT(refused == 0 || refused == 400 || refused == 414);
    if (refused)
        return;
    expect_request(&request);
    (void)web_needs_worker(&request);
    web_respond(&desk, method, &request, &answer);
    expect_answer(method, &answer);
    web_answer_free(&answer);
    web_request_free(&request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1), *rest = NULL;
    EXPECT(text);
    if (size)
        memcpy(text, data, size);
    text[size] = '\0';
    if (!desk.archive)
        open_desk();
    char *line = strtok_r(text, "\n", &rest);
    const web_headers headers = {strtok_r(NULL, "\n", &rest), strtok_r(NULL, "\n", &rest)};
    char *target = line ? strchr(line, ' ') : NULL;
    if (target) {
        *target++ = '\0';
        ask(line, target, &headers);
    }
    free(text);
    return 0;
}
