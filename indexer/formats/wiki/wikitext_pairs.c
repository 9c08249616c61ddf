/* Which brackets of wikitext belong together. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "indexer/formats/wiki/wikitext_parts.h"

enum { DEPTH_MAX = 64, PAIRS_MAX = 1 << 20 };

typedef enum kind { TEMPLATE, PARAMETER, LINK, TABLE } kind;

typedef struct finder {
    morgue_text text;
    mg_wiki_pairs *to;
    size_t stack[DEPTH_MAX]; /* indexes of pairs that are open */
    kind kinds[DEPTH_MAX];
    size_t depth;
    bool no_comment_ends; /* from here on */
    bool no_nowiki_ends;
} finder;

static bool starts(morgue_text text, size_t at, const char *string)
{
    size_t n = strlen(string);
    return text.len - at >= n && memcmp(text.data + at, string, n) == 0;
}

bool mg_wiki_is_parameter(morgue_text text, size_t at)
{
    return starts(text, at, "{{{") && !starts(text, at, "{{{{");
}

static bool push(finder *f, kind what, size_t at)
{
    mg_wiki_pairs *p = f->to;
    if (f->depth == DEPTH_MAX || p->count == PAIRS_MAX)
        return true;
    if (p->count == p->cap) {
        size_t cap = p->cap ? p->cap * 2 : 256;
        mg_wiki_pair *pairs = realloc(p->pairs, cap * sizeof *pairs);
        if (!pairs)
            return false;
        p->pairs = pairs;
        p->cap = cap;
    }
    f->stack[f->depth] = p->count;
    f->kinds[f->depth++] = what;
    p->pairs[p->count++] = (mg_wiki_pair){at, 0};
    return true;
}

/* Closes the innermost open bracket of the kind, and gives up those inside of it; what is inside of
 * a template closes nothing outside. Those that were given up are off the stack: the time is
 * linear. */
static void pop(finder *f, kind what, size_t at)
{
    for (size_t i = f->depth; i--;) {
        if (f->kinds[i] == what) {
            f->to->pairs[f->stack[i]].close = at;
            f->depth = i;
            return;
        }
        if (f->kinds[i] == TEMPLATE || (f->kinds[i] != LINK && what != TEMPLATE))
            return;
    }
}

/* Behind a comment, or what stands in <nowiki>; 0: none begins here. */
static size_t skip_literal(finder *f, size_t at)
{
    bool comment = starts(f->text, at, "<!--");
    bool nowiki =
        !comment && f->text.len - at > 8 && strncasecmp(f->text.data + at, "<nowiki>", 8) == 0;
    const char *end;
    if ((!comment && !nowiki) || (comment ? f->no_comment_ends : f->no_nowiki_ends))
        return 0;
    size_t from = at + 4;
    end = memmem(f->text.data + from, f->text.len - from, comment ? "-->" : "</nowiki>",
                 comment ? 3 : 9);
    if (end)
        return (size_t)(end - f->text.data) + (comment ? 3 : 9);
    if (comment)
        f->no_comment_ends = true;
    else
        f->no_nowiki_ends = true;
    return 0;
}

/* Takes what stands at `at`; sets *ret_len. */
static bool take(finder *f, size_t at, size_t *ret_len)
{
    bool begins_line = at == 0 || f->text.data[at - 1] == '\n';
    if (mg_wiki_is_parameter(f->text, at)) {
        *ret_len = 3;
        return push(f, PARAMETER, at);
    }
    if (f->depth && f->kinds[f->depth - 1] == PARAMETER && starts(f->text, at, "}}}")) {
        *ret_len = 3;
        pop(f, PARAMETER, at);
        return true;
    }
    *ret_len = 2;
    if (starts(f->text, at, "{{"))
        return push(f, TEMPLATE, at);
    if (starts(f->text, at, "[["))
        return push(f, LINK, at);
    if (begins_line && starts(f->text, at, "{|"))
        return push(f, TABLE, at);
    if (starts(f->text, at, "}}"))
        pop(f, TEMPLATE, at);
    else if (starts(f->text, at, "]]"))
        pop(f, LINK, at);
    else if (begins_line && starts(f->text, at, "|}") && !starts(f->text, at, "|}}"))
        pop(f, TABLE, at);
    else
        *ret_len = 1;
    return true;
}

bool mg_wiki_pairs_find(morgue_text text, mg_wiki_pairs *ret)
{
    finder f = {.text = text, .to = ret};
    bool ok = true;
    ret->count = 0;
    for (size_t at = 0; ok && at < text.len;) {
        size_t n = strcspn(text.data + at, "{}[]|<");
        at += n;
        if (at >= text.len)
            break;
        n = text.data[at] == '<' ? skip_literal(&f, at) : 0;
        if (n) {
            at = n;
        } else {
            ok = take(&f, at, &n);
            at += n;
        }
    }
    return ok;
}

void mg_wiki_pairs_free(mg_wiki_pairs *pairs)
{
    free(pairs->pairs);
}
