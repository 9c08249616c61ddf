/* add_a_format: indexes files in a format that Morgue does not know, by functions of this program.
 * They are the card index that add_a_format.md shows, which adds the format to Morgue itself: a
 * line of "=== DATE, NEWSPAPER" begins a card, the next line is its title, the rest its text.
 *
 *     add_a_format ARCHIVE PATH... */
#include <stdio.h>
#include <string.h>

#include "morgue.h"

enum { CARD_MAX = 1 << 20 };

/* How sure are we that a file that begins so is ours? The highest bid of all formats wins. */
static int bid(void *user, const char *head, size_t len, const char *path, const char **ret_why)
{
    (void)user, (void)path;
    *ret_why = "begins with a card's line of \"===\"";
    return len >= 4 && memcmp(head, "=== ", 4) == 0 ? 80 : 0;
}

/* Cuts the first line off. */
static morgue_text take_line(morgue_text *text)
{
    const char *end = text->len ? memchr(text->data, '\n', text->len) : NULL;
    morgue_text line = {text->data, end ? (size_t)(end - text->data) : text->len};
    size_t n = line.len + (end != NULL);
    *text = (morgue_text){text->data + n, text->len - n};
    return line;
}

/* Bytes of the card that begins `text`: up to the next one. 0: no other is in sight. */
static size_t card_length(morgue_text text)
{
    morgue_text rest = text;
    take_line(&rest);
    while (rest.len) {
        if (rest.len >= 3 && memcmp(rest.data, "===", 3) == 0)
            return text.len - rest.len;
        take_line(&rest);
    }
    return 0;
}

/* Sets *ret to the card that is next; empty at the end of the file. */
static morgue_status find_card(morgue_reader *reader, morgue_text *ret, morgue_error *err)
{
    size_t want = 4096, len = 0;
    morgue_text window = {"", 0};
    for (;; want *= 2) {
        if (morgue_reader_peek(reader, want, &window, err) != MORGUE_OK)
            return err->status;
        len = card_length(window);
        if (len || window.len < want || want >= CARD_MAX)
            break; /* here it ends, or the file, or our patience */
    }
    *ret = (morgue_text){window.data, len ? len : window.len};
    return MORGUE_OK;
}

/* "=== 4 March 1987, Harbour Gazette": put() takes the white space away and reads the date. */
static morgue_status put_card(morgue_reader *reader, morgue_article *article, morgue_text card,
                              morgue_error *err)
{
    morgue_text date = take_line(&card), title = take_line(&card), source = {"", 0};
    for (int i = 0; i < 3 && date.len && *date.data == '='; i++)
        date = (morgue_text){date.data + 1, date.len - 1};
    const char *comma = date.len ? memchr(date.data, ',', date.len) : NULL;
    if (comma) {
        source = (morgue_text){comma + 1, date.len - (size_t)(comma + 1 - date.data)};
        date.len = (size_t)(comma - date.data);
    }
    const struct {
        morgue_field_id field;
        morgue_text text;
    } parts[] = {
        {MORGUE_DATE, date}, {MORGUE_SOURCE, source}, {MORGUE_TITLE, title}, {MORGUE_TEXT, card}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (morgue_reader_put(reader, article, parts[i].field, parts[i].text.data,
                              parts[i].text.len, err) != MORGUE_OK)
            return err->status;
    return MORGUE_OK;
}

static morgue_reading next(void *user, morgue_reader *reader, morgue_article *article,
                           morgue_error *err)
{
    morgue_text card = {"", 0};
    (void)user;
    if (find_card(reader, &card, err) != MORGUE_OK)
        return MORGUE_READ_BROKEN;
    if (!card.len)
        return MORGUE_READ_END;
    bool known = morgue_reader_knows(reader, card.data, card.len); /* of an earlier run */
    bool fine = known || put_card(reader, article, card, err) == MORGUE_OK;
    morgue_reader_skip(reader, card.len);
    return known ? MORGUE_READ_KNOWN : fine ? MORGUE_READ_ARTICLE : MORGUE_READ_BAD;
}

static void tell(void *user, const morgue_problem *problem)
{
    (void)user;
    fprintf(stderr, "add_a_format: %s:%llu: %s\n", problem->path, (unsigned long long)problem->line,
            problem->reason);
}

int main(int argc, char **argv)
{
    static const morgue_format cards = {.name = "cards",
                                        .description = "a card index, typed off",
                                        .extensions = "cards",
                                        .bid = bid,
                                        .next = next};
    const morgue_format *const formats[] = {&cards};
    const morgue_import_options options = {.formats = formats, .n_formats = 1, .problem = tell};
    morgue_writer *writer = NULL;
    morgue_summary summary;
    morgue_error err;
    if (argc < 3) {
        fprintf(stderr, "usage: add_a_format ARCHIVE PATH...\n");
        return 2;
    }
    bool done = morgue_writer_open(argv[1], NULL, &writer, &err) == MORGUE_OK &&
                morgue_import(writer, (const char *const *)argv + 2, (size_t)argc - 2, &options,
                              &summary, &err) == MORGUE_OK;
    if (done)
        printf("%llu added, %llu replaced, %llu unchanged\n", (unsigned long long)summary.added,
               (unsigned long long)summary.replaced, (unsigned long long)summary.unchanged);
    else
        fprintf(stderr, "add_a_format: %s\n", err.message);
    morgue_writer_free(writer);
    return done ? 0 : 1;
}
