#include "cli/json.h"

#include <stdlib.h>
#include <string.h>

#include "cli/message.h"

enum { PRECISION = 6 }; /* digits of times and scores */

static _Thread_local bool ran_out; /* of memory, since the last value was printed */

static void *take(size_t size)
{
    void *memory = malloc(size);
    ran_out = ran_out || !memory;
    return memory;
}

void cli_json_watch_memory(void)
{
    json_set_alloc_funcs(take, free);
}

json_t *cli_json_ran_out(void)
{
    ran_out = true;
    return json_null();
}

bool cli_json_print(json_t *value, FILE *out)
{
    char *line = ran_out ? NULL : json_dumps(value, JSON_REAL_PRECISION(PRECISION));
    bool whole = line && !ran_out;
    bool written = whole && fputs(line, out) != EOF && putc('\n', out) != EOF;
    if (!whole)
        cli_out_of_memory();
    ran_out = false;
    json_decref(value);
    free(line);
    return written;
}

void cli_json_put_number(json_t *object, const char *key, uint64_t number)
{
    json_object_set_new(object, key, json_integer((json_int_t)number));
}

json_t *cli_json_text(const char *text)
{
    static const char unknown[] = "\xef\xbf\xbd";
    json_t *string = json_string(text);
    char *mended = string ? NULL : take(strlen(text) * (sizeof unknown - 1) + 1);
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
