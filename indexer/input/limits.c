#include "indexer/input/limits.h"

#include <stdio.h>

#include "archive/error.h"

const mg_limits mg_default_limits = {
    .ratio = MG_RATIO_MAX,
    .ratio_from = MG_RATIO_FROM,
    .unpacked = MG_UNPACKED_MAX,
    .members = MG_MEMBERS_MAX,
    .layers = MG_LAYERS_MAX,
    .memory = MG_UNPACKER_MAX,
    .spool = MG_SPOOL_MAX,
};

const char *mg_size_text(uint64_t bytes, char ret[MG_SIZE_TEXT])
{
    static const char units[] = " KMGT";
    int unit = 0;
    for (; bytes >= 10000 && unit < 4; unit++)
        bytes >>= 10;
    if (unit)
        (void)snprintf(ret, MG_SIZE_TEXT, "%llu %cB", (unsigned long long)bytes, units[unit]);
    else
        (void)snprintf(ret, MG_SIZE_TEXT, "%llu bytes", (unsigned long long)bytes);
    return ret;
}

/* The limit stays hit: whatever is read after it, at whatever depth, ends as well. */
static morgue_status told(const mg_meter *meter, morgue_error *err)
{
    if (err)
        *err = meter->hit;
    return meter->hit.status;
}

morgue_status mg_meter_unpacked(mg_meter *meter, size_t n, morgue_error *err)
{
    const mg_limits *limits = meter->limits;
    char size[MG_SIZE_TEXT];
    meter->unpacked += n;
    if (meter->hit.status != MORGUE_OK)
        return told(meter, err);
    if (meter->unpacked > limits->unpacked)
        mg_fail(&meter->hit, MORGUE_IO,
                "it unpacks to more than %s, the limit for one file: unpack it yourself and index "
                "the files",
                mg_size_text(limits->unpacked, size));
    else if (meter->unpacked > limits->ratio_from &&
             meter->unpacked / limits->ratio >= (meter->packed ? meter->packed : 1))
        mg_fail(&meter->hit, MORGUE_IO,
                "it unpacks to more than %llu times its size, as no dump does: if it is one "
                "nevertheless, unpack it yourself and index the files",
                (unsigned long long)limits->ratio);
    return told(meter, err);
}

morgue_status mg_meter_member(mg_meter *meter, morgue_error *err)
{
    const mg_limits *limits = meter->limits;
    if (meter->hit.status == MORGUE_OK && meter->members >= limits->members)
        mg_fail(&meter->hit, MORGUE_IO,
                "it holds more than %llu files, the limit for one file: unpack it yourself and "
                "index the files",
                (unsigned long long)limits->members);
    meter->members++;
    return told(meter, err);
}
