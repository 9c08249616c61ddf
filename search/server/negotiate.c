#include "search/server/negotiate.h"

#include <string.h>
#include <strings.h>

/* The value of a weight behind a name, ";q=0.5": is it more than 0? */
static bool is_wanted(const char *params, size_t len)
{
    const char *end = params + len;
    for (const char *at = params; at + 2 < end; at++)
        if ((at[0] == 'q' || at[0] == 'Q') && at[1] == '=') {
            for (at += 2; at < end && *at != ';'; at++)
                if (*at >= '1' && *at <= '9')
                    return true;
            return false;
        }
    return true;
}

static bool is_gzip(const char *name, size_t len)
{
    return (len == 4 && strncasecmp(name, "gzip", 4) == 0) ||
           (len == 6 && strncasecmp(name, "x-gzip", 6) == 0);
}

bool web_accepts_gzip(const char *header)
{
    bool wanted = false;
    for (const char *at = header ? header : ""; *at; at += *at == ',') {
        at += strspn(at, " \t");
        size_t len = strcspn(at, ",");
        size_t name = strcspn(at, ",; \t");
        if (is_gzip(at, name))
            return is_wanted(at + name, len - name);
        if (name == 1 && *at == '*')
            wanted = is_wanted(at + name, len - name);
        at += len;
    }
    return wanted;
}

uint64_t web_hash(uint64_t hash, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3ULL;
    return hash;
}

/* The tag without the mark of a weak one. */
static const char *opaque(const char *tag)
{
    return strncmp(tag, "W/", 2) == 0 ? tag + 2 : tag;
}

bool web_etag_matches(const char *header, const char *etag)
{
    const char *wanted = opaque(etag);
    size_t len = strlen(wanted);
    for (const char *at = header ? header : ""; *at;) {
        at = opaque(at + strspn(at, ", \t"));
        if (*at != '"')
            return false;
        const char *end = strchr(at + 1, '"');
        if (!end)
            return false;
        if ((size_t)(end + 1 - at) == len && memcmp(at, wanted, len) == 0)
            return true;
        at = end + 1;
    }
    return false;
}
