/* Telling mails from other texts that begin with lines `Key: value`. */
#include <string.h>
#include <strings.h>

#include "indexer/formats/fields.h"
#include "indexer/formats/mail/mail_split.h"
#include "indexer/formats/put.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---- Values --------------------------------------------------------------------------------- */

static bool is_month(morgue_text word)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    if (word.len != 3)
        return false;
    for (size_t i = 0; i + 3 < sizeof names; i += 3)
        if (strncasecmp(word.data, names + i, 3) == 0)
            return true;
    return false;
}

static bool is_weekday(morgue_text word)
{
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    for (size_t i = 0; i < 7; i++)
        if (mg_text_begins(word, names[i]))
            return word.len <= 4;
    return false;
}

static bool is_time(morgue_text word)
{
    size_t n = 0;
    while (n < word.len && is_digit(word.data[n]))
        n++;
    return (n == 1 || n == 2) && n + 2 < word.len && word.data[n] == ':' &&
           is_digit(word.data[n + 1]) && is_digit(word.data[n + 2]);
}

static bool is_number(morgue_text word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!is_digit(word.data[i]))
            return false;
    return word.len > 0;
}

/* Takes the next word; "" at the end. */
static morgue_text take_word(morgue_text *text)
{
    size_t n = 0;
    *text = mg_trimmed(*text);
    while (n < text->len && !strchr(" \t\r\n", text->data[n]))
        n++;
    morgue_text word = {text->data, n};
    *text = (morgue_text){text->data + n, text->len - n};
    return word;
}

/* "Thu, 3 Mar 2022 10:00:00 +0100", the weekday may be missing (RFC 5322, 3.3); "Thu Mar  3
 * 10:00:00 2022" is one of old. */
static bool is_date(morgue_text value)
{
    morgue_text word = take_word(&value);
    if (is_weekday(word) || (word.len && word.data[word.len - 1] == ','))
        word = take_word(&value);
    morgue_text second = take_word(&value);
    if (is_month(word))
        return is_number(second) && is_time(take_word(&value));
    if (!is_number(word) || word.len > 2 || !is_month(second))
        return false;
    return is_number(take_word(&value)) && is_time(take_word(&value));
}

static bool has(morgue_text value, const char *what)
{
    return value.len && memmem(value.data, value.len, what, strlen(what));
}

/* ---- Headers -------------------------------------------------------------------------------- */

typedef struct evidence {
    unsigned known;  /* fields of mail with values of mail */
    unsigned strong; /* those of them that nothing else has */
    bool subject;
    unsigned foreign; /* keys that mails do not have, and texts of newsrooms do */
} evidence;

static void weigh(morgue_text name, morgue_text value, evidence *ret)
{
    static const char *const people[] = {"From", "To", "Cc", "Sender", "Reply-To", "Return-Path"};
    static const char *const foreign[] = {"Title",  "Headline", "Text",   "Body",
                                          "Byline", "Author",   "Source", "Section"};
    bool strong = (mg_text_like(name, "Date") && is_date(value)) ||
                  (mg_text_like(name, "Message-ID") && has(value, "<") && has(value, "@")) ||
                  (mg_text_like(name, "MIME-Version") && has(value, "1.0")) ||
                  (mg_text_like(name, "Received") && (has(value, "by ") || has(value, "from ")));
    bool known = strong || (mg_text_like(name, "Newsgroups") && has(value, ".")) ||
                 (mg_text_like(name, "Path") && has(value, "!")) ||
                 (mg_text_like(name, "Content-Type") && has(value, "/"));
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        known = known || (mg_text_like(name, people[i]) && has(value, "@"));
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        ret->foreign += mg_text_like(name, foreign[i]);
    ret->subject = ret->subject || mg_text_like(name, "Subject");
    ret->strong += strong;
    ret->known += known;
}

/* Length of the name of a field (RFC 5322, 3.6.8) at the beginning of the line; 0: none. */
static size_t name_length(morgue_text line)
{
    size_t n = 0;
    while (n < line.len && line.data[n] > ' ' && line.data[n] != ':' && line.data[n] < 0x7F)
        n++;
    return n && n < line.len && line.data[n] == ':' ? n : 0;
}

/* Weighs the header at the beginning; false where it is none. */
static bool weigh_header(morgue_text head, evidence *ret)
{
    morgue_text all = head, name, value;
    bool any = false;
    while (head.len) {
        const char *begin = head.data;
        bool whole = memchr(head.data, '\n', head.len) != NULL;
        morgue_text line = mg_take_line(&head);
        if (!mg_trimmed(line).len) {
            all.len = (size_t)(begin - all.data);
            break;
        }
        bool goes_on = line.data[0] == ' ' || line.data[0] == '\t';
        if (whole && !name_length(line) && !(goes_on && any) && !mg_text_begins(line, ">From "))
            return false;
        any = any || !goes_on;
    }
    while (mg_fields_next(&all, &name, &value))
        weigh(name, value, ret);
    return any;
}

/* ---- From_ lines ---------------------------------------------------------------------------- */

bool mg_mail_is_from_line(morgue_text text)
{
    enum { LINE_MAX = 1000, WORDS_MAX = 24 };
    if (text.len < 6 || memcmp(text.data, "From ", 5) != 0)
        return false;
    morgue_text line = mg_take_line(&text);
    if (line.len > LINE_MAX)
        return false;
    morgue_text next = mg_take_line(&text);
    bool header = name_length(next) > 0 || mg_text_begins(next, ">From ");
    line = (morgue_text){line.data + 5, line.len - 5};
    morgue_text sender = take_word(&line);
    if (sender.len && !mg_trimmed(line).len)
        return header; /* "From -1234567890" of an archive of Usenet */
    bool month = false, time = false;
    for (int i = 0; i < WORDS_MAX && line.len; i++) {
        morgue_text word = take_word(&line);
        month = month || is_month(word);
        time = time || is_time(word);
    }
    return month && time && (header || !mg_trimmed(next).len);
}

/* ---- Files ---------------------------------------------------------------------------------- */

/* Passes over a byte order mark and empty lines. */
static morgue_text without_blanks(morgue_text head)
{
    if (head.len >= 3 && memcmp(head.data, "\xEF\xBB\xBF", 3) == 0)
        head = (morgue_text){head.data + 3, head.len - 3};
    morgue_text rest = head;
    while (rest.len && !mg_trimmed(mg_take_line(&rest)).len)
        head = rest;
    return head;
}

bool mg_mail_begins_mailbox(morgue_text head)
{
    return mg_mail_is_from_line(without_blanks(head));
}

mg_bid mg_mail_bid(morgue_text head)
{
    evidence found = {0};
    head = without_blanks(head);
    if (mg_mail_is_from_line(head))
        return (mg_bid){90, "begins with the From_ line of a mailbox"};
    morgue_text rest = head;
    if (is_number(mg_trimmed(mg_take_line(&rest))))
        head = rest; /* .emlx: the mail's length */
    if (!weigh_header(head, &found) || found.known < 2)
        return MG_NO_BID;
    if (found.subject && !found.strong && !found.foreign) /* as saved without the rest */
        return (mg_bid){60, "begins with the header of a mail"};
    if (found.foreign >= found.strong)
        return MG_NO_BID;
    return (mg_bid){found.strong > 1 ? 88 : 75, "begins with the header of a mail"};
}
