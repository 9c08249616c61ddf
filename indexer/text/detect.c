#include "indexer/text/detect.h"

#include <string.h>
#include <uchardet.h>

#include "indexer/text/decoder.h"
#include "indexer/text/label.h"

enum { ENOUGH = 8 };

/* Fewer high bytes than this say nothing. */
static bool is_enough(morgue_text bytes)
{
    size_t high = 0;
    for (size_t i = 0; i < bytes.len; i++)
        high += (unsigned char)bytes.data[i] >= 0x80;
    return high >= ENOUGH || memchr(bytes.data, 0x1B, bytes.len);
}

mg_detected mg_charset_detect(morgue_text bytes)
{
    mg_detected found = {"WINDOWS-1252", false};
    if (!is_enough(bytes))
        return found;
    uchardet_t detector = uchardet_new();
    if (!detector)
        return found;
    if (uchardet_handle_data(detector, bytes.data, bytes.len) == 0) {
        uchardet_data_end(detector);
        const char *label = uchardet_get_charset(detector);
        const char *name = mg_label_charset((morgue_text){label, strlen(label)});
        if (name && strcmp(name, "UTF-8") != 0)
            found = (mg_detected){name, strcmp(name, "WINDOWS-1252") != 0};
    }
    uchardet_delete(detector);
    return found;
}
