#include "indexer/text/json_parts.h"

size_t mg_json_parts(morgue_text json, size_t most)
{
    size_t parts = 0;
    bool quoted = false;
    for (size_t i = 0; i < json.len && parts <= most; i++) {
        char c = json.data[i];
        if (c == '"')
            quoted = !quoted;
        else if (quoted)
            i += c == '\\';
        else
            parts += c == ',' || c == ':' || c == '[' || c == '{';
    }
    return parts;
}
