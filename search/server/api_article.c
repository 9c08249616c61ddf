/* An article as data: its line of a dump, or a citation. */
#include <stdio.h>
#include <string.h>

#include "search/server/api.h"
#include "search/server/cite.h"
#include "search/server/handlers.h"

/* A name for the file that is made of the id: what no file's name should have is a hyphen. */
static void name_file(const char *id, const char *ending, char *ret, size_t size)
{
    size_t len = 0;
    for (; *id && len + strlen(ending) + 1 < size; id++) {
        char small = (char)(*id | 0x20);
        bool plain = (small >= 'a' && small <= 'z') || (*id >= '0' && *id <= '9');
        if (plain || (len && ret[len - 1] != '-'))
            ret[len++] = plain ? *id : '-';
    }
    snprintf(ret + len, size - len, "%s", ending);
}

static morgue_status put_json(morgue_article *article, web_text *body, morgue_error *err)
{
    morgue_text line;
    morgue_status status = morgue_article_json(article, &line, err);
    if (status != MORGUE_OK)
        return status;
    web_put(body, line.data, line.len);
    web_puts(body, "\n");
    return MORGUE_OK;
}

static void cite(const web_desk *desk, const web_ask *ask, const char *id,
                 const morgue_article *article, web_answer *answer)
{
    web_text url = {0};
    web_put_article_url(&url, desk->site, (morgue_text){id, strlen(id)});
    if (ask->format == WEB_BIBTEX) {
        answer->type = "application/x-bibtex; charset=utf-8";
        name_file(id, ".bib", answer->file_name, sizeof answer->file_name);
        web_cite_bibtex(article, url.data, &answer->body);
    } else if (ask->format == WEB_RIS) {
        answer->type = "application/x-research-info-systems; charset=utf-8";
        name_file(id, ".ris", answer->file_name, sizeof answer->file_name);
        web_cite_ris(article, url.data, &answer->body);
    } else {
        answer->type = "text/plain; charset=utf-8";
        web_cite_plain(article, url.data, &answer->body);
        web_puts(&answer->body, "\n");
    }
    answer->body.lost |= url.lost;
    web_text_free(&url);
}

static morgue_status tell(web_desk *desk, const web_ask *ask, const char *id,
                          morgue_article *article, web_answer *answer, morgue_error *err)
{
    morgue_status status = morgue_archive_article(desk->archive, id, strlen(id), article, err);
    if (status != MORGUE_OK)
        return status;
    if (ask->format == WEB_JSON) {
        answer->type = "application/json";
        return put_json(article, &answer->body, err);
    }
    cite(desk, ask, id, article, answer);
    return MORGUE_OK;
}

void web_api_article(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
                     web_answer *answer)
{
    morgue_error err = {.status = MORGUE_NO_MEMORY};
    morgue_article *article = morgue_article_new();
    (void)request;
    if (!article || tell(desk, ask, id, article, answer, &err) != MORGUE_OK)
        web_fail(desk, ask, &err, answer);
    morgue_article_free(article);
}
