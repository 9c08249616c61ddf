#include "indexer/formats/news/news.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/date.h"
#include "archive/error.h"

morgue_status mg_news_open(mg_reader *reader, mg_xml_is_record is_record, morgue_error *err)
{
    mg_news_file *file = calloc(1, sizeof *file);
    reader->state = file;
    return file ? mg_xml_open(reader, is_record, NULL, &file->xml, err) : mg_fail_memory(err);
}

void mg_news_close(mg_reader *reader)
{
    mg_news_file *file = reader->state;
    if (!file)
        return;
    mg_xml_free(file->xml);
    mg_news_free(&file->news);
    free(file);
    reader->state = NULL;
}

void mg_news_begin(mg_news *news, mg_sink *put)
{
    news->put = put;
    news->status = MORGUE_OK;
    news->n_tags = 0;
    news->n_list = 0;
    mg_buffer_clear(&news->text);
    mg_buffer_clear(&news->list);
}

void mg_news_free(mg_news *news)
{
    mg_buffer_free(&news->text);
    mg_buffer_free(&news->line);
    mg_buffer_free(&news->value);
    mg_buffer_free(&news->list);
    mg_markup_free(news->html);
    news->html = NULL;
}

void mg_news_no_memory(mg_news *news)
{
    if (news->status == MORGUE_OK)
        news->status = mg_fail_memory(news->put->err);
}

/* ---- Texts --------------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static morgue_text in_buffer(const mg_buffer *buffer)
{
    return (morgue_text){buffer->data ? buffer->data : "", buffer->len};
}

/* Does "<" or "<prefix:" end at `at`? */
static bool is_tag_start(const char *begin, const char *at)
{
    if (at > begin && at[-1] == ':')
        for (at--; at > begin && !strchr(" \t\r\n<>/=\"", at[-1]); at--)
            ;
    return at > begin && at[-1] == '<';
}

bool mg_xml_mentions(morgue_text head, const char *name)
{
    enum { PREFIX_MAX = 64 }; /* so that a run of colons does not cost its square */
    size_t n = strlen(name);
    const char *at = head.data, *end = head.data + head.len;
    while ((at = memmem(at, (size_t)(end - at), name, n))) {
        const char *begin = at - head.data > PREFIX_MAX ? at - PREFIX_MAX : head.data;
        if (end - at > (ptrdiff_t)n && at[n] && strchr(" \t\r\n>/", at[n]) &&
            is_tag_start(begin, at))
            return true;
        at += n;
    }
    return false;
}

morgue_text mg_code_tail(morgue_text code)
{
    for (size_t i = code.len; i > 0; i--)
        if ((code.data[i - 1] == ':' || code.data[i - 1] == '/' || code.data[i - 1] == '#') &&
            i < code.len)
            return (morgue_text){code.data + i, code.len - i};
    return code;
}

morgue_text mg_news_line(mg_news *news, const mg_node *node)
{
    mg_buffer_clear(&news->line);
    if (!mg_node_line(node, &news->line))
        mg_news_no_memory(news);
    return in_buffer(&news->line);
}

/* Appends a run, after a space where something stands before it and it does not begin with what
 * belongs to the word before. */
static bool append_run(morgue_text run, mg_buffer *ret)
{
    run = mg_trimmed(run);
    if (!run.len)
        return true;
    bool close =
        strchr(",.;:)'", *run.data) || (run.len > 2 && memcmp(run.data, "\xE2\x80\x99", 3) == 0);
    bool ok = !ret->len || close || mg_buffer_append_byte(ret, ' ');
    for (size_t i = 0; ok && i < run.len; i++)
        if (!is_space(run.data[i]))
            ok = mg_buffer_append_byte(ret, run.data[i]);
        else if (!is_space(run.data[i - 1]))
            ok = mg_buffer_append_byte(ret, ' ');
    return ok;
}

morgue_text mg_news_spaced(mg_news *news, const mg_node *node, const char *without)
{
    bool ok = true;
    mg_buffer_clear(&news->line);
    for (const mg_node *n = node; ok && n;) {
        bool skip =
            n->name && n != node && mg_text_among((morgue_text){n->name, strlen(n->name)}, without);
        if (!n->name)
            ok = append_run(n->text, &news->line);
        n = skip ? mg_node_over(node, n) : mg_node_on(node, n);
    }
    if (!ok)
        mg_news_no_memory(news);
    return in_buffer(&news->line);
}

/* Sets *ret to the text without white space around it and with single spaces in it. */
static bool collapse(mg_news *news, morgue_text text, morgue_text *ret)
{
    bool clean = true;
    *ret = text = mg_trimmed(text);
    for (size_t i = 0; clean && i < text.len; i++)
        clean = !is_space(text.data[i]) || (text.data[i] == ' ' && !is_space(text.data[i + 1]));
    if (clean)
        return true;
    mg_buffer_clear(&news->value);
    if (!append_run(text, &news->value)) {
        mg_news_no_memory(news);
        return false;
    }
    *ret = in_buffer(&news->value);
    return true;
}

/* ---- Fields -------------------------------------------------------------------------------- */

bool mg_news_has(const mg_news *news, morgue_field_id field)
{
    return morgue_article_count(news->put->article, field) > 0;
}

void mg_news_put(mg_news *news, morgue_field_id field, morgue_text text)
{
    if (news->status == MORGUE_OK && collapse(news, text, &text))
        news->status = mg_put(news->put, field, text, MORGUE_GIVEN);
}

void mg_news_once(mg_news *news, morgue_field_id field, morgue_text text)
{
    if (!mg_news_has(news, field))
        mg_news_put(news, field, text);
}

void mg_news_once_node(mg_news *news, morgue_field_id field, const mg_node *node)
{
    if (node && !mg_news_has(news, field))
        mg_news_put(news, field, mg_news_line(news, node));
}

static morgue_text without_midnight(morgue_text date)
{
    static const char *const ends[] = {"T000000", "T00:00:00"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (date.len > n && memcmp(date.data + date.len - n, ends[i], n) == 0)
            date.len -= n;
    }
    return date;
}

void mg_news_date(mg_news *news, morgue_field_id field, morgue_text text)
{
    char date[MG_DATE_MAX];
    morgue_error problem;
    text = without_midnight(mg_trimmed(text));
    if (news->status != MORGUE_OK || !text.len || mg_news_has(news, field) ||
        memmem(text.data, text.len, "YYYY", 4))
        return;
    if (field == MORGUE_DATE)
        mg_news_put(news, MORGUE_DATE, text);
    else if (mg_date_parse(text.data, text.len, date, &problem) == MORGUE_OK)
        mg_news_put(news, field, (morgue_text){date, strlen(date)});
    else
        mg_note(news->put->reader, "the date \"%.*s\" of the last change is not understood: %s",
                text.len > 60 ? 60 : (int)text.len, text.data, problem.message);
}

static size_t count_spaces(morgue_text text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += text.data[i] == ' ';
    return n;
}

/* "Von Jule Petersen": without the word for By. "Von Arnim" is a name. */
static morgue_text without_preposition(morgue_text line)
{
    const char *space = memchr(line.data, ' ', line.len);
    size_t n = space ? (size_t)(space - line.data) : 0;
    if (n && count_spaces(line) > 1 &&
        mg_text_among((morgue_text){line.data, n}, "by by: von par por door")) {
        line.data += n + 1;
        line.len -= n + 1;
    }
    return line;
}

void mg_news_byline(mg_news *news, morgue_text text)
{
    mg_buffer line = {0};
    if (news->status != MORGUE_OK || !collapse(news, text, &text) || !text.len)
        return;
    text = without_preposition(text);
    bool by = text.len > 2 && strncasecmp(text.data, "by", 2) == 0 && strchr(" :", text.data[2]);
    if ((by || mg_buffer_append(&line, "By ", 3)) && mg_buffer_append(&line, text.data, text.len))
        news->status = mg_put_byline(news->put, in_buffer(&line));
    else
        mg_news_no_memory(news);
    mg_buffer_free(&line);
}

/* ---- Extras -------------------------------------------------------------------------------- */

void mg_news_extra(mg_news *news, const char *key, morgue_text text)
{
    if (news->status == MORGUE_OK && collapse(news, text, &text))
        news->status = mg_put_extra_text(news->put, key, strlen(key), text);
}

void mg_news_extra_node(mg_news *news, const char *key, const mg_node *node)
{
    if (node)
        mg_news_extra(news, key, mg_news_line(news, node));
}

void mg_news_list_add(mg_news *news, morgue_text text)
{
    if (news->status != MORGUE_OK || !collapse(news, text, &text) || !text.len)
        return;
    mg_buffer clean = {0};
    mg_mend mend = {0};
    bool ok = mg_utf8_mend(text.data, text.len, &clean, &mend) &&
              (!news->n_list || mg_buffer_append_byte(&news->list, ',')) &&
              mg_json_quote(in_buffer(&clean), &news->list);
    news->n_list++;
    if (!ok)
        mg_news_no_memory(news);
    mg_buffer_free(&clean);
}

void mg_news_list_put(mg_news *news, const char *key)
{
    morgue_text list = in_buffer(&news->list);
    if (news->n_list > 1) {
        mg_buffer_clear(&news->value);
        if (!mg_buffer_append_byte(&news->value, '[') ||
            !mg_buffer_append(&news->value, list.data, list.len) ||
            !mg_buffer_append_byte(&news->value, ']'))
            mg_news_no_memory(news);
        list = in_buffer(&news->value);
    }
    if (news->n_list && news->status == MORGUE_OK)
        news->status = mg_put_extra(news->put, (morgue_text){key, strlen(key)}, list);
    news->n_list = 0;
    mg_buffer_clear(&news->list);
}

void mg_news_extra_each(mg_news *news, const char *key, const mg_node *parent, const char *name,
                        const char *attribute)
{
    const mg_node *n = mg_node_child(parent, name);
    for (; n; n = mg_node_same_next(n))
        mg_news_list_add(news, attribute ? mg_node_attribute(n, attribute) : mg_news_line(news, n));
    mg_news_list_put(news, key);
}

morgue_status mg_news_end(mg_news *news)
{
    if (news->status == MORGUE_OK)
        news->status = mg_put_context(news->put);
    if (news->status != MORGUE_OK)
        return news->status;
    return mg_check_article(news->put->article, news->put->err);
}
