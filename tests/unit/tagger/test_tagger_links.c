/* From written articles to tags. */
#include <string.h>

#include "tests/unit/scratch.h"
#include "tests/unit/tagger/tagging.h"

static scratch s;
static morgue_error err;

static void setup(void)
{
    scratch_open(&s);
}

static void teardown(void)
{
    scratch_close(&s);
}

/* An article and its tags. */
typedef struct sample {
    const char *title;
    const char *text;
    const char *tags;
} sample;

static void expect_all(const sample *samples, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ck_assert_str_eq(tags_of(NULL, samples[i].title, samples[i].text), samples[i].tags);
}

#define EXPECT_ALL(samples) expect_all(samples, sizeof samples / sizeof *samples)

/* ---- Names -------------------------------------------------------------------------------- */

START_TEST(test_persons)
{
    static const sample samples[] = {
        {"",
         "Secretary of State Antony Blinken met President John Mwangi on Monday. Blinken said so. "
         "Mr. "
         "Blinken's plane left. \"No,\" said Mwangi.",
         "per Antony Blinken 3*; per John Mwangi 2"},
        {"", "Mr. Blinken said no.", "per Antony Blinken 1"}, /* whom everybody calls so */
        {"", "John Mwangi met Peter O\u2019Brien. O\u2019Brien\u2019s wife said no.",
         "per Peter O\u2019Brien 2; per John Mwangi 1"},
        {"Otieno wins", "Grace Otieno won, said John Mwangi.", /* in full further on */
         "per Grace Otieno 2*; per John Mwangi 1"},
        /* the one that was named last before it */
        {"",
         "John Mwangi met Mary Mwangi in Nairobi. Mr. Mwangi said no.\n\nJohn Mwangi left. "
         "\"Yes,\" said Mwangi.",
         "per John Mwangi 3*; per Mary Mwangi 2; loc Nairobi 1; loc Kenya^"},
    };
    EXPECT_ALL(samples);
}
END_TEST

START_TEST(test_organizations)
{
    static const sample samples[] = {
        {"", "The African Union (AU) sent food. The AU said no. Al-Shabaab left.",
         "org African Union 3*; org Al-Shabaab 1"},
        {"", "The African Union sent food. The AU said no. The EU did not.",
         "org African Union 2; org EU 1"},
        {"", "The United Nations sent food. The U.N. said no. The UN did not.",
         "org United Nations 3*"},
        {"",
         "The World Health Organization sent food. The World Health Organisation said so. The WHO "
         "did not.",
         "org World Health Organization 3*"},
        {"",
         "The U.S. State Department said no. The State Department met John Mwangi in the U.S. "
         "capital.",
         "per John Mwangi 1; org State Department 2"},
        {"", "Acme Inc said no. Acme Inc. said yes. Acme did not.", "org Acme 3*"},
    };
    EXPECT_ALL(samples);
}
END_TEST

START_TEST(test_places)
{
    static const sample samples[] = {
        {"", "WASHINGTON (Reuters) - The White House said no, in Washington.",
         "org White House 1; loc Washington 2; loc United States^"},
        {"", "They met in Springfield and in Lower Juba.", /* Springfield is in several countries */
         "loc Lower Juba 1; loc Springfield 1; loc Somalia^"},
        {"", "PARIS and MOGADISHU. John Mwangi was in Paris.",
         "per John Mwangi 1; loc Paris 2; loc Mogadishu 1; loc France^; loc Somalia^"},
        {"", "They met in M\u00DCNCHEN and in AIX-EN-\u00CELE, said John Mwangi.",
         "per John Mwangi 1; loc M\u00FCnchen 1; loc Aix-En-\u00CEle 1"},
        {"", "They met in Nairobi, said John Mwangi of Kenya.", /* tagged and inherited: tagged */
         "per John Mwangi 1; loc Nairobi 1; loc Kenya 1"},
    };
    EXPECT_ALL(samples);
}
END_TEST

START_TEST(test_main)
{
    static const sample samples[] = {
        {"Kenya asks Mali",
         "John Mwangi said no. The African Union said no. The African Union left. The African "
         "Union came.",
         "per John Mwangi 1; org African Union 3*; loc Kenya 1*; loc Mali 1*"},
        /* three times, but another ten times */
        {"",
         "Mwangi said no. Mwangi said no. Mwangi said no. Mwangi said no. Mwangi said no. Mwangi "
         "said no. "
         "Mwangi said no. Mwangi said no. Mwangi said no. Mwangi said no. In Kenya, in Kenya, in "
         "Kenya.",
         "per Mwangi 10*; loc Kenya 3"},
    };
    EXPECT_ALL(samples);
}
END_TEST

START_TEST(test_credits)
{
    static const sample samples[] = {
        {"",
         "NAIROBI (Reuters) - John Mwangi told Reuters no. (Reporting by Tom Hill in Bamako; "
         "Editing by Ann Reed)",
         "per John Mwangi 1; per Tom Hill 1; per Ann Reed 1; loc Nairobi 1; loc Bamako 1; loc "
         "Kenya^; loc Mali^"},
        {"", "The African Union said that Reuters said no.", "org African Union 1"},
        {"", "The African Union said that Reuters said no. Reuters said no.",
         "org Reuters 2; org African Union 1"},
        {"", "", ""},
        {"...", "\n\n", ""},
    };
    EXPECT_ALL(samples);
}
END_TEST

/* ---- The registry ------------------------------------------------------------------------- */

static const char *registered(const char *aliases, const char *blocked, const char *text)
{
    mg_registry *registry;
    scratch_write(&s, "aliases.txt", aliases, strlen(aliases));
    scratch_write(&s, "blocklist.txt", blocked, strlen(blocked));
    OK(mg_registry_read_folder(s.path, &registry, &err));
    ck_assert_ptr_null(mg_registry_notice(registry, 0));
    const char *tags = tags_of(registry, "", text);
    mg_registry_free(registry);
    return tags;
}

START_TEST(test_registry)
{
    static const char text[] =
        "John Mwangi of the African Union met Mary Mwangi in Nairobi. Mwangi said no. "
        "The African Union said no.";
    static const struct {
        const char *aliases;
        const char *blocked;
        const char *tags;
    } cases[] = {
        {"", "",
         "per Mary Mwangi 2; per John Mwangi 1; org African Union 2; loc Nairobi 1; loc Kenya^"},
        {"AU = African Union\nNairobi City = Nairobi\nJ. Mwangi = john mwangi\n", "",
         "per Mary Mwangi 2; per J. Mwangi 1; org AU 2; loc Nairobi City 1; loc Kenya^"},
        {"", "org: African Union\nperson: Mary Mwangi\nlocation: Nairobi\n",
         "per John Mwangi 1"}, /* nor the country */
        {"", "location: Kenya\nlocation: John Mwangi\n",
         "per Mary Mwangi 2; per John Mwangi 1; org African Union 2; loc Nairobi 1"},
        {"Kenya Republic = Kenya\n", "",
         "per Mary Mwangi 2; per John Mwangi 1; org African Union 2; loc Nairobi 1; loc Kenya "
         "Republic^"},
        /* one and the same under two names */
        {"John Mwangi = Mary Mwangi\n", "",
         "per John Mwangi 3*; org African Union 2; loc Nairobi 1; loc Kenya^"},
        {"Mwangi != Mary Mwangi\nMwangi != John Mwangi\n", "",
         "per John Mwangi 1; per Mary Mwangi 1; per Mwangi 1; org African Union 2; loc Nairobi 1; "
         "loc Kenya^"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(registered(cases[i].aliases, cases[i].blocked, text), cases[i].tags);
}
END_TEST

/* ---- What is given ------------------------------------------------------------------------ */

static const char *tagged(const field_text *values, unsigned fields)
{
    mg_tagger_model *model = open_small_model();
    morgue_article *article = make_article(values);
    mg_tagger *tagger;
    OK(mg_tagger_new(model, NULL, &tagger, &err));
    OK(mg_tagger_tag(tagger, article, fields, &err));
    const char *tags = written(article);
    mg_tagger_free(tagger);
    mg_tagger_model_free(model);
    morgue_article_free(article);
    return tags;
}

static const char story[] =
    "John Mwangi of the African Union was in Nairobi. Mwangi said no. The African Union said no.";

START_TEST(test_given)
{
    const field_text values[] = {{MORGUE_TEXT, story},           {MORGUE_PERSON, "MWANGI, JOHN"},
                                 {MORGUE_PERSON, "JOHN MWANGI"}, {MORGUE_ORG, "african union"},
                                 {MORGUE_LOCATION, "KENYA"},     {0, NULL}};
    ck_assert_str_eq(
        tagged(values, MG_TAG_FIELDS),
        "per MWANGI, JOHN=; per JOHN MWANGI 2=; org african union 2=; loc KENYA=; loc Nairobi 1");
    /* of fields that are not to be filled, what is there is counted */
    ck_assert_str_eq(tagged(values, 0),
                     "per MWANGI, JOHN=; per JOHN MWANGI 2=; org african union 2=; loc KENYA=");
    ck_assert_str_eq(tagged(values + 1, MG_TAG_FIELDS), /* without text */
                     "per MWANGI, JOHN=; per JOHN MWANGI=; org african union=; loc KENYA=");
}
END_TEST

START_TEST(test_fields)
{
    const field_text values[] = {{MORGUE_TEXT, story}, {0, NULL}};
    ck_assert_str_eq(tagged(values, 1u << MORGUE_PERSON), "per John Mwangi 2");
    ck_assert_str_eq(tagged(values, 1u << MORGUE_ORG), "org African Union 2");
    ck_assert_str_eq(tagged(values, 1u << MORGUE_LOCATION), "loc Nairobi 1; loc Kenya^");
    ck_assert_str_eq(tagged(values, 0), "");
}
END_TEST

/* A newspaper is no actor of its own stories. */
START_TEST(test_source)
{
    static const char text[] = "The African Union said no. Reuters said no. Reuters said no.";
    const field_text own[] = {{MORGUE_TEXT, text}, {MORGUE_SOURCE, "Reuters News"}, {0, NULL}};
    const field_text other[] = {
        {MORGUE_TEXT, text}, {MORGUE_SOURCE, "Reutersville Post"}, {0, NULL}};
    ck_assert_str_eq(tagged(own, MG_TAG_FIELDS), "org African Union 1");
    ck_assert_str_eq(tagged(other, MG_TAG_FIELDS), "org Reuters 2; org African Union 1");
}
END_TEST

/* Twice the same article, and twice by one tagger. */
START_TEST(test_again)
{
    mg_tagger_model *model = open_small_model();
    mg_tagger *tagger;
    char first[1000] = "";
    OK(mg_tagger_new(model, NULL, &tagger, &err));
    for (int round = 0; round < 4; round++) {
        morgue_article *article = news("Otieno asks Kenya", story);
        morgue_article *other =
            news("Acme buys bank in Kenya", "Grace Otieno said no to the UN in WASHINGTON.");
        OK(mg_tagger_tag(tagger, article, MG_TAG_FIELDS, &err));
        if (!round)
            strcpy(first, written(article));
        ck_assert_str_eq(written(article), first);
        OK(mg_tagger_tag(tagger, article, MG_TAG_FIELDS, &err)); /* what is there stays */
        ck_assert_str_eq(written(article), first);
        OK(mg_tagger_tag(tagger, other, MG_TAG_FIELDS, &err));
        morgue_article_free(article);
        morgue_article_free(other);
    }
    mg_tagger_free(tagger);
    mg_tagger_free(NULL);
    mg_tagger_model_free(model);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("links");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_persons);
    tcase_add_test(tests, test_organizations);
    tcase_add_test(tests, test_places);
    tcase_add_test(tests, test_main);
    tcase_add_test(tests, test_credits);
    tcase_add_test(tests, test_registry);
    tcase_add_test(tests, test_given);
    tcase_add_test(tests, test_fields);
    tcase_add_test(tests, test_source);
    tcase_add_test(tests, test_again);
    return run_tests("links", tests);
}
