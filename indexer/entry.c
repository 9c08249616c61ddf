#include "indexer/entry.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "archive/article.h"
#include "archive/date.h"
#include "archive/error.h"
#include "archive/record.h"
#include "indexer/tags.h"

enum { ID_MAX = 1000 };
#define TEXT_MAX   ((size_t)100 << 20)
#define RECORD_MAX ((size_t)120 << 20) /* a table takes items of some 130 MB at most */

/* Words that are all different take up to 36 bytes of memory for each of theirs while they are
 * indexed; those of other articles 8 to 12. An article of SMALL bytes is always taken. */
static morgue_status check_memory(size_t size, uint64_t memory, morgue_error *err)
{
    enum { TIMES = 36, SMALL = 2 << 20 };
    if (!memory || size <= SMALL || size <= memory / TIMES)
        return MORGUE_OK;
    uint64_t wanted = ((uint64_t)size * TIMES >> 20) + 64;
    return mg_fail(err, MORGUE_BAD_INPUT,
                   "the article has %zu MB, for which there is too little memory: give it "
                   "--memory=%lluM",
                   size >> 20, (unsigned long long)wanted);
}

morgue_status mg_entry_check(const morgue_article *article, uint64_t memory, morgue_error *err)
{
    morgue_text title = morgue_article_get(article, MORGUE_TITLE, 0);
    morgue_text text = morgue_article_get(article, MORGUE_TEXT, 0);
    if (!title.len && !text.len)
        return mg_fail(err, MORGUE_BAD_INPUT, "the article has no title and no text");
    if (title.len > TEXT_MAX || text.len > TEXT_MAX)
        return mg_fail(err, MORGUE_BAD_INPUT, "the article has over %zu MB of text",
                       TEXT_MAX >> 20);
    if (morgue_article_get(article, MORGUE_ID, 0).len > ID_MAX)
        return mg_fail(err, MORGUE_BAD_INPUT, "the id has over %d bytes", ID_MAX);
    if (mg_article_check_values(article, err) != MORGUE_OK)
        return MORGUE_BAD_INPUT;
    size_t size = 0;
    for (size_t i = 0; i < article->count; i++)
        size += article->values[i].len + article->values[i].key_len;
    if (size > RECORD_MAX)
        return mg_fail(err, MORGUE_BAD_INPUT, "the article has over %zu MB", RECORD_MAX >> 20);
    return check_memory(size, memory, err);
}

/* The date that an id is made of: of one whose day and month cannot be told apart the reading that
 * it has alone, so that the id is the same however the dump around it is read. */
static morgue_text date_alone(const morgue_article *article, mg_date_reading *reading)
{
    morgue_text raw = morgue_article_get(article, MORGUE_RAW_DATE, 0);
    if (!raw.len || mg_date_read(raw.data, raw.len, reading, NULL) != MORGUE_OK ||
        !reading->ambiguous)
        return morgue_article_get(article, MORGUE_DATE, 0);
    const char *date = mg_date_alone(reading);
    return (morgue_text){date, strlen(date)};
}

morgue_status mg_entry_ensure_id(morgue_article *article, morgue_error *err)
{
    static const morgue_field_id said[] = {MORGUE_TITLE, MORGUE_TEXT, MORGUE_DATE, MORGUE_RAW_DATE,
                                           MORGUE_SOURCE};
    if (morgue_article_get(article, MORGUE_ID, 0).len)
        return MORGUE_OK;
    morgue_text url = morgue_article_get(article, MORGUE_URL, 0);
    if (url.len && url.len <= ID_MAX)
        return morgue_article_set(article, MORGUE_ID, url.data, url.len, err);
    mg_date_reading reading;
    morgue_text date = date_alone(article, &reading);
    uint64_t hash = 0, other = 0;
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        morgue_text text = said[i] == MORGUE_DATE ? date : morgue_article_get(article, said[i], 0);
        XXH128_hash_t sum = XXH3_128bits_withSeed(text.data, text.len, hash + i);
        hash = sum.low64;
        other = other * 31 + sum.high64;
    }
    char id[40];
    snprintf(id, sizeof id, "x%016" PRIx64 "%016" PRIx64, other, hash);
    return morgue_article_set(article, MORGUE_ID, id, MORGUE_NUL, err);
}

void mg_entry_room_free(mg_entry_room *room)
{
    mg_buffer_free(&room->record);
    mg_buffer_free(&room->given);
}

morgue_status mg_entry_make(const morgue_article *article, bool anew, mg_entry_room *room,
                            mg_entry *ret, morgue_error *err)
{
    mg_entry entry = {.article = article, .version = mg_version_of(article)};
    morgue_text id = morgue_article_get(article, MORGUE_ID, 0);
    bool given = mg_tags_are_given(article);
    morgue_status status = MORGUE_OK;
    mg_buffer_clear(&room->record);
    mg_buffer_clear(&room->given);
    if (given || !anew)
        status = mg_record_encode(article, &room->record, err);
    if (status == MORGUE_OK && !given)
        status = mg_tags_encode_given(article, &room->given, err);
    if (status != MORGUE_OK)
        return status;
    const mg_buffer *hashed = given ? &room->record : &room->given;
    const mg_buffer *record = given || !anew ? &room->record : &room->given;
    entry.record = (morgue_text){record->data, record->len};
    entry.size = morgue_article_get(article, MORGUE_TITLE, 0).len +
                 morgue_article_get(article, MORGUE_TEXT, 0).len;
    entry.id_term =
        (morgue_text){room->term, mg_exact_term(MORGUE_ID, id.data, id.len, room->term)};
    XXH128_canonicalFromHash((XXH128_canonical_t *)entry.hash,
                             XXH3_128bits(hashed->data, hashed->len));
    *ret = entry;
    return MORGUE_OK;
}
