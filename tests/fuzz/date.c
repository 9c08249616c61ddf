/* Dates in any spelling: what is understood has canonical form, which means itself. */
#include "archive/date.h"

#include <stdlib.h>
#include <string.h>

#include "archive/utf8.h"
#include "tests/fuzz/fuzz.h"

static void expect_canonical(const char *date)
{
    char again[MG_DATE_MAX], digits[MG_DATE_MAX];
    size_t len = strlen(date);
    fuzz_expect_date(date, len);
    EXPECT(mg_date_parse(date, len, again, NULL) == MORGUE_OK);
    EXPECT(strcmp(date, again) == 0);
    size_t n = mg_date_digits(date, len, digits);
    EXPECT(n == 4 || n == 6 || n == 8 || n == 14);
    EXPECT(memcmp(date, digits, 4) == 0);
}

/* Of two readings both are dates, of different days and the same time. */
static void expect_readings(const char *text, size_t size, const char *parsed)
{
    mg_date_reading r;
    EXPECT(mg_date_read(text, size, &r, NULL) == MORGUE_OK);
    EXPECT(strcmp(parsed, r.ambiguous && r.half ? r.swapped : r.date) == 0);
    EXPECT(r.ambiguous == (*r.swapped != '\0'));
    if (!r.ambiguous)
        return;
    expect_canonical(r.swapped);
    EXPECT(r.shows == MG_DATE_ORDER_UNKNOWN);
    EXPECT(strcmp(r.date, r.swapped) != 0 && strlen(r.date) == strlen(r.swapped));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char date[MG_DATE_MAX] = "untouched";
    morgue_error err = {0};
    char *text = fuzz_copy(data, size);
    morgue_status status = mg_date_parse(text, size, date, &err);
    EXPECT(status == MORGUE_OK || status == MORGUE_BAD_INPUT);
    if (status == MORGUE_OK) {
        expect_canonical(date);
        expect_readings(text, size, date);
    } else {
        EXPECT(strcmp(date, "untouched") == 0 && err.status == status && *err.message);
        if (mg_utf8_clean_prefix(text, size) == size)
            fuzz_expect_clean(err.message, strlen(err.message));
    }
    free(text);
    return 0;
}
