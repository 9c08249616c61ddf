#include "indexer/input/magic.h"

#include <archive.h>
#include <string.h>

/* ---- Marks of a few bytes ------------------------------------------------------------------ */

typedef struct row {
    size_t at;
    size_t len;
    const char *bytes;
    mg_magic magic;
} row;

/* Bytes that no text has where they stand; the table ends with a row without bytes. Of what else
 * libarchive reads, cpio is left out because it reserves as much memory for a name as the file
 * says, ar, xar and LHA because nobody keeps news in them, and warc because it is a format. */
static const row rows[] = {
    {0, 4, "PK\3\4", {MG_CONTAINER, "zip", ARCHIVE_FORMAT_ZIP, false, false}},
    {0, 4, "PK\5\6", {MG_CONTAINER, "zip", ARCHIVE_FORMAT_ZIP, false, false}}, /* empty */
    {0, 8, "PK00PK\3\4", {MG_CONTAINER, "zip", ARCHIVE_FORMAT_ZIP, false, false}},
    {0, 6, "7z\xBC\xAF\x27\x1C", {MG_CONTAINER, "7z", ARCHIVE_FORMAT_7ZIP, true, true}},
    {0, 7, "Rar!\x1A\7\0", {MG_CONTAINER, "rar", ARCHIVE_FORMAT_RAR, false, true}},
    {0, 8, "Rar!\x1A\7\1\0", {MG_CONTAINER, "rar", ARCHIVE_FORMAT_RAR_V5, false, true}},
    {0, 8, "MSCF\0\0\0\0", {MG_CONTAINER, "cab", ARCHIVE_FORMAT_CAB, false, true}},
    {32768, 6, "\1CD001", {MG_CONTAINER, "ISO 9660", ARCHIVE_FORMAT_ISO9660, false, false}},
    {0, 6, "\xFD\x37zXZ\0", {MG_XZ, "xz", 0, false, false}},
    {0, 4, "\x28\xB5\x2F\xFD", {MG_FILTER, "zstd", ARCHIVE_FILTER_ZSTD, false, false}},
    {0, 4, "\4\x22\x4D\x18", {MG_FILTER, "lz4", ARCHIVE_FILTER_LZ4, false, false}},
    {0, 4, "\2\x21\x4C\x18", {MG_FILTER, "lz4", ARCHIVE_FILTER_LZ4, false, false}}, /* legacy */
    {0, 5, "LZIP\1", {MG_XZ, "lzip", 0, false, false}},
    {0, 0, NULL, {MG_PLAIN, NULL, 0, false, false}},
};

static unsigned char byte(morgue_text head, size_t i)
{
    return (unsigned char)head.data[i];
}

/* RFC 1952: the method is deflate, and reserved flags are zero. */
static bool is_gzip(morgue_text head)
{
    return head.len >= 3 && memcmp(head.data, "\x1F\x8B\x08", 3) == 0 &&
           (head.len == 3 || !(byte(head, 3) & 0xE0));
}

/* A block, or the end of a file of none. */
static bool is_bzip2(morgue_text head)
{
    return head.len >= 10 && memcmp(head.data, "BZh", 3) == 0 && byte(head, 3) >= '1' &&
           byte(head, 3) <= '9' &&
           (memcmp(head.data + 4, "\x31\x41\x59\x26\x53\x59", 6) == 0 ||
            memcmp(head.data + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0);
}

/* What `compress` made: 9 to 16 bits a code, no reserved flag. */
static bool is_compress(morgue_text head)
{
    return head.len >= 3 && memcmp(head.data, "\x1F\x9D", 2) == 0 && !(byte(head, 2) & 0x60) &&
           (byte(head, 2) & 0x1F) >= 9 && (byte(head, 2) & 0x1F) <= 16;
}

/* A frame that is skipped, as pzstd and the seekable format put first, and a frame behind it. */
static bool is_skippable_zstd(morgue_text head)
{
    if (head.len < 12 || (byte(head, 0) & 0xF0) != 0x50 ||
        memcmp(head.data + 1, "\x2A\x4D\x18", 3) != 0)
        return false;
    size_t len = (size_t)byte(head, 4) | (size_t)byte(head, 5) << 8 | (size_t)byte(head, 6) << 16 |
                 (size_t)byte(head, 7) << 24;
    return len <= head.len - 12 && memcmp(head.data + 8 + len, "\x28\xB5\x2F\xFD", 4) == 0;
}

/* The format of .lzma has no mark. Encoders write lc=3 lp=0 pb=2, a dictionary of 2^n or 2^n +
 * 2^(n-1) bytes, a size that is unknown or below 256 GB; and a range coder begins with 0. */
static bool is_lzma(morgue_text head)
{
    if (head.len < 14 || byte(head, 0) != 0x5D || byte(head, 13))
        return false;
    uint32_t dictionary = (uint32_t)byte(head, 1) | (uint32_t)byte(head, 2) << 8 |
                          (uint32_t)byte(head, 3) << 16 | (uint32_t)byte(head, 4) << 24;
    uint32_t lowest = dictionary & (~dictionary + 1), rest = dictionary - lowest;
    if (dictionary < 4096 || (rest && rest != lowest << 1))
        return false;
    return memcmp(head.data + 5, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 8) == 0 ||
           (byte(head, 9) < 0x40 && !byte(head, 10) && !byte(head, 11) && !byte(head, 12));
}

/* ---- Headers of numbers -------------------------------------------------------------------- */

/* Reads the octal number of a tar field: digits, then spaces or NULs. False where it is none. */
static bool octal(morgue_text head, size_t at, size_t len, uint64_t *ret)
{
    size_t i = at, digits = 0;
    *ret = 0;
    while (i < at + len && byte(head, i) == ' ')
        i++;
    for (; i < at + len && byte(head, i) >= '0' && byte(head, i) <= '7'; i++, digits++)
        *ret = *ret * 8 + (byte(head, i) - '0');
    for (; i < at + len; i++)
        if (byte(head, i) != ' ' && byte(head, i) != '\0')
            return false;
    return digits;
}

/* A tar header: its checksum is right, and it has the mark of POSIX or GNU, or is as the seventh
 * edition of Unix wrote it, all numbers octal. An archive of no members is NULs: no text either,
 * but nothing else to be sure of. */
static bool is_tar(morgue_text head)
{
    uint64_t checksum, number, sum = 0;
    if (head.len < 512 || !head.data[0] || !octal(head, 148, 8, &checksum))
        return false;
    for (size_t i = 0; i < 512; i++)
        sum += i >= 148 && i < 156 ? ' ' : byte(head, i);
    if (sum != checksum)
        return false;
    if (memcmp(head.data + 257, "ustar", 5) == 0)
        return true;
    return memchr(head.data, '\0', 100) && octal(head, 100, 8, &number) &&
           octal(head, 108, 8, &number) && octal(head, 116, 8, &number) &&
           octal(head, 124, 12, &number) && octal(head, 136, 12, &number);
}

/* ---- Documents in a zip -------------------------------------------------------------------- */

static const char office[] = "an office document: save it as text or HTML to index it";
static const char e_book[] = "an e-book: convert it into text or HTML to index it";

static bool ends_with(const char *name, const char *end)
{
    size_t len = strlen(name), n = strlen(end);
    return len >= n && strcmp(name + len - n, end) == 0;
}

static bool begins_with(const char *name, const char *start)
{
    return strncmp(name, start, strlen(start)) == 0;
}

const char *mg_magic_document(const char *name)
{
    static const char *const parts[] = {"word/",  "xl/",       "ppt/",
                                        "visio/", "docProps/", "customXml/"};
    if (strcmp(name, "[Content_Types].xml") == 0 || strcmp(name, "_rels/.rels") == 0)
        return office;
    if (strcmp(name, "META-INF/MANIFEST.MF") == 0 || strcmp(name, "META-INF/") == 0)
        return "a Java program: it holds no text";
    if (strcmp(name, "META-INF/container.xml") == 0)
        return e_book;
    if (strcmp(name, "AndroidManifest.xml") == 0)
        return "a program for Android: it holds no text";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (begins_with(name, parts[i]) && (ends_with(name, ".xml") || ends_with(name, ".rels")))
            return office;
    return NULL;
}

/* What a zip is by its first member: documents put one first that says what they are, OpenDocument
 * and EPUB stored under the name `mimetype`. NULL: a plain container. */
static const char *document_of(morgue_text head)
{
    enum { HEADER = 30, LONGEST = 128 };
    char name[LONGEST] = "";
    if (head.len < HEADER)
        return NULL;
    size_t len = (size_t)byte(head, 26) | (size_t)byte(head, 27) << 8;
    size_t extra = (size_t)byte(head, 28) | (size_t)byte(head, 29) << 8;
    if (len >= LONGEST || head.len < HEADER + len)
        return NULL;
    memcpy(name, head.data + HEADER, len);
    if (strcmp(name, "mimetype") != 0)
        return mg_magic_document(name);
    morgue_text type = {head.data + HEADER + len + extra, 0};
    type.len = head.len - HEADER - len > extra ? head.len - HEADER - len - extra : 0;
    if (type.len >= 20 && memcmp(type.data, "application/epub+zip", 20) == 0)
        return e_book;
    return type.len >= 12 && memcmp(type.data, "application/", 12) == 0 ? office : NULL;
}

/* ---- All of them --------------------------------------------------------------------------- */

typedef struct check {
    bool (*is)(morgue_text head);
    mg_magic magic;
} check;

static const check checks[] = {
    {is_gzip, {MG_GZIP, "gzip", 0, false, false}},
    {is_bzip2, {MG_FILTER, "bzip2", ARCHIVE_FILTER_BZIP2, false, false}},
    {is_compress, {MG_FILTER, "compress", ARCHIVE_FILTER_COMPRESS, false, false}},
    {is_skippable_zstd, {MG_FILTER, "zstd", ARCHIVE_FILTER_ZSTD, false, false}},
    {is_lzma, {MG_XZ, "lzma", 0, false, false}},
    {is_tar, {MG_CONTAINER, "tar", ARCHIVE_FORMAT_TAR, false, false}},
};

static const mg_magic *find(morgue_text head)
{
    const row *r = rows;
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (checks[i].is(head))
            return &checks[i].magic;
    while (r->bytes &&
           (head.len < r->at + r->len || memcmp(head.data + r->at, r->bytes, r->len) != 0))
        r++;
    return &r->magic;
}

mg_magic mg_magic_of(morgue_text head)
{
    mg_magic found = *find(head);
    bool is_zip = found.packing == MG_CONTAINER && found.code == ARCHIVE_FORMAT_ZIP;
    const char *document = is_zip ? document_of(head) : NULL;
    if (document)
        found = (mg_magic){.packing = MG_DOCUMENT, .name = document};
    return found;
}
