#include "cli/figure.h"

#include <inttypes.h>
#include <stdio.h>

cli_figure cli_count(uint64_t number)
{
    cli_figure digits;
    cli_figure grouped = {""};
    int len = snprintf(digits.text, sizeof digits.text, "%" PRIu64, number);
    char *to = grouped.text;
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            *to++ = ',';
        *to++ = digits.text[i];
    }
    return grouped;
}

cli_figure cli_size(uint64_t bytes)
{
    cli_figure figure;
    if (bytes < 1000000)
        snprintf(figure.text, sizeof figure.text, "%.0f KB", (double)bytes / 1e3);
    else
        snprintf(figure.text, sizeof figure.text, "%.1f MB", (double)bytes / 1e6);
    return figure;
}

const char *cli_plural(uint64_t number)
{
    return number == 1 ? "" : "s";
}
