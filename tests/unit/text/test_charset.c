/* Which character set bytes are in: marks, declarations that are believed and that are not, and
 * short texts in many languages that nothing is said of. */
#include <check.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/text/charset.h"
#include "indexer/text/label.h"

#define TEXT(literal) ((morgue_text){literal, sizeof(literal) - 1})
#define NOTHING       TEXT("")

static mg_charset decided(morgue_text head, morgue_text declared)
{
    mg_charset ret;
    mg_charset_decide(head, declared, &ret);
    return ret;
}

/* ---- Marks and patterns --------------------------------------------------------------------- */

static const struct {
    morgue_text head, declared;
    const char *name;
    size_t mark;
    bool utf8, overruled;
} cases[] = {
    {TEXT(""), NOTHING, "UTF-8", 0, true, false},
    {TEXT("plain"), NOTHING, "UTF-8", 0, true, false},
    {TEXT("plain"), TEXT("koi8-r"), "UTF-8", 0, true, false},
    {TEXT("\xEF\xBB\xBFplain"), TEXT("latin1"), "UTF-8", 3, true, false},
    {TEXT("\xFF\xFEp\0l\0"), NOTHING, "UTF-16LE", 2, false, false},
    {TEXT("\xFE\xFF\0p\0l"), TEXT("UTF-8"), "UTF-16BE", 2, false, false},
    {TEXT("\xFF\xFE\0\0p\0\0\0"), NOTHING, "UTF-32LE", 4, false, false},
    {TEXT("\0\0\xFE\xFF\0\0\0p"), NOTHING, "UTF-32BE", 4, false, false},
    {TEXT("p\0l\0a\0i\0n\0\n\0"), NOTHING, "UTF-16LE", 0, false, false},
    {TEXT("\0p\0l\0a\0i\0n\0\n"), NOTHING, "UTF-16BE", 0, false, false},
    {TEXT("p\0\0\0l\0\0\0a\0\0\0"), NOTHING, "UTF-32LE", 0, false, false},
    {TEXT("\x1B$B$3$s\x1B(B"), NOTHING, "ISO-2022-JP", 0, false, false},
    {TEXT("~{<:Ky2;R*~}, ~{NpJ)HKlo!#~}"), NOTHING, "HZ-GB-2312", 0, false, false},
    {TEXT("see ~{home} and ~/bin"), NOTHING, "UTF-8", 0, true, false},
    /* what is declared and true */
    {TEXT("caf\xE9"), TEXT("ISO-8859-1"), "WINDOWS-1252", 0, false, false},
    {TEXT("<?xml version='1.0' encoding='koi8-r'?><a>\xD7\xCF\xCA\xCE\xC1</a>"), NOTHING, "KOI8-R",
     0, false, false},
    {TEXT("<html><meta charset=Shift_JIS><p>\x93\xFA\x96{"), NOTHING, "CP932", 0, false, false},
    {TEXT("<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>\xC4\xE3\xBA\xC3"),
     NOTHING, "GB18030", 0, false, false},
    {TEXT("<?xml version='1.0' encoding='UTF-16'?><a>plain</a>"), NOTHING, "UTF-8", 0, true, false},
    {TEXT("Stra\xDF"
          "e"),
     TEXT("x-nonsense"), "WINDOWS-1252", 0, true, false},
    /* and what is not */
    {TEXT("caf\xE9, na\xEFve"), TEXT("UTF-8"), "WINDOWS-1252", 0, true, true},
    {TEXT("caf\xC3\xA9"), TEXT("ISO-8859-1"), "UTF-8", 0, true, true},
    {TEXT("\xCF\xF0\xE5\xE7\xE8\xE4\xE5\xED\xF2 \xF1\xEA\xE0\xE7\xE0\xEB, \xF7\xF2\xEE"),
     TEXT("ISO-8859-1"), "WINDOWS-1251", 0, false, true},
    /* UTF-8 with a bad byte among good ones, and one that is cut */
    {TEXT("\xC3\xA9t\xC3\xA9 \xC3\xA0 \xE9 la"), NOTHING, "UTF-8", 0, true, false},
    {TEXT("\xD0\x9A\xD0\xB8\xD1\x97\xD0"), NOTHING, "UTF-8", 0, true, false},
};

START_TEST(test_decide)
{
    mg_charset found = decided(cases[_i].head, cases[_i].declared);
    ck_assert_str_eq(found.name, cases[_i].name);
    ck_assert_uint_eq(found.mark, cases[_i].mark);
    ck_assert_int_eq(found.utf8, cases[_i].utf8);
    ck_assert_int_eq(found.overruled, cases[_i].overruled);
    ck_assert(found.why && *found.why);
}
END_TEST

START_TEST(test_labels)
{
    ck_assert_str_eq(mg_label_charset(TEXT("latin1")), "WINDOWS-1252");
    ck_assert_str_eq(mg_label_charset(TEXT("US-ASCII")), "WINDOWS-1252");
    ck_assert_str_eq(mg_label_charset(TEXT(" ks_c_5601-1987 ")), "CP949");
    ck_assert_str_eq(mg_label_charset(TEXT("GB2312")), "GB18030");
    ck_assert_str_eq(mg_label_charset(TEXT("utf8")), "UTF-8");
    ck_assert_ptr_null(mg_label_charset(TEXT("")));
    ck_assert_ptr_null(mg_label_charset(TEXT("none-of-these")));
    ck_assert_ptr_null(mg_label_charset(
        TEXT("a-label-that-is-longer-than-any-label-that-anybody-ever-thought-of")));
}
END_TEST

/* Every label is found (the table is sorted), and iconv knows what it stands for. */
START_TEST(test_label_table)
{
    static const char *const table[][2] = {
#define MG_LABEL(LABEL, NAME) {LABEL, NAME},
#include "indexer/text/labels.def"
#undef MG_LABEL
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const char *label = table[i][0], *name = table[i][1];
        const char *found = mg_label_charset((morgue_text){label, strlen(label)});
        ck_assert_msg(found && strcmp(found, name) == 0, "%s", label);
        iconv_t conversion =
            iconv_open("UTF-8", strcmp(name, "HZ-GB-2312") == 0 ? "GB18030" : name);
        ck_assert_msg(conversion != (iconv_t)-1, "%s", name);
        iconv_close(conversion);
    }
}
END_TEST

/* ---- Short texts ---------------------------------------------------------------------------- */

static const struct {
    const char *text;
    const char *charsets; /* separated by spaces */
} texts[] = {
    {"Le maire a inauguré l’école près de la forêt; les élèves espèrent y étudier dès l’été à "
     "venir.",
     "WINDOWS-1252 MACINTOSH"},
    {"L'œuvre de sa sœur a coûté vingt €: le cœur du musée, où l'on entrait à peine, s'étend déjà.",
     "ISO-8859-15"},
    {"Die Bürger hörten über Lautsprecher, daß die Brücke für Fußgänger geöffnet würde.",
     "WINDOWS-1252 MACINTOSH CP850 CP437"},
    {"El niño preguntó cuándo volvería la señora; mañana, respondió el dueño del camión, quizá.",
     "WINDOWS-1252 CP850"},
    {"Wójt ogłosił, że most będzie zamknięty do końca września; mieszkańcy są zaniepokojeni.",
     "WINDOWS-1250 ISO-8859-2 CP852"},
    {"Starosta řekl, že most zůstane zavřený až do září, a lidé čekají na náhradní spoje.",
     "WINDOWS-1250 ISO-8859-2 CP852"},
    {"A polgármester szerint a híd őszig zárva marad, és a gyerekek hűvös időben is gyalog járnak.",
     "WINDOWS-1250 ISO-8859-2"},
    {"Belediye başkanı köprünün eylül ayına kadar kapalı kalacağını söyledi; öğrenciler yürüyor.",
     "WINDOWS-1254"},
    {"Meras pranešė, kad tiltas bus uždarytas iki rudens, o mokiniai į mokyklą eis pėsčiomis.",
     "WINDOWS-1257"},
    {"Ο δήμαρχος είπε ότι η γέφυρα θα μείνει κλειστή μέχρι τον Σεπτέμβριο.",
     "WINDOWS-1253 ISO-8859-7 CP737"},
    {"Мэр сообщил, что мост закроют до сентября, и жители посёлка пойдут пешком.",
     "WINDOWS-1251 KOI8-R CP866 MAC-CYRILLIC ISO-8859-5"},
    {"Міський голова повідомив, що міст закриють до вересня, і мешканці підуть пішки.",
     "WINDOWS-1251 KOI8-U MAC-CYRILLIC"},
    {"ראש העיר הודיע כי הגשר ייסגר עד ספטמבר, והתושבים ילכו ברגל.", "WINDOWS-1255"},
    {"أعلن رئيس البلدية أن الجسر سيغلق حتى سبتمبر وأن السكان سيمشون.", "WINDOWS-1256 ISO-8859-6"},
    {"นายกเทศมนตรีประกาศว่าสะพานจะปิดจนถึงเดือนกันยายน", "CP874"},
    {"市長は、橋が九月まで閉鎖されると発表した。住民は歩いて渡るしかない。",
     "CP932 EUC-JP-MS ISO-2022-JP"},
    {"시장은 다리가 구월까지 닫힐 것이라고 발표했다. 주민들은 걸어서 건너야 한다.",
     "CP949 ISO-2022-KR"},
    {"市长宣布，大桥将关闭到九月，居民只能步行过河。", "GB18030"},
    {"市長宣布，大橋將關閉到九月，居民只能步行過河。", "BIG5-HKSCS"},
};

static size_t encode(const char *text, const char *charset, char *ret, size_t room)
{
    iconv_t conversion = iconv_open(charset, "UTF-8");
    ck_assert_msg(conversion != (iconv_t)-1, "%s", charset);
    char copy[512];
    char *from = copy, *to = ret;
    size_t left = strlen(text), before = room;
    memcpy(copy, text, left + 1);
    ck_assert_msg(iconv(conversion, &from, &left, &to, &room) == 0, "%s: %s", charset, from);
    iconv(conversion, NULL, NULL, &to, &room);
    iconv_close(conversion);
    return before - room;
}

START_TEST(test_guess)
{
    char list[100];
    char bytes[2048];
    strcpy(list, texts[_i].charsets);
    for (char *rest = list, *name = strsep(&rest, " "); name; name = strsep(&rest, " ")) {
        mg_buffer text = {0};
        size_t bad = 1;
        morgue_text in = {bytes, encode(texts[_i].text, name, bytes, sizeof bytes)};
        mg_charset found = decided(in, NOTHING);
        ck_assert_int_eq(mg_charset_decode(&found, in, &text, &bad, NULL), MORGUE_OK);
        ck_assert_msg(strcmp(text.data, texts[_i].text) == 0, "%s is taken for %s: %s", name,
                      found.name, text.data);
        ck_assert(found.utf8 || !bad);
        mg_buffer_free(&text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("charset");
    TCase *tests = tcase_create("charset");
    tcase_add_loop_test(tests, test_decide, 0, sizeof cases / sizeof *cases);
    tcase_add_test(tests, test_labels);
    tcase_add_test(tests, test_label_table);
    tcase_add_loop_test(tests, test_guess, 0, sizeof texts / sizeof *texts);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
