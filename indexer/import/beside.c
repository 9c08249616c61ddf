#include "indexer/import/beside.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* File names by their beginning, up to an ending or the end. */
static const char *const notes[] = {
    "README", "READ_ME", "READ-ME",      "LICENSE",   "LICENCE",      "COPYING", "COPYRIGHT",
    "NOTICE", "AUTHORS", "CONTRIBUTORS", "CHANGELOG", "CONTRIBUTING", "CHANGES", "CITATION"};
static const char *const sums[] = {"MANIFEST",   "CHECKSUM", "CHECKSUMS",  "MD5SUM",
                                   "MD5SUMS",    "SHA1SUMS", "SHA256SUMS", "SHA256SUM",
                                   "SHA512SUMS", "MD5",      "SHA256"};
static const char *const sum_endings[] = {"md5",    "md5sum",    "sha1",   "sha1sum",
                                          "sha256", "sha256sum", "sha512", "sha512sum",
                                          "crc",    "sfv",       "asc",    "sig"};
static const char *const code_endings[] = {"dtd", "xsd", "rng", "rnc", "css",
                                           "js",  "py",  "sh",  "sql"};

static bool begins_one(const char *name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(list[i]);
        if (strncasecmp(name, list[i], len) == 0 &&
            (!name[len] || (name[len] == '.' && strlen(name + len) <= 5)))
            return true;
    }
    return false;
}

static bool ends_one(const char *name, const char *const *list, size_t n)
{
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < n; i++)
        if (strcasecmp(dot + 1, list[i]) == 0)
            return true;
    return false;
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

const char *mg_beside_dumps(const char *path, const char *format)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    if (strcmp(format, "text") != 0)
        return NULL;
    if (begins_one(name, notes, COUNT(notes)))
        return "a note beside the dumps: name it to read it";
    if (begins_one(name, sums, COUNT(sums)) || ends_one(name, sum_endings, COUNT(sum_endings)))
        return "check sums: name it to read it";
    if (ends_one(name, code_endings, COUNT(code_endings)))
        return "code beside the dumps: name it to read it";
    return NULL;
}
