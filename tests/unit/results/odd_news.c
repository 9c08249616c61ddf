#include "tests/unit/results/odd_news.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "archive/buffer.h"
#include "archive/error.h"
#include "indexer/engine.h"

enum { WORDS = 32 };

const char *const odd_news_pieces[] = {"the",
                                       "of",
                                       "and",
                                       "storm",
                                       "storms",
                                       "stormy",
                                       "ferry",
                                       "Ferry",
                                       "cease-fire",
                                       "ceasefire",
                                       "cease",
                                       "fire",
                                       "US",
                                       "us",
                                       "U.S.",
                                       "Kyiv",
                                       "Kiev",
                                       "Łódź",
                                       "lodz",
                                       "l'homme",
                                       "F-16",
                                       "buffalo",
                                       "minister",
                                       "ministers",
                                       "prime",
                                       "北約",
                                       "北",
                                       "die",
                                       "dying",
                                       "Dr",
                                       "3.5",
                                       "x",
                                       "OR",
                                       "AND",
                                       "NOT",
                                       "(",
                                       ")",
                                       "-",
                                       "*",
                                       "W/1",
                                       "W/3",
                                       "W/1000",
                                       "W/S",
                                       "W/P",
                                       "PRE/1",
                                       "PRE/4",
                                       "PRE/S",
                                       "NOT W/2",
                                       "NOT W/S",
                                       "NOT PRE/3",
                                       "\"the of\"",
                                       "\"the * of\"",
                                       "\"of the storm\"",
                                       "\"cease fire\"",
                                       "\"prime minister\"",
                                       "\"s* f*\"",
                                       "sto*",
                                       "*m",
                                       "?he",
                                       "f?rry",
                                       "cs:US",
                                       "cs:The",
                                       "cs:F*",
                                       "cs:(US OR Ferry)",
                                       "cs:\"The storm\"",
                                       "=storm",
                                       "~storm",
                                       "~ferri",
                                       "~minster",
                                       "title:storm",
                                       "title:\"the storm\"",
                                       "title:(",
                                       "title:cs:The",
                                       "person:",
                                       "person:ada",
                                       "person:\"ada lovelace\"",
                                       "person:(ada W/2 lovelace)",
                                       "actor:nato",
                                       "actor:(",
                                       "org:nato",
                                       "org:=\"nato\"",
                                       "location:=\"kyiv\"",
                                       "has:title",
                                       "has:text",
                                       "has:date",
                                       "has:person",
                                       "date:2022",
                                       "before:2019",
                                       "after:2021-06",
                                       "lang:en",
                                       "lang:fr",
                                       "source:wire",
                                       "id:odd-00*",
                                       "id:odd-006",
                                       "about:",
                                       "about:=",
                                       "by:tagger",
                                       "by:(dump OR inherited)",
                                       NULL};

/* ---- Dice --------------------------------------------------------------------------------- */

static uint32_t roll(uint64_t *seed, uint32_t sides)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % sides;
}

static bool put(mg_buffer *text, const char *piece)
{
    return mg_buffer_append_string(text, piece);
}

static bool put_words(mg_buffer *text, uint64_t *seed, unsigned n)
{
    static const char *const ends[] = {" ",  " ",  " ",  " ",     " ",   " ",
                                       ", ", ". ", "! ", ".\n\n", " \"", "\n"};
    bool fits = true;
    for (unsigned i = 0; fits && i < n; i++)
        fits = put(text, roll(seed, 7) ? odd_news_pieces[roll(seed, WORDS)] : "The") &&
               put(text, ends[roll(seed, sizeof ends / sizeof *ends)]);
    return fits;
}

static bool put_times(mg_buffer *text, const char *piece, unsigned n)
{
    bool fits = true;
    while (fits && n--)
        fits = put(text, piece);
    return fits;
}

/* ---- Articles ----------------------------------------------------------------------------- */

static bool put_text(mg_buffer *text, uint64_t *seed, unsigned i)
{
    switch (i) {
    case 1: return true;
    case 2: return put(text, "?");
    case 3: return put_times(text, "北約部隊。北約！ the ", 30);
    case 4: return put_times(text, "storm", 60) && put(text, " ") && put_times(text, "Łódź", 100);
    case 5: return put_times(text, "cease-fire F-16 U.S.-led x-y-z l'homme-storm 3.5-fold. ", 20);
    case 6: return put_times(text, "buffalo ", 1500);
    case 7: return put_times(text, "Storm\n\nferry.\n\n", 150);
    case 8: return put(text, "\"\"\"... --- ((( )))");
    case 9: return put_times(text, "st\xC2\xADorm fer\xC2\xADry ", 20);
    case 10: return put_times(text, "The storm of the US. The ferry of us! ", 200);
    default: return put_words(text, seed, 20 + roll(seed, 200));
    }
}

static bool add(morgue_article *a, morgue_field_id field, const char *value)
{
    return (morgue_field_at(field)->repeatable
                ? morgue_article_add(a, field, value, MORGUE_NUL, MORGUE_GIVEN, NULL)
                : morgue_article_set(a, field, value, MORGUE_NUL, NULL)) == MORGUE_OK;
}

/* Of all origins, and every third of them what the article is about. */
static bool add_tag(morgue_article *a, morgue_field_id field, const char *name, unsigned number)
{
    const morgue_tag tag = {.name = {name, strlen(name)},
                            .origin = (morgue_origin)(number % 4 % 3),
                            .confidence = number % 101,
                            .mentions = number % 7,
                            .main = number % 3 == 0};
    return morgue_article_add_tag(a, field, &tag, NULL) == MORGUE_OK;
}

static bool add_names(morgue_article *a, uint64_t *seed, unsigned number)
{
    static const struct {
        morgue_field_id field;
        const char *value;
    } names[] = {{MORGUE_PERSON, "Ada Lovelace"},
                 {MORGUE_PERSON, "Lovelace, Ada"},
                 {MORGUE_PERSON, "Łukasz Storm"},
                 {MORGUE_ORG, "NATO"},
                 {MORGUE_ORG, "Ferry-Storm Ltd."},
                 {MORGUE_LOCATION, "Kyiv"},
                 {MORGUE_LOCATION, "KYIV"},
                 {MORGUE_LOCATION, "The US"},
                 {MORGUE_SOURCE, "The Wire"},
                 {MORGUE_SECTION, "World"},
                 {MORGUE_AUTHOR, "Ada Lovelace"},
                 {MORGUE_LANG, "en"},
                 {MORGUE_LANG, "fr"},
                 {MORGUE_TOPIC, "storms"},
                 {MORGUE_DATE, "2022-01-21"},
                 {MORGUE_DATE, "2018"},
                 {MORGUE_DATE, "2021-06-30T10:00:00Z"},
                 {MORGUE_DATE, "2021-07"}};
    bool fits = true;
    for (size_t i = 0; fits && i < sizeof names / sizeof *names; i++)
        if (roll(seed, 3) == 0)
            fits = names[i].field == MORGUE_PERSON || names[i].field == MORGUE_ORG ||
                           names[i].field == MORGUE_LOCATION
                       ? add_tag(a, names[i].field, names[i].value, number + (unsigned)i)
                       : add(a, names[i].field, names[i].value);
    return fits;
}

static bool fill(morgue_article *a, unsigned i)
{
    char id[16];
    uint64_t seed = i + 1;
    mg_buffer title = {0}, text = {0};
    snprintf(id, sizeof id, "odd-%03u", i);
    bool fits = add(a, MORGUE_ID, id) && put_words(&title, &seed, i % 11 ? 1 + i % 9 : 0) &&
                put_text(&text, &seed, i) && add_names(a, &seed, i);
    if (fits && title.len && i != 2)
        fits = add(a, MORGUE_TITLE, title.data);
    if (fits && text.len)
        fits = add(a, MORGUE_TEXT, text.data);
    mg_buffer_free(&title);
    mg_buffer_free(&text);
    return fits;
}

/* ---- The archive -------------------------------------------------------------------------- */

static morgue_status add_all(morgue_writer *writer, morgue_article *a, unsigned shards,
                             morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (unsigned i = 0; status == MORGUE_OK && i < ODD_NEWS; i++) {
        morgue_article_clear(a);
        status = fill(a, i) ? morgue_writer_add(writer, a, NULL, err) : mg_fail_memory(err);
        if (status == MORGUE_OK && (i + 1) * shards / ODD_NEWS > i * shards / ODD_NEWS)
            status = morgue_writer_commit(writer, err);
    }
    return status;
}

morgue_status odd_news_write(const char *path, unsigned shards, morgue_error *err)
{
    const mg_engine engine = {.untidy = true};
    const morgue_writer_options options = {.jobs = 1};
    morgue_writer *writer = NULL;
    morgue_article *a = morgue_article_new();
    morgue_status status =
        a ? mg_writer_open(path, &options, &engine, &writer, err) : mg_fail_memory(err);
    if (status == MORGUE_OK)
        status = add_all(writer, a, shards, err);
    morgue_article_free(a);
    morgue_writer_free(writer);
    return status;
}
