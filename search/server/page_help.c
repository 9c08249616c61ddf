/* The query language in short, with examples that run on this archive. */
#include <string.h>

#include "search/server/handlers.h"
#include "search/server/model.h"

/* docs/query-language.md has the same at length. */
static const char *const rows[][2] = {
    {"flood storm", "with both words, in any form"},
    {"\"state of emergency\"", "with these words side by side, as they stand"},
    {"=women", "with this very word and no other form of it"},
    {"flood OR storm", "with at least one of them; OR, AND, NOT are written in capitals"},
    {"washington -bridge", "with the first and without the second"},
    {"(flood OR storm) inquiry", "brackets group"},
    {"title:ferry", "with the word in the headline; all fields are below"},
    {"source:=\"Harbour Gazette\"", "with a field of exactly this value"},
    {"date:2022-01..2022-03-15", "published then; also before:2019 and after:2021-06"},
    {"ukrain* wom?n *gate", "with any letters, or with one, in that place"},
    {"attack W/5 embassy", "with both at most five words apart; PRE/5: in this order"},
    {"attack W/S embassy", "with both in one sentence; W/P: in one paragraph"},
    {"blinken NOT W/3 lavrov", "with the first where the second is not near"},
    {"cs:US", "with this very letter case"},
    {"~blinkin", "with words that are spelled much like it"},
    {"has:dateline", "that have the field"},
    {"about:washington", "that are about it: named in the headline, or often"},
    {"*", "every article"}};

static void set_rows(web_model *m)
{
    json_t *array = web_set_array(m, m->root, "rows");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_t *row = web_add_object(m, array);
        web_set_string(m, row, "query", rows[i][0]);
        web_set_string(m, row, "text", rows[i][1]);
    }
}

static void set_fields(web_model *m)
{
    json_t *array = web_set_array(m, m->root, "fields");
    const morgue_field *field;
    for (size_t i = 0; (field = morgue_field_at(i)); i++) {
        if (!field->searchable)
            continue;
        json_t *row = web_add_object(m, array);
        web_set_string(m, row, "name", field->name);
        web_set_string(m, row, "aliases", field->aliases);
        web_set_string(m, row, "text", field->description);
    }
}

/* What the machines are that the archive is spread over, and how they are. */
static void set_shards(web_model *m, web_desk *desk)
{
    morgue_shard shard;
    json_t *array = web_set_array(m, m->root, "shards");
    if (!desk->site->spread)
        return;
    m->partial = true; /* to be asked anew: what it says has nothing to do with commits */
    for (size_t i = 0; morgue_archive_shard(desk->archive, i, &shard); i++) {
        json_t *row = web_add_object(m, array);
        web_set_string(m, row, "name", shard.name);
        web_set_count(m, row, "articles", shard.articles);
        web_set_string(m, row, "trouble", shard.trouble ? shard.trouble : "");
    }
    web_set_flag(m, m->root, "has_shards", json_array_size(array) > 0);
}

void web_help(web_desk *desk, const web_request *request, const web_ask *ask, const char *id,
              web_answer *answer)
{
    (void)request, (void)id;
    web_model m;
    web_model_begin(&m, desk->site, ask, "help", "Help");
    if (!web_model_known(&m, desk, answer)) {
        web_model_free(&m);
        return;
    }
    set_rows(&m);
    set_fields(&m);
    set_shards(&m, desk);
    web_model_send(&m, "help", answer);
}
