/* Day or month first: what facts decide, and in which words. */
#include <stdio.h>
#include <string.h>

#include "indexer/import/order.h"
#include "tests/unit/scratch.h"

/* Takes up dates, separated by spaces, of articles in one language. */
static mg_order_facts facts_of(const char *dates, const char *lang)
{
    mg_order_facts facts = {.ambiguous = 0};
    mg_date_reading reading;
    while (*dates) {
        size_t n = strcspn(dates, " ");
        ck_assert_int_eq(mg_date_read(dates, n, &reading, NULL), MORGUE_OK);
        mg_order_see(&facts, &reading, (morgue_text){lang, strlen(lang)}, true);
        dates += n + strspn(dates + n, " ");
    }
    return facts;
}

static const struct {
    const char *own, *lang, *folder;
    mg_date_order order;
    mg_order_basis basis;
    bool beside;
} rows[] = {
    {"03/04/2022", "", "", MG_DATE_DAY_FIRST, ORDER_DEFAULT, false},
    {"03/04/2022 03/27/2022", "", "", MG_DATE_MONTH_FIRST, ORDER_PROVED, false},
    {"03/04/2022 27/03/2022", "en-US", "", MG_DATE_DAY_FIRST, ORDER_PROVED, false},
    {"03/04/2022 27/03/2022 03/27/2022", "", "", MG_DATE_ORDER_UNKNOWN, ORDER_CONTRADICTED, false},
    {"03/04/2022", "", "03/27/2022", MG_DATE_MONTH_FIRST, ORDER_PROVED, true},
    {"03/04/2022 27/03/2022", "", "03/27/2022", MG_DATE_DAY_FIRST, ORDER_PROVED, false},
    {"03/04/2022", "", "03/27/2022 27/03/2022", MG_DATE_ORDER_UNKNOWN, ORDER_CONTRADICTED, true},
    {"03/11/2022 03/12/2022 04/01/2022", "", "", MG_DATE_MONTH_FIRST, ORDER_BY_COURSE, false},
    {"04/01/2022 03/12/2022 03/11/2022", "", "", MG_DATE_MONTH_FIRST, ORDER_BY_COURSE, false},
    {"11/03/2022 12/03/2022 01/04/2022", "en-US", "", MG_DATE_DAY_FIRST, ORDER_BY_COURSE, false},
    {"11/03/2022 01/04/2022", "", "", MG_DATE_DAY_FIRST, ORDER_DEFAULT, false},
    {"01/02/2022 02/02/2022 03/02/2022", "", "", MG_DATE_DAY_FIRST, ORDER_DEFAULT, false},
    {"03/04/2022", "", "03/11/2022 03/12/2022 04/01/2022", MG_DATE_MONTH_FIRST, ORDER_BY_COURSE,
     true},
    {"03/04/2022", "en-US", "", MG_DATE_MONTH_FIRST, ORDER_BY_LANGUAGE, false},
    {"03/04/2022", "en_us", "", MG_DATE_MONTH_FIRST, ORDER_BY_LANGUAGE, false},
    {"03/04/2022", "en-GB", "", MG_DATE_DAY_FIRST, ORDER_DEFAULT, false},
    {"03/04/2022,3:05pm", "", "", MG_DATE_MONTH_FIRST, ORDER_BY_LANGUAGE, false},
    {"03/04/2022,3:05pm", "en", "", MG_DATE_MONTH_FIRST, ORDER_BY_LANGUAGE, false},
    {"03/04/2022,3:05pm", "en-AU", "", MG_DATE_DAY_FIRST, ORDER_DEFAULT, false},
    {"03/04/2022,3:05pm", "es", "", MG_DATE_DAY_FIRST, ORDER_DEFAULT, false},
    {"2022-03-27 03.04.2022", "", "", MG_DATE_DAY_FIRST, ORDER_DEFAULT, false},
};

START_TEST(decisions)
{
    mg_order_facts own = facts_of(rows[_i].own, rows[_i].lang);
    mg_order_facts folder = facts_of(rows[_i].folder, "");
    mg_order order = mg_order_decide(&own, &folder);
    ck_assert_int_eq(order.order, rows[_i].order);
    ck_assert_int_eq(order.basis, rows[_i].basis);
    ck_assert(order.beside == rows[_i].beside || order.basis == ORDER_DEFAULT);
}
END_TEST

START_TEST(words)
{
    char said[400];
    mg_order_facts facts = facts_of("03/04/2022 03/27/2022 12/25/2021", "");
    mg_order order = mg_order_decide(&facts, &facts);
    mg_order_explain(&order, &facts, said, sizeof said);
    ck_assert_str_eq(said,
                     "dates such as 03/04/2022 are read month first: 2 dates can only be that "
                     "(03/27/2022)");
    facts = facts_of("03/04/2022 03/27/2022 25/12/2021", "");
    order = mg_order_decide(&facts, &facts);
    mg_order_explain(&order, &facts, said, sizeof said);
    ck_assert_str_eq(said, "dates such as 03/04/2022 are kept as they are spelled, not as dates: 1 "
                           "can only be month first (03/27/2022), 1 only day first (25/12/2021); "
                           "--dates=month-first or --dates=day-first decides");
}
END_TEST

/* A long spelling is cut between characters. */
START_TEST(spellings_are_cut)
{
    mg_date_reading reading;
    const char *text = "  03/04/2022\xE2\x80\x89\xE2\x80\x89\xE2\x80\x89\xE2\x80\x89\xE2\x80\x89"
                       "\xE2\x80\x89\xE2\x80\x89\xE2\x80\x89 14:05 ";
    ck_assert_int_eq(mg_date_read(text, MORGUE_NUL, &reading, NULL), MORGUE_OK);
    ck_assert(reading.ambiguous);
    ck_assert_uint_lt(strlen(reading.spelled), MG_DATE_SPELLED);
    ck_assert_uint_eq(strlen(reading.spelled), 31);
    ck_assert_int_eq(strncmp(reading.spelled, "03/04/2022", 10), 0);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("order");
    tcase_add_loop_test(tests, decisions, 0, sizeof rows / sizeof *rows);
    tcase_add_test(tests, words);
    tcase_add_test(tests, spellings_are_cut);
    return run_tests("date_order", tests);
}
