/* Texts exported from LexisNexis: the classic ones, that part articles by "1 of 250 DOCUMENTS" and
 * centre what stands above them, and those of Nexis Uni and its like, that end each with "End of
 * Document". */
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/formats/vendor/lexis_article.h"
#include "indexer/text/slice.h"

static mg_vendor_mark marks(morgue_text line)
{
    if (mg_text_like(line, "End of Document"))
        return VENDOR_END;
    return mg_lexis_is_begin(line) ? VENDOR_BEGIN : VENDOR_NONE;
}

static bool has_line(morgue_text head, const char *const *starts, size_t n)
{
    while (head.len) {
        morgue_text line = mg_trimmed(mg_take_line(&head));
        for (size_t i = 0; i < n; i++)
            if (mg_text_begins(line, starts[i]))
                return true;
    }
    return false;
}

static bool has_mark(morgue_text head, mg_vendor_mark mark)
{
    while (head.len)
        if (marks(mg_trimmed(mg_take_line(&head))) == mark)
            return true;
    return false;
}

static mg_bid bid(morgue_text head, const char *path)
{
    static const char *const classic[] = {"LENGTH:",   "LÄNGE:",     "LONGUEUR:", "BYLINE:",
                                          "HEADLINE:", "LOAD-DATE:", "LANGUAGE:", "SPRACHE:"};
    static const char *const uni[] = {"Load-Date:", "Length:", "Copyright "};
    (void)path;
    if (has_mark(head, VENDOR_BEGIN) && has_line(head, classic, sizeof classic / sizeof *classic))
        return (mg_bid){90, "has lines \"1 of 250 DOCUMENTS\" and the fields of LexisNexis"};
    if (has_mark(head, VENDOR_END) && has_line(head, uni, sizeof uni / sizeof *uni))
        return (mg_bid){88, "has articles that close with \"End of Document\""};
    return has_line(head, uni, 1) && has_line(head, uni + 1, 1) && has_line(head, uni + 2, 1)
               ? (mg_bid){70, "has the fields of a Nexis document"}
               : MG_NO_BID;
}

static morgue_status open_reader(mg_reader *reader, morgue_error *err)
{
    bool *any = calloc(1, sizeof *any);
    reader->state = any;
    return any ? MORGUE_OK : mg_fail_memory(err);
}

static void close_reader(mg_reader *reader)
{
    free(reader->state);
    reader->state = NULL;
}

/* What stands before the first article, a list of them, and behind the last, is none; in a file of
 * one article without marks it is. */
static bool is_article(mg_reader *reader, morgue_text text, bool marked)
{
    bool *any = reader->state;
    bool alone = !*any && !marked && mg_lexis_has_fields(text);
    *any = *any || marked;
    return marked || alone;
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    static const mg_vendor_export lexis = {marks, is_article, mg_lexis_put};
    return mg_vendor_next(&lexis, reader, article, err);
}

const mg_format mg_format_lexis = {
    .name = "lexis",
    .description = "LexisNexis and Nexis Uni exports as text",
    .extensions = "txt",
    .bid = bid,
    .open = open_reader,
    .next = next,
    .close = close_reader,
};
