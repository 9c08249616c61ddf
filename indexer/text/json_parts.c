#include "indexer/text/json_parts.h"

size_t mg_json_parts(morgue_text json, size_t most)
{
    size_t parts = 0;
    bool quoted = false;
    const char *end = json.data + json.len;
    for (const char *at = json.data; at < end && parts <= most; at++) {
        if (*at == '"')
            quoted = !quoted;
        else if (quoted)
            at += *at == '\\';
        else
            parts += *at == ',' || *at == ':' || *at == '[' || *at == '{';
    }
    return parts;
}
