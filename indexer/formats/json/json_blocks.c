#include "indexer/formats/json/json_blocks.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "archive/error.h"
#include "indexer/formats/json/json_value.h"
#include "indexer/text/slice.h"

/* Types of blocks that are text, in the order of reading. */
static const char text_types[] =
    "sanitized_html html raw_html text paragraph header heading subhead "
    "deck list quote blockquote pull_quote tweet";

/* Types that are a field. */
static const struct {
    const char *type;
    morgue_field_id field;
} fields[] = {{"kicker", MORGUE_SECTION},
              {"title", MORGUE_TITLE},
              {"headline", MORGUE_TITLE},
              {"byline", MORGUE_AUTHOR},
              {"date", MORGUE_DATE}};

bool mg_json_is_blocks(const json_t *value)
{
    const json_t *first = json_array_get(value, 0);
    return json_is_string(json_object_get(first, "type")) &&
           (json_object_get(first, "content") || json_object_get(first, "_id"));
}

/* ---- One block ----------------------------------------------------------------------------- */

typedef struct gathering {
    mg_sink *put;
    mg_buffer text;
    json_t *others; /* NULL as long as there are none */
} gathering;

static bool keep(gathering *g, json_t *block)
{
    if (!g->others)
        g->others = json_array();
    return g->others && json_array_append(g->others, block) == 0;
}

static morgue_status add_text(gathering *g, morgue_text text)
{
    if (!mg_trimmed(text).len)
        return MORGUE_OK;
    if (g->text.len && !mg_buffer_append(&g->text, "\n\n", 2))
        return mg_fail_memory(g->put->err);
    if (mg_looks_like_html(text))
        return mg_html_text(text, &g->text, g->put->err);
    return mg_buffer_append(&g->text, text.data, text.len) ? MORGUE_OK
                                                           : mg_fail_memory(g->put->err);
}

static morgue_status put_value(gathering *g, morgue_field_id field, morgue_text text)
{
    if (morgue_article_count(g->put->article, field))
        return MORGUE_OK;
    return field == MORGUE_AUTHOR ? mg_put_byline(g->put, text)
                                  : mg_put(g->put, field, mg_trimmed(text), MORGUE_GIVEN);
}

static morgue_status put_block(gathering *g, json_t *block)
{
    char digits[32];
    const char *type = json_string_value(json_object_get(block, "type"));
    const json_t *content = json_object_get(block, "content");
    morgue_text text = {json_string_value(content), json_string_length(content)};
    if (json_is_integer(content)) {
        snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, json_integer_value(content));
        text = (morgue_text){digits, strlen(digits)};
    }
    for (size_t i = 0; type && text.data && i < sizeof fields / sizeof *fields; i++)
        if (strcasecmp(type, fields[i].type) == 0)
            return put_value(g, fields[i].field, text);
    if (type && json_is_string(content) &&
        mg_text_among((morgue_text){type, strlen(type)}, text_types))
        return add_text(g, text);
    return keep(g, block) ? MORGUE_OK : mg_fail_memory(g->put->err);
}

/* ---- All of them --------------------------------------------------------------------------- */

static morgue_status put_gathered(gathering *g, morgue_text key)
{
    morgue_status status =
        mg_put(g->put, MORGUE_TEXT, (morgue_text){g->text.data ? g->text.data : "", g->text.len},
               MORGUE_GIVEN);
    mg_json_value others = {.json = g->others, .mended = true};
    if (status != MORGUE_OK || !g->others)
        return status;
    mg_buffer_clear(&g->text);
    return mg_json_compact(&others, &g->text)
               ? mg_put_extra(g->put, key, (morgue_text){g->text.data, g->text.len})
               : mg_fail_memory(g->put->err);
}

morgue_status mg_json_put_blocks(mg_sink *put, morgue_text key, const json_t *blocks)
{
    gathering g = {.put = put};
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; i < json_array_size(blocks) && status == MORGUE_OK; i++)
        status = put_block(&g, json_array_get(blocks, i));
    if (status == MORGUE_OK)
        status = put_gathered(&g, key);
    json_decref(g.others);
    mg_buffer_free(&g.text);
    return status;
}
