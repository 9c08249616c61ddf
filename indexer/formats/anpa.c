/* Wire stories: ANPA 1312 (AP and others) and IPTC 7901 (dpa and other European agencies). */
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/formats/wire/anpa.h"
#include "indexer/text/clean.h"

enum { HEAD = 64 << 10, STORY_MAX = 4 << 20, KINDS = ANPA_PICTURES + 1 };

typedef struct state {
    mg_anpa_marks marks;
    mg_buffer plain;
} state;

/* How the marks of the first story are written. False where there is none. */
static bool find_marks(morgue_text head, mg_anpa_marks *ret)
{
    static const char *const texts[KINDS] = {"\x02", "^B", "<STX>", "\xE2\x90\x82"};
    for (int i = 0; i < KINDS; i++) {
        const char *at = mg_anpa_find((mg_anpa_marks)i, head);
        size_t left = at ? (size_t)(head.data + head.len - at) : 0;
        if (at && memmem(at, left < 1024 ? left : 1024, texts[i], strlen(texts[i]))) {
            *ret = (mg_anpa_marks)i;
            return true;
        }
    }
    return false;
}

static mg_bid bid(morgue_text head, const char *path)
{
    mg_anpa_marks marks;
    (void)path;
    morgue_text first = {head.data, head.len < 4096 ? head.len : 4096};
    if (!first.len || memchr(first.data, '\0', first.len) || !find_marks(first, &marks))
        return MG_NO_BID;
    return marks == ANPA_CONTROLS
               ? (mg_bid){92, "has the control characters and header of a wire service"}
               : (mg_bid){80, "has the control characters of a wire service, spelled out"};
}

static morgue_status open_reader(mg_reader *reader, morgue_error *err)
{
    morgue_text head = {"", 0};
    state *s = calloc(1, sizeof *s);
    reader->state = s;
    reader->clean = MG_CLEAN_ENTITIES | MG_CLEAN_LINES;
    if (!s)
        return mg_fail_memory(err);
    (void)mg_input_peek(reader->input, HEAD, &head, NULL);
    (void)find_marks(head, &s->marks);
    return MORGUE_OK;
}

static void close_reader(mg_reader *reader)
{
    state *s = reader->state;
    if (!s)
        return;
    mg_buffer_free(&s->plain);
    free(s);
    reader->state = NULL;
}

/* Moves the input to the next story. */
static morgue_status find_story(mg_reader *reader, bool *ret_found, morgue_error *err)
{
    enum { MARGIN = 32 };
    const state *s = reader->state;
    morgue_text window;
    for (;;) {
        morgue_status status = mg_input_peek(reader->input, HEAD, &window, err);
        if (status != MORGUE_OK)
            return status;
        const char *at = mg_anpa_find(s->marks, window);
        bool last = window.len < HEAD;
        *ret_found = at != NULL;
        mg_input_skip(reader->input, at     ? (size_t)(at - window.data)
                                     : last ? window.len
                                            : window.len - MARGIN);
        if (at || last)
            return MORGUE_OK;
    }
}

static morgue_status take_story(mg_reader *reader, morgue_text *ret, morgue_error *err)
{
    const state *s = reader->state;
    for (size_t want = HEAD;; want *= 2) {
        morgue_status status = mg_input_peek(reader->input, want, ret, err);
        if (status != MORGUE_OK)
            return status;
        size_t len = mg_anpa_length(s->marks, *ret, ret->len < want);
        if (len) {
            ret->len = len;
            return MORGUE_OK;
        }
        if (want > STORY_MAX) {
            mg_input_skip(reader->input, 1);
            return mg_fail(err, MORGUE_BAD_INPUT, "a story that does not end within 4 MB");
        }
    }
}

static morgue_status read_story(mg_sink *put, morgue_text story)
{
    state *s = put->reader->state;
    mg_buffer_clear(&s->plain);
    if (!mg_anpa_plain(s->marks, story, &s->plain))
        return mg_fail_memory(put->err);
    return mg_anpa_put(put, (morgue_text){s->plain.data ? s->plain.data : "", s->plain.len});
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    mg_sink put = {.reader = reader, .article = article, .err = err};
    morgue_text story;
    bool found;
    morgue_status status = find_story(reader, &found, err);
    if (status == MORGUE_OK && !found)
        return MG_READ_END;
    reader->offset = mg_input_offset(reader->input);
    reader->line = mg_input_line(reader->input);
    if (status == MORGUE_OK)
        status = take_story(reader, &story, err);
    if (status != MORGUE_OK)
        return mg_reading_of(status);
    mg_reading reading = MG_READ_KNOWN;
    if (!mg_reader_knows(reader, story))
        reading = mg_reading_of(read_story(&put, story));
    mg_input_skip(reader->input, story.len);
    return reading;
}

const mg_format mg_format_anpa = {
    .name = "anpa",
    .description = "wire stories: ANPA 1312, IPTC 7901",
    .extensions = "tst wire anpa iptc",
    .bid = bid,
    .open = open_reader,
    .next = next,
    .close = close_reader,
};
