#include <jansson.h>
#include <stdio.h>
#include <utf8proc.h>
#include <zlib.h>

#include "morgue.h"
#include "xapian/xapian_c.h"

const char *morgue_version(void)
{
    return MORGUE_VERSION;
}

const char *morgue_version_details(void)
{
    static _Thread_local char details[128];
    snprintf(details, sizeof details, "xapian %s, zlib %s, jansson %s, utf8proc %s", xap_version(),
             zlibVersion(), JANSSON_VERSION, utf8proc_version());
    return details;
}
