#include "tests/unit/server/pages.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <string.h>

#include "search/server/memory.h"

static morgue_error err;

void pages_open(pages *p, morgue_article **articles, size_t n)
{
    morgue_writer *writer;
    *p = (pages){.site = {.title = "The Archive", .base = "/base", .origin = "http://a.example"}};
    scratch_open(&p->scratch);
    OK(morgue_writer_open(p->scratch.path, NULL, &writer, &err));
    for (size_t i = 0; i < n; i++) {
        OK(morgue_writer_add(writer, articles[i], NULL, &err));
        morgue_article_free(articles[i]);
    }
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    p->site.archive = p->scratch.path;
    p->site.memory = web_memory_new();
    p->desk = (web_desk){.site = &p->site, .state = "1"};
    OK(morgue_archive_open(p->scratch.path, &p->desk.archive, &err));
    OK(morgue_archive_stats(p->desk.archive, &p->desk.stats, &err));
}

void pages_close(pages *p)
{
    morgue_archive_free(p->desk.archive);
    web_memory_free(p->site.memory);
    scratch_close(&p->scratch);
}

void pages_ask(pages *p, const char *target, web_answer *ret)
{
    static const web_headers headers = {.accept = "text/html"};
    web_request request;
    *ret = (web_answer){0};
    ck_assert_msg(web_request_parse(target, strlen(target), &headers, &request) == 0, "%s", target);
    web_respond(&p->desk, "GET", &request, ret);
    web_request_free(&request);
}

xmlDoc *pages_get(pages *p, const char *target, int status)
{
    web_answer answer;
    pages_ask(p, target, &answer);
    int said = answer.status ? answer.status : 200;
    ck_assert_msg(said == status, "%s: %d, not %d: %.300s", target, said, status, answer.body.data);
    ck_assert_str_eq(answer.type, "text/html; charset=utf-8");
    xmlDoc *page = xmlReadMemory(answer.body.data, (int)answer.body.len, target, "UTF-8",
                                 XML_PARSE_NONET | XML_PARSE_HUGE);
    ck_assert_msg(page != NULL, "%s is not well-formed: %s", target, answer.body.data);
    web_answer_free(&answer);
    return page;
}

/* ---- Looking ------------------------------------------------------------------------------ */

static xmlXPathObject *find(xmlDoc *page, const char *xpath, xmlXPathContext **ret_context)
{
    *ret_context = xmlXPathNewContext(page);
    xmlXPathObject *found = xmlXPathEvalExpression(BAD_CAST xpath, *ret_context);
    ck_assert_msg(found && found->type == XPATH_NODESET, "%s", xpath);
    return found;
}

size_t pages_count(xmlDoc *page, const char *xpath)
{
    xmlXPathContext *context;
    xmlXPathObject *found = find(page, xpath, &context);
    size_t n = found->nodesetval ? (size_t)found->nodesetval->nodeNr : 0;
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return n;
}

char *pages_text(xmlDoc *page, const char *xpath)
{
    xmlXPathContext *context;
    xmlXPathObject *found = find(page, xpath, &context);
    bool any = found->nodesetval && found->nodesetval->nodeNr > 0;
    xmlChar *text = any ? xmlNodeGetContent(found->nodesetval->nodeTab[0]) : xmlStrdup(BAD_CAST "");
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return (char *)text;
}

void pages_says(xmlDoc *page, const char *xpath, const char *text)
{
    char *said = pages_text(page, xpath);
    ck_assert_msg(strcmp(said, text) == 0, "%s: '%s', not '%s'", xpath, said, text);
    xmlFree(said);
}

char *pages_link(xmlDoc *page, const char *xpath)
{
    char *link = pages_text(page, xpath);
    ck_assert_msg(strncmp(link, "/base/", 6) == 0, "%s: '%s'", xpath, link);
    memmove(link, link + 5, strlen(link) - 4);
    return link;
}
