#include "search/server/assets.h"

#include <string.h>

#include "assets.inc" /* written at build: cmake/embed.cmake */

const web_asset *web_asset_named(const char *name)
{
    for (size_t i = 0; i < sizeof assets / sizeof *assets; i++)
        if (strcmp(assets[i].name, name) == 0)
            return &assets[i];
    return NULL;
}
