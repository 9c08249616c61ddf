#include "cli/json.h"

#include <stdlib.h>
#include <string.h>

enum { PRECISION = 6 }; /* digits of times and scores */

bool cli_json_print(json_t *value, FILE *out)
{
    bool written = json_dumpf(value, out, JSON_REAL_PRECISION(PRECISION)) == 0;
    json_decref(value);
    return putc('\n', out) != EOF && written;
}

json_t *cli_json_text(const char *text)
{
    static const char unknown[] = "\xef\xbf\xbd";
    json_t *string = json_string(text);
    char *mended = string ? NULL : malloc(strlen(text) * (sizeof unknown - 1) + 1);
    size_t len = 0;
    for (; mended && *text; text++) {
        bool ascii = (unsigned char)*text < 0x80;
        memcpy(mended + len, ascii ? text : unknown, ascii ? 1 : sizeof unknown - 1);
        len += ascii ? 1 : sizeof unknown - 1;
    }
    if (mended)
        string = json_stringn(mended, len);
    free(mended);
    return string ? string : json_null();
}
