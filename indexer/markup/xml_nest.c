#include "indexer/markup/xml_nest.h"

#include <string.h>

/* Elements deeper than this are counted; of those around an end tag so many are looked at, so that
 * no file takes long. */
enum { KEPT_MAX = 1024, LOOK_MAX = 64 };

void mg_xml_nest_clear(mg_xml_nest *nest)
{
    mg_buffer_clear(&nest->names);
    nest->depth = nest->deeper = 0;
}

void mg_xml_nest_free(mg_xml_nest *nest)
{
    mg_buffer_free(&nest->names);
}

bool mg_xml_nest_push(mg_xml_nest *nest, morgue_text name)
{
    if (nest->deeper || nest->depth == KEPT_MAX) {
        nest->deeper++;
        return true;
    }
    nest->depth++;
    return mg_buffer_append(&nest->names, name.data, name.len) &&
           mg_buffer_append(&nest->names, (const char *)&name.len, sizeof name.len);
}

/* The name that ends where `end` is, and where it begins. */
static morgue_text name_before(const mg_xml_nest *nest, size_t end)
{
    morgue_text name;
    size_t at = end - sizeof name.len;
    memcpy(&name.len, nest->names.data + at, sizeof name.len);
    name.data = nest->names.data + at - name.len;
    return name;
}

/* How many elements are open inside of the innermost of this name; LOOK_MAX: there is none. */
static size_t unclosed(const mg_xml_nest *nest, morgue_text name)
{
    size_t end = nest->names.len;
    for (size_t i = 0; i < LOOK_MAX && i < nest->depth; i++) {
        morgue_text open = name_before(nest, end);
        if (open.len == name.len && memcmp(open.data, name.data, name.len) == 0)
            return i;
        end = (size_t)(open.data - nest->names.data);
    }
    return LOOK_MAX;
}

mg_xml_end mg_xml_nest_pop(mg_xml_nest *nest, morgue_text name, mg_buffer *ret, bool *ret_ok)
{
    *ret_ok = true;
    if (nest->deeper) {
        nest->deeper--;
        return XML_END_SOUND;
    }
    size_t n = unclosed(nest, name);
    if (n == LOOK_MAX)
        return XML_END_STRAY;
    for (size_t i = 0; i <= n; i++) {
        morgue_text open = name_before(nest, nest->names.len);
        if (i < n)
            *ret_ok = *ret_ok && mg_buffer_append(ret, "</", 2) &&
                      mg_buffer_append(ret, open.data, open.len) && mg_buffer_append_byte(ret, '>');
        nest->names.len = (size_t)(open.data - nest->names.data);
        nest->depth--;
    }
    return n ? XML_END_LATE : XML_END_SOUND;
}
