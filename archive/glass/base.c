/* Source of the format: Xapian 1.4.22, backends/glass/glass_version.cc. */
#include "archive/glass/base.h"

#include <string.h>

#include "archive/glass/unpack.h"

/* Magic, and the format's date, 2016-03-14, as (year - 2014) << 9 | month << 5 | day. */
static const uint8_t stamp[] = "\x0F\x0DXapian Glass\x04\x6E";

enum {
    STAMP = sizeof stamp - 1,
    UUID = 16,
    LEVELS = 10, /* what Xapian's cursors can hold */
    LEAST_BLOCK = 2048,
    GREATEST_BLOCK = 65536
};

static bool is_power_of_two(uint32_t number)
{
    return number && (number & (number - 1)) == 0;
}

static bool parse_root(const uint8_t **at, const uint8_t *end, mg_base_root *ret)
{
    uint32_t level, blocks, compress, free_list;
    if (!mg_glass_get_uint(at, end, &ret->block) || !mg_glass_get_uint(at, end, &level) ||
        !mg_glass_get_uint64(at, end, &ret->items) || !mg_glass_get_uint(at, end, &blocks) ||
        !mg_glass_get_uint(at, end, &compress) || !mg_glass_get_uint(at, end, &free_list) ||
        free_list > (size_t)(end - *at))
        return false;
    *at += free_list;
    ret->empty = level & 1;
    ret->level = level >> 2;
    ret->block_size = blocks << 11;
    return ret->level < LEVELS && blocks <= GREATEST_BLOCK / LEAST_BLOCK && is_power_of_two(blocks);
}

/* Articles, last docid less articles, least length, greatest wdf, greatest length less that, oldest
 * change, sum of lengths, frequency of the most frequent word for spelling. */
static bool parse_stats(const uint8_t **at, const uint8_t *end, mg_base *ret)
{
    uint64_t stats[8] = {0};
    if (*at == end) /* a database that nothing was ever added to */
        return true;
    for (size_t i = 0; i < 8; i++)
        if (!mg_glass_get_uint64(at, end, &stats[i]))
            return false;
    if (stats[0] > UINT32_MAX || stats[1] > UINT32_MAX - stats[0])
        return false;
    ret->articles = (uint32_t)stats[0];
    ret->last = (uint32_t)(stats[0] + stats[1]);
    ret->total_length = stats[6];
    return true;
}

bool mg_base_is_ours(const uint8_t *data, size_t len)
{
    return len >= STAMP && memcmp(data, stamp, STAMP) == 0;
}

bool mg_base_parse(const uint8_t *data, size_t len, mg_base *ret)
{
    const uint8_t *at = data + STAMP + UUID, *end = data + len;
    mg_base base = {0};
    if (len > MG_BASE_MAX || len < STAMP + UUID || !mg_base_is_ours(data, len) ||
        !mg_glass_get_uint(&at, end, &base.revision))
        return false;
    for (size_t i = 0; i < MG_BASE_TABLES; i++)
        if (!parse_root(&at, end, &base.roots[i]))
            return false;
    if (!parse_stats(&at, end, &base) || at != end)
        return false;
    *ret = base;
    return true;
}
