#include "indexer/markup/xml_scrub.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/text/clean.h"

enum { TAG_MAX = 1 << 20, DOCTYPE_MAX = 1 << 20, ENTITY_NAME_MAX = 32 };
enum { ENTITIES_MAX = 256, ENTITY_VALUE_MAX = 1024 };

/* What the entities of a part may make of it; those beyond are left as they are spelled. */
enum { EXPANDED_MAX = 4 << 20 };

/* ---- Parts --------------------------------------------------------------------------------- */

static bool begins(morgue_text text, const char *mark)
{
    size_t n = strlen(mark);
    return text.len >= n && memcmp(text.data, mark, n) == 0;
}

static bool begins_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
           (unsigned char)c >= 0x80;
}

/* Bytes up to and with `mark`; 0 where it is not there. */
static size_t up_to(morgue_text text, const char *mark)
{
    const char *at = memmem(text.data, text.len, mark, strlen(mark));
    return at ? (size_t)(at - text.data) + strlen(mark) : 0;
}

/* Bytes of a tag. A quote that is not closed within the tag's bounds is no quote. */
static size_t tag_length(morgue_text text)
{
    size_t most = text.len < TAG_MAX ? text.len : TAG_MAX;
    char quote = 0;
    for (size_t i = 1; i < most; i++) {
        char c = text.data[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = text.data[i - 1] == '=' || text.data[i - 1] == ' ' ? c : 0;
        else if (c == '>')
            return i + 1;
        else if (c == '<')
            return 0;
    }
    return 0;
}

/* Bytes of <!DOCTYPE ... [ ... ]>. */
static size_t doctype_length(morgue_text text)
{
    size_t most = text.len < DOCTYPE_MAX ? text.len : DOCTYPE_MAX;
    int brackets = 0;
    char quote = 0;
    for (size_t i = 0; i < most; i++) {
        char c = text.data[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '[')
            brackets++;
        else if (c == ']')
            brackets--;
        else if (c == '>' && brackets <= 0)
            return i + 1;
    }
    return 0;
}

static mg_xml_part unfinished(morgue_text text, bool whole, size_t most, mg_xml_part otherwise,
                              size_t *ret_len)
{
    if (!whole && text.len < most)
        return XML_CUT;
    *ret_len = otherwise == XML_TEXT ? 1 : text.len;
    return otherwise;
}

static mg_xml_part declaration_at(morgue_text text, bool whole, size_t *ret_len)
{
    if (begins(text, "<![CDATA[")) {
        *ret_len = 9;
        return XML_CDATA;
    }
    if (text.len < 9 && !whole)
        return XML_CUT;
    *ret_len = begins(text, "<!--") ? up_to(text, "-->") : doctype_length(text);
    return *ret_len ? XML_LEFT_OUT : unfinished(text, whole, DOCTYPE_MAX, XML_LEFT_OUT, ret_len);
}

/* A tag with a quote that is never closed ends at its first bracket; one without an end before the
 * next begins is none. */
static mg_xml_part tag_at(morgue_text text, bool whole, mg_xml_part kind, size_t *ret_len)
{
    *ret_len = tag_length(text);
    if (*ret_len)
        return kind;
    const char *next = memchr(text.data + 1, '<', text.len - 1);
    size_t most = next ? (size_t)(next - text.data) : text.len;
    if (!next && !whole && text.len < TAG_MAX)
        return XML_CUT;
    const char *end = memchr(text.data, '>', most);
    *ret_len = end ? (size_t)(end - text.data) + 1 : 1;
    return end ? kind : XML_TEXT;
}

mg_xml_part mg_xml_part_at(morgue_text text, bool whole, size_t *ret_len)
{
    if (text.data[0] != '<') {
        const char *end = memchr(text.data, '<', text.len);
        *ret_len = end ? (size_t)(end - text.data) : text.len;
        return XML_TEXT;
    }
    if (text.len < 2)
        return unfinished(text, whole, 2, XML_TEXT, ret_len);
    if (text.data[1] == '!')
        return declaration_at(text, whole, ret_len);
    if (text.data[1] == '?') {
        *ret_len = up_to(text, ">");
        return *ret_len ? XML_LEFT_OUT : unfinished(text, whole, TAG_MAX, XML_LEFT_OUT, ret_len);
    }
    if (text.data[1] == '/' && text.len < 3)
        return unfinished(text, whole, 3, XML_TEXT, ret_len);
    if (text.data[1] == '/' && begins_name(text.data[2]))
        return tag_at(text, whole, XML_END, ret_len);
    if (begins_name(text.data[1]))
        return tag_at(text, whole, XML_START, ret_len);
    *ret_len = 1;
    return XML_TEXT;
}

morgue_text mg_xml_tag_name(morgue_text tag)
{
    size_t start = tag.len > 1 && tag.data[1] == '/' ? 2 : 1;
    size_t end = start;
    while (end < tag.len && !strchr(" \t\r\n/>", tag.data[end]))
        end++;
    return (morgue_text){tag.data + start, end - start};
}

/* ---- Entities ------------------------------------------------------------------------------ */

static bool is_name_byte(char c)
{
    return begins_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

static void skip_space(morgue_text *text)
{
    while (text->len && strchr(" \t\r\n", *text->data)) {
        text->data++;
        text->len--;
    }
}

/* Takes `name "value"` behind <!ENTITY; false where it is something else. */
static bool take_declaration(morgue_text text, morgue_text *ret_name, morgue_text *ret_value)
{
    size_t n = 0;
    skip_space(&text);
    while (n < text.len && is_name_byte(text.data[n]))
        n++;
    *ret_name = (morgue_text){text.data, n};
    text = (morgue_text){text.data + n, text.len - n};
    skip_space(&text);
    if (!n || n > ENTITY_NAME_MAX || text.len < 2 || !strchr("\"'", *text.data))
        return false;
    const char *end = memchr(text.data + 1, *text.data, text.len - 1);
    if (!end || (size_t)(end - text.data) > ENTITY_VALUE_MAX)
        return false;
    *ret_value = (morgue_text){text.data + 1, (size_t)(end - text.data) - 1};
    return !memchr(ret_value->data, '<', ret_value->len);
}

static bool declare(mg_xml_entities *entities, morgue_text name, morgue_text value)
{
    mg_buffer *to = &entities->names_and_values;
    mg_buffer plain = {0};
    mg_mend mend = {0};
    bool ok =
        mg_utf8_mend(value.data, value.len, &plain, &mend) && /* resolved once, never again */
        mg_buffer_append(to, name.data, name.len) && mg_buffer_append_byte(to, '\0') &&
        mg_unescape_entities((morgue_text){plain.data ? plain.data : "", plain.len}, to, NULL) &&
        mg_buffer_append_byte(to, '\0');
    mg_buffer_free(&plain);
    entities->count += ok;
    return ok;
}

bool mg_xml_declare(mg_xml_entities *entities, morgue_text doctype)
{
    static const char mark[] = "<!ENTITY";
    const char *end = doctype.data + doctype.len;
    morgue_text name, value;
    for (const char *at = doctype.data; entities->count < ENTITIES_MAX;) {
        at = memmem(at, (size_t)(end - at), mark, sizeof mark - 1);
        if (!at)
            return true;
        at += sizeof mark - 1;
        if (take_declaration((morgue_text){at, (size_t)(end - at)}, &name, &value) &&
            !declare(entities, name, value))
            return false;
    }
    return true;
}

static const char *declared(const mg_xml_entities *entities, morgue_text name)
{
    const char *at = entities->names_and_values.data;
    for (size_t i = 0; i < entities->count; i++) {
        const char *value = at + strlen(at) + 1;
        if (strlen(at) == name.len && memcmp(at, name.data, name.len) == 0)
            return value;
        at = value + strlen(value) + 1;
    }
    return NULL;
}

/* Appends text in which nothing is markup. */
static bool append_escaped(mg_buffer *ret, const char *text)
{
    bool ok = true;
    for (; ok && *text; text++)
        ok = *text == '&'   ? mg_buffer_append_string(ret, "&#38;")
             : *text == '<' ? mg_buffer_append_string(ret, "&#60;")
             : *text == '"' ? mg_buffer_append_string(ret, "&#34;")
                            : mg_buffer_append_byte(ret, *text);
    return ok;
}

/* Appends what stands at `&`; sets *ret_len to its bytes. Numbers are left to the parser where it
 * accepts them: it resolves them even after an error, unlike names. */
static bool append_reference(const mg_xml_entities *entities, morgue_text text, mg_buffer *ret,
                             size_t *ret_len)
{
    size_t n = 1;
    char resolved[16] = "";
    while (n < text.len && n <= ENTITY_NAME_MAX &&
           (is_name_byte(text.data[n]) || text.data[n] == '#'))
        n++;
    *ret_len = 1;
    if (n == 1 || n == text.len || text.data[n] != ';')
        return mg_buffer_append_string(ret, "&#38;");
    morgue_text name = {text.data + 1, n - 1};
    const char *value = declared(entities, name);
    if (!value) {
        mg_buffer one = {0};
        size_t count = 0;
        bool ok = mg_unescape_entities((morgue_text){text.data, n + 1}, &one, &count);
        if (ok && count && one.len < sizeof resolved)
            memcpy(resolved, one.data ? one.data : "", one.len);
        mg_buffer_free(&one);
        if (!ok)
            return false;
        if (!count)
            return mg_buffer_append_string(ret, "&#38;");
        value = resolved;
    }
    *ret_len = n + 1;
    return append_escaped(ret, value);
}

/* ---- Scrubbing ----------------------------------------------------------------------------- */

/* The characters that are markup in a text but not in a tag. */
static bool append_plain(morgue_text run, bool is_tag, mg_buffer *ret, mg_mend *mend)
{
    if (!is_tag && run.len && *run.data == '<') {
        if (!mg_buffer_append_string(ret, "&#60;"))
            return false;
        run.data++;
        run.len--;
    }
    return mg_utf8_clean_prefix(run.data, run.len) == run.len
               ? mg_buffer_append(ret, run.data, run.len)
               : mg_utf8_mend(run.data, run.len, ret, mend);
}

bool mg_xml_scrub(const mg_xml_entities *entities, morgue_text part, bool is_tag, mg_buffer *ret,
                  mg_mend *mend)
{
    bool ok = true;
    size_t begun = ret->len;
    while (ok && part.len) {
        const char *mark = memchr(part.data, '&', part.len);
        size_t plain = mark ? (size_t)(mark - part.data) : part.len;
        size_t used = 0;
        ok = append_plain((morgue_text){part.data, plain}, is_tag, ret, mend);
        part = (morgue_text){part.data + plain, part.len - plain};
        if (ok && mark && ret->len - begun > EXPANDED_MAX)
            ok = (used = 1) && mg_buffer_append_string(ret, "&#38;");
        else if (ok && mark)
            ok = append_reference(entities, part, ret, &used);
        part = (morgue_text){part.data + used, part.len - used};
    }
    return ok;
}
