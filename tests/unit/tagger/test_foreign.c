/* Names in other languages than English. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "indexer/tagger/foreign.h"
#include "tests/unit/tagger/section.h"

static mg_foreign *foreign;
static morgue_text section;

static struct seen {
    char list[4096];
    size_t n;
    morgue_text title, text;
} seen;

static void see(void *context, const mg_found *found)
{
    struct seen *s = context;
    const char letter = found->field == MORGUE_PERSON ? 'P'
                        : found->field == MORGUE_ORG  ? 'O'
                                                      : 'L';
    morgue_text where = found->in_title ? s->title : s->text;
    size_t len = strlen(s->list);
    ck_assert_uint_le(found->at + found->len, where.len);
    ck_assert_uint_gt(found->len, 0);
    ck_assert(found->confidence > 0 && found->confidence <= 100);
    ck_assert_uint_eq(strlen(found->country), 2);
    s->n++;
    if (len + found->name.len + 16 < sizeof s->list)
        snprintf(s->list + len, sizeof s->list - len, "%s%c %.*s", len ? "; " : "", letter,
                 (int)found->name.len, found->name.data);
}

static const char *tags(const char *lang, morgue_text title, morgue_text text)
{
    seen = (struct seen){.title = title, .text = text};
    ck_assert(mg_foreign_tag(foreign, lang, title, text, see, &seen));
    return seen.list;
}

static const char *tags_of(const char *lang, const char *text)
{
    return tags(lang, (morgue_text){"", 0}, (morgue_text){text, strlen(text)});
}

static const struct {
    const char *lang, *text, *tags;
} sentences[] = {
    {"de", "Angela Merkel reist nach Moskau und trifft dort Frankreichs Präsidenten.",
     "P Angela Merkel; L Moscow; L France"},
    {"de", "Die Europäische Union und die Vereinten Nationen",
     "O European Union; O United Nations"},
    {"de", "Der Abgeordnete Peter Pilz und Merkels Sprecher sind da",
     "P Peter Pilz; P Angela Merkel"},
    {"de", "Die Konrad-Adenauer-Stiftung in der Thomas Mann Straße", ""},
    {"de", "Meister wurde die Austria, sagte Hans Krankls Trainer.", ""},
    {"fr", "Emmanuel Macron a rencontré le président Untel Machin aux États-Unis.",
     "P Emmanuel Macron; P Untel Machin; L United States"},
    {"fr", "rue Jean Jaurès, au lycée Victor Hugo, la Coupe d'Afrique des Nations", ""},
    {"fr", "L'Allemagne et l'Otan, selon Jean-Luc Mélenchon et Marc-André ter Stegen.",
     "L Germany; O NATO; P Jean-Luc Mélenchon; P Marc-André ter Stegen"},
    {"fr", "Le fils, Hunter Biden, et Joe Biden", "P Joe Biden"},
    {"es", "El rector José Luis Pérez García viajó a Nueva York y Alemania.",
     "P José Luis Pérez García; L New York; L Germany"},
    {"es", "La calle Juan Pérez, la Fundación Juan March y San Francisco de Asís", ""},
    {"es", "NUEVO PRESIDENTE JUAN PÉREZ Llega A La Ciudad De Carlos Paz", ""},
    {"it", "Matteo Renzi a Milano con Giuseppe Verdini",
     "P Matteo Renzi; L Milan; P Giuseppe Verdini"},
    {"pt", "O presidente dos Estados Unidos, Donald Trump, e a Rússia",
     "L United States; P Donald Trump; L Russia"},
    {"nl", "Duitsland en Rusland", "L Germany; L Russia"},
    {"pl", "Prezydent Donald Trump w Moskwie i w Niemczech z Janem Kowalskim",
     "P Donald Trump; L Moscow; L Germany"},
    {"cs", "Prezident jednal v Moskvě, Praze a ve Velké Británii",
     "L Moscow; L Prague; L United Kingdom"},
    {"sv", "Sveriges regering och Tyskland", "L Sweden; L Germany"},
    {"tr", "Erdoğan Almanya'da ve Rusya'nın başkenti Moskova'da",
     "P Recep Tayyip Erdogan; L Germany; L Russia; L Moscow"},
    {"hu", "Orbán Viktor Németországban járt", "P Viktor Orban; L Germany"},
    {"ru", "Владимира Путина ждут в Германии и в Соединённых Штатах, заявил Иван Петров.",
     "P Vladimir Putin; L Germany; L United States; P Иван Петров"},
    {"ru", "Того же мнения Михаил Юрьевич и газета «Голос Америки»", "O Voice of America"},
    {"ru", "на улице Ивана Франко и в театре имени Юрий Петров", ""},
    {"uk", "Петро Порошенко прибув до Києва, Великої Британії та В'єтнаму",
     "P Petro Poroshenko; L Kyiv; L United Kingdom; L Vietnam"},
    {"ar", "وصل بوتين إلى القاهرة وبيروت وللولايات المتحدة",
     "P Vladimir Putin; L Cairo; L Beirut; L United States"},
    {"ar", "مسقط رأسه في إيران والسعودية", "L Iran; L Saudi Arabia"},
    {"he", "בישראל ומצרים", "L Israel; L Egypt"},
    {"fa", "روز دوشنبه در ایران", "L Iran"},
    {"zh", "习近平访问俄罗斯，穿越南北，上海地区", "P Xi Jinping; L Russia; L Shanghai"},
    {"zh", "美国和中国人民银行", "L United States; O People's Bank of China"},
    {"ja", "ドナルド・トランプ大統領はインドネシアとインドを訪問",
     "P Donald Trump; L Indonesia; L India"},
    {"ja", "タイトル戦でネクタイのアウトドア、インドア", ""},
    {"ko", "독일에서 미국의 이란성", "L Germany; L United States"},
    {"th", "ปรากฏว่าประเทศไทย", "L Thailand"},
    {"hi", "भारत और रूस", "L India; L Russia"},
    {"en", "Germany and Vladimir Putin", ""},
    {"xx", "Germany and Vladimir Putin", ""},
    {"*", "Berlin", ""},
    {"", "Berlin", ""},
};

START_TEST(test_sentences)
{
    ck_assert_str_eq(tags_of(sentences[_i].lang, sentences[_i].text), sentences[_i].tags);
}
END_TEST

START_TEST(test_where)
{
    const char *title = "Putin in Wien", *text = "In Rom.";
    ck_assert_str_eq(
        tags("de", (morgue_text){title, strlen(title)}, (morgue_text){text, strlen(text)}),
        "P Vladimir Putin; L Vienna; L Rome");
    ck_assert(mg_foreign_knows(foreign, "de"));
    ck_assert(!mg_foreign_knows(foreign, "en"));
    ck_assert(!mg_foreign_knows(foreign, "xx"));
}
END_TEST

static double seconds(const char *lang, morgue_text text)
{
    struct timespec a, b;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
    tags(lang, (morgue_text){"", 0}, text);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
    return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
}

static const struct {
    const char *lang, *pattern;
} much[] = {
    {"es", "Juan "},     {"es", "José María de la "},
    {"fr", "Jean-"},     {"fr", "président "},
    {"de", "A"},         {"de", "A. "},
    {"ru", "Иван "},     {"ru", "Ивановна "},
    {"ar", "و"},         {"ar", "ولل "},
    {"he", "הבלמ "},     {"zh", "中"},
    {"zh", "中国"},      {"ja", "ア"},
    {"ja", "・"},        {"ko", "미국"},
    {"th", "ไ"},         {"hi", "क् "},
    {"es", "\n"},        {"de", "\xC3"},
    {"fr", "New York "}, {"es", "presidente Aa Bb "},
    {"zh", "\xE4\xB8"},  {"ru", "\xF0"},
};

/* A megabyte of one thing takes about sixteen times as long as its sixteenth. */
START_TEST(test_much)
{
    morgue_text whole = text_of(much[_i].pattern, 1 << 20), part = {whole.data, whole.len / 16};
    double short_time = seconds(much[_i].lang, part), long_time = seconds(much[_i].lang, whole);
    ck_assert_msg(long_time < short_time * 100 + 0.2, "%.3f s, %.3f s", short_time, long_time);
    for (size_t size = 0; size < 64; size++) {
        morgue_text text = text_of(much[_i].pattern, size);
        tags(much[_i].lang, text, text);
        free((void *)(uintptr_t)text.data);
    }
    free((void *)(uintptr_t)whole.data);
}
END_TEST

START_TEST(test_damage)
{
    mg_foreign *was = foreign;
    morgue_error err;
    unsigned seed = 1;
    for (int i = 0; i < 150; i++) {
        size_t len = i < 100 ? (size_t)i : section.len * (size_t)(i - 99) / 51;
        char *data = malloc(len ? len : 1);
        memcpy(data, section.data, len);
        if (i % 5 == 0)
            len = len / 4 * 4;
        for (int k = 0; k < i % 9 && len; k++) {
            seed = seed * 1103515245 + 12345;
            data[(seed >> 8) % (k < 4 && len > 3000 ? 3000 : len)] = (char)(seed >> 24);
        }
        morgue_status status = mg_foreign_new_with((morgue_text){data, len}, &foreign, &err);
        if (status == MORGUE_OK) {
            for (size_t k = 0; k < sizeof sentences / sizeof *sentences; k++)
                tags_of(sentences[k].lang, sentences[k].text);
            mg_foreign_free(foreign);
        }
        ck_assert(status == MORGUE_OK || status == MORGUE_CORRUPT);
        free(data);
    }
    foreign = was;
}
END_TEST

int main(void)
{
    morgue_error err;
    section = section_read("foreign");
    if (mg_foreign_new_with(section, &foreign, &err) != MORGUE_OK)
        return 1;
    Suite *suite = suite_create("foreign");
    TCase *tests = tcase_create("foreign");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_sentences, 0, sizeof sentences / sizeof *sentences);
    tcase_add_test(tests, test_where);
    tcase_add_loop_test(tests, test_much, 0, sizeof much / sizeof *much);
    tcase_add_test(tests, test_damage);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    mg_foreign_free(foreign);
    mg_foreign_free(NULL);
    free((void *)(uintptr_t)section.data);
    return failed != 0;
}
