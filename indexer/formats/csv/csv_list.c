/* Lists as programs print them into a cell: Python's "['Ann Lee', \"O'Hara\"]", JSON's
 * ["Ann Lee"], NumPy's ['Ann Lee' 'Bo Ek']. */
#include <string.h>

#include "indexer/formats/csv/csv_put.h"

typedef struct cursor {
    const char *at, *end;
} cursor;

static void skip_parting(cursor *c)
{
    while (c->at < c->end && strchr(" ,\t\r\n", *c->at) && *c->at)
        c->at++;
}

/* Behind a member comes the next one, a comma or the end. */
static bool ends_well(const cursor *c)
{
    return c->at == c->end || strchr(" ,\t\r\n", *c->at) != NULL;
}

/* Takes a member; what is escaped in it is resolved into `ret`. False where there is none. */
static bool take_member(cursor *c, mg_buffer *ret)
{
    char quote = *c->at == '\'' || *c->at == '"' ? *c->at++ : '\0';
    mg_buffer_clear(ret);
    while (c->at < c->end && *c->at != (quote ? quote : ',')) {
        if (!quote && strchr("{}[]:'\"", *c->at))
            return false; /* a list of something else */
        bool escape = quote && *c->at == '\\' && c->end - c->at > 1;
        c->at += escape;
        char character = escape && *c->at == 'n' ? '\n' : *c->at;
        if (!mg_buffer_append_byte(ret, character))
            return false;
        c->at++;
    }
    bool closed = !quote || c->at < c->end;
    c->at += quote && closed;
    return closed && ends_well(c);
}

/* Goes over the members; `each` NULL only looks whether it is a list. */
static bool walk(morgue_text inner, mg_buffer *member, mg_csv_each each, void *user,
                 morgue_status *ret)
{
    cursor c = {inner.data, inner.data + inner.len};
    *ret = MORGUE_OK;
    for (skip_parting(&c); c.at < c.end && *ret == MORGUE_OK; skip_parting(&c)) {
        if (!take_member(&c, member))
            return false;
        morgue_text text = mg_trimmed((morgue_text){member->data ? member->data : "", member->len});
        if (each && text.len)
            *ret = each(user, text);
    }
    return true;
}

bool mg_csv_printed_list(morgue_text cell, mg_csv_each each, void *user, morgue_status *ret)
{
    mg_buffer member = {0};
    cell = mg_trimmed(cell);
    if (cell.len < 2 || cell.data[0] != '[' || cell.data[cell.len - 1] != ']')
        return false;
    morgue_text inner = {cell.data + 1, cell.len - 2};
    bool is_list = walk(inner, &member, NULL, NULL, ret) && walk(inner, &member, each, user, ret);
    mg_buffer_free(&member);
    return is_list;
}
