/* What went wrong, and for a query where. */
#include <string.h>

#include "cli/term.h"
#include "search/server/handlers.h"
#include "search/server/model.h"
#include "search/server/utf8.h"

enum { SHOWN_MAX = 2000 /* bytes of a query */ };

static const char *title_of(int status)
{
    switch (status) {
    case 400: return "The request cannot be understood";
    case 404: return "Not found";
    case 405: return "Not done here";
    case 503: return "Not now";
    default: return status < 500 ? "This cannot be answered" : "Something is wrong here";
    }
}

/* Bytes before character `n`, from 0. */
static size_t bytes_before(const char *text, size_t len, size_t n)
{
    size_t at = 0;
    for (size_t width; n > 0 && at < len; n--, at += width ? width : 1)
        width = web_utf8_width(text + at, len - at);
    return at;
}

/* As many columns as there are before the place; a character that takes two is stood in for by a
 * space that does. */
static void put_pad(web_text *pad, const char *text, size_t len)
{
    for (size_t at = 0, width; at < len; at += width) {
        width = web_utf8_width(text + at, len - at);
        width = width ? width : 1;
        unsigned columns = text[at] == '\t' ? 1 : cli_width(text + at, width);
        web_puts(pad, text[at] == '\t' ? "\t" : columns > 1 ? "\u3000" : columns ? " " : "");
    }
}

static void set_caret(web_model *m, json_t *object, const web_fault *fault)
{
    const char *q = m->ask->q;
    size_t len = strlen(q);
    web_set_flag(m, object, "caret", fault->column > 0 && len > 0 && len <= SHOWN_MAX);
    if (fault->column <= 0 || len > SHOWN_MAX)
        return;
    web_text pad = {0};
    put_pad(&pad, q, bytes_before(q, len, (size_t)fault->column - 1));
    m->lost |= pad.lost;
    web_set_text(m, object, "query", q, len);
    web_set_text(m, object, "pad", pad.data ? pad.data : "", pad.len);
    web_text_free(&pad);
}

void web_page_fault(const web_site *site, const web_ask *ask, const web_fault *fault,
                    web_answer *answer)
{
    web_model m;
    bool query = fault->column > 0;
    const char *title = query ? "The query cannot be understood" : title_of(fault->status);
    web_model_begin(&m, site, ask, "fault", title);
    json_t *object = web_set_object(&m, m.root, "fault");
    web_set_string(&m, object, "title", title);
    web_set_string(&m, object, "message", fault->message);
    set_caret(&m, object, fault);
    web_model_filters(&m);
    web_model_send(&m, "fault", answer);
}
