/* The headers of ANPA 1312 and IPTC 7901. */
#include <ctype.h>
#include <string.h>

#include "indexer/formats/wire/anpa.h"
#include "indexer/text/slice.h"

/* Takes a word, and the spaces around it. */
static morgue_text take_word(morgue_text *text)
{
    *text = mg_trimmed(*text);
    size_t n = 0;
    while (n < text->len && !isspace((unsigned char)text->data[n]))
        n++;
    morgue_text word = {text->data, n};
    *text = mg_trimmed((morgue_text){text->data + n, text->len - n});
    return word;
}

/* Takes the last word. */
static morgue_text take_last(morgue_text *text)
{
    *text = mg_trimmed(*text);
    size_t n = 0;
    while (n < text->len && !isspace((unsigned char)text->data[text->len - 1 - n]))
        n++;
    morgue_text word = {text->data + text->len - n, n};
    text->len -= n;
    *text = mg_trimmed(*text);
    return word;
}

static bool is_number(morgue_text word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!isdigit((unsigned char)word.data[i]))
            return false;
    return word.len > 0;
}

/* "11-13" */
static bool is_day(morgue_text word)
{
    const char *dash = memchr(word.data, '-', word.len);
    return dash && is_number((morgue_text){word.data, (size_t)(dash - word.data)}) &&
           is_number((morgue_text){dash + 1, (size_t)(word.data + word.len - dash - 1)});
}

/* "r e^S^Q AP-Top-Entertainment-Hea     02-09 0121": priority, category, two characters that say
 * how the text is set, keyword, version, day, words. */
static void read_anpa_line(morgue_text line, mg_anpa_head *ret)
{
    ret->priority = take_word(&line);
    size_t n = 0;
    while (n < line.len && isalpha((unsigned char)line.data[n]))
        n++;
    ret->category = (morgue_text){line.data, n};
    for (; n < line.len && line.data[n] > 0 && line.data[n] <= ' '; n++)
        ret->tabular = ret->tabular || line.data[n] == 0x12;
    line = (morgue_text){line.data + n, line.len - n};
    morgue_text words = take_last(&line), day = take_last(&line);
    if (is_number(words) && is_day(day)) {
        ret->words = words;
        ret->filed = day;
    }
    ret->keyword = take_word(&line);
    ret->version = line;
}

/* "eca0003 3 i 380  dpa 0045": number, priority, category, words, what the agency likes. */
static bool read_iptc_line(morgue_text line, mg_anpa_head *ret)
{
    ret->number = take_word(&line);
    ret->priority = take_word(&line);
    ret->category = take_word(&line);
    morgue_text words = take_word(&line);
    ret->words = is_number(words) ? words : (morgue_text){"", 0};
    ret->agency = line;
    return ret->priority.len == 1 && ret->category.len && ret->category.len <= 3;
}

bool mg_anpa_head_read(morgue_text head, mg_anpa_head *ret)
{
    const morgue_text none = {"", 0};
    *ret = (mg_anpa_head){none, none, none, none, none, none, none, none, none, false};
    const char *mark = memchr(head.data, ANPA_SOH, head.len);
    if (!mark)
        return false;
    head = (morgue_text){mark + 1, (size_t)(head.data + head.len - mark - 1)};
    morgue_text line = mg_trimmed(mg_take_line(&head));
    const char *separator = memchr(line.data, ANPA_US, line.len);
    if (!separator) {
        ret->keyword = mg_trimmed(head);
        return read_iptc_line(line, ret);
    }
    ret->number = (morgue_text){line.data, (size_t)(separator - line.data)};
    ret->service =
        mg_trimmed((morgue_text){separator + 1, (size_t)(line.data + line.len - separator - 1)});
    read_anpa_line(mg_trimmed(head), ret);
    return true;
}
