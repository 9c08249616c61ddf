/* What language a text is in. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/tagger/language.h"
#include "tests/unit/tagger/section.h"

static morgue_text section;

static const char *guess(morgue_text title, morgue_text text)
{
    static mg_language ret;
    ret = mg_language_guess_with(section, title, text);
    return ret.code;
}

static const char *guess_text(const char *text)
{
    return guess((morgue_text){"", 0}, (morgue_text){text, strlen(text)});
}

static const struct {
    const char *code, *text;
} texts[] = {
    {"en", "The government said on Monday that it would not raise taxes before the election."},
    {"de", "Die Regierung hat am Montag erklärt, dass sie die Steuern nicht erhöhen wird."},
    {"fr",
     "Le gouvernement a annoncé lundi qu'il n'augmenterait pas les impôts avant les élections."},
    {"es", "El gobierno anunció el lunes que no subirá los impuestos antes de las elecciones."},
    {"pt",
     "O governo anunciou na segunda-feira que não vai aumentar os impostos antes das eleições."},
    {"it", "Il governo ha annunciato lunedì che non aumenterà le tasse prima delle elezioni."},
    {"nl",
     "De regering heeft maandag gezegd dat de belastingen niet omhoog gaan voor de verkiezingen."},
    {"sv", "Regeringen meddelade på måndagen att den inte kommer att höja skatterna före valet."},
    {"da", "Regeringen oplyste mandag, at den ikke vil hæve skatterne, før der bliver valg."},
    {"no",
     "Regjeringen opplyste mandag at den ikke vil øke skattene før det blir valg, ifølge avisen."},
    {"fi", "Hallitus ilmoitti maanantaina, että se ei aio korottaa veroja ennen vaaleja."},
    {"et", "Valitsus teatas esmaspäeval, et ta ei kavatse enne valimisi makse tõsta."},
    {"lv", "Valdība pirmdien paziņoja, ka tā nepalielinās nodokļus pirms vēlēšanām."},
    {"lt", "Vyriausybė pirmadienį pranešė, kad ji nedidins mokesčių iki rinkimų."},
    {"pl", "Rząd poinformował w poniedziałek, że nie podniesie podatków przed wyborami."},
    {"cs", "Vláda v pondělí oznámila, že nebude zvyšovat daně před volbami."},
    {"sk", "Vláda v pondelok oznámila, že nebude zvyšovať dane pred voľbami, ktoré budú v máji."},
    {"sl", "Vlada je v ponedeljek sporočila, da pred volitvami ne bo zvišala davkov."},
    {"hu", "A kormány hétfőn közölte, hogy a választások előtt nem emeli az adókat."},
    {"ro", "Guvernul a anunțat luni că nu va majora taxele înainte de alegeri."},
    {"sq", "Qeveria njoftoi të hënën se nuk do të rrisë taksat para zgjedhjeve."},
    {"tr", "Hükümet pazartesi günü yaptığı açıklamada seçimlerden önce vergileri artırmayacağını "
           "söyledi."},
    {"id", "Pemerintah mengatakan pada hari Senin bahwa mereka tidak akan menaikkan pajak."},
    {"vi", "Chính phủ cho biết hôm thứ Hai rằng họ sẽ không tăng thuế trước cuộc bầu cử."},
    {"tl",
     "Sinabi ng pamahalaan noong Lunes na hindi nito itataas ang mga buwis bago ang halalan."},
    {"sw", "Serikali ilisema siku ya Jumatatu kwamba haitaongeza kodi kabla ya uchaguzi."},
    {"ca", "El govern va anunciar dilluns que no apujarà els impostos abans de les eleccions."},
    {"ru", "Правительство сообщило в понедельник, что не будет повышать налоги до выборов."},
    {"uk", "Уряд повідомив у понеділок, що не підвищуватиме податки до виборів."},
    {"bg", "Правителството съобщи в понеделник, че няма да увеличава данъците преди изборите."},
    {"sr", "Влада је у понедељак саопштила да неће повећати порез пре избора."},
    {"be", "Урад паведаміў у панядзелак, што не будзе павышаць падаткі да выбараў."},
    {"ar", "أعلنت الحكومة يوم الاثنين أنها لن ترفع الضرائب قبل الانتخابات."},
    {"fa", "دولت روز دوشنبه اعلام کرد که پیش از انتخابات مالیات را افزایش نخواهد داد."},
    {"ur", "حکومت نے پیر کو کہا ہے کہ وہ انتخابات سے پہلے ٹیکس نہیں بڑھائے گی۔"},
    {"hi", "सरकार ने सोमवार को कहा कि वह चुनाव से पहले कर नहीं बढ़ाएगी।"},
    {"he", "הממשלה הודיעה ביום שני כי היא לא תעלה את המסים לפני הבחירות."},
    {"el", "Η κυβέρνηση ανακοίνωσε τη Δευτέρα ότι δεν θα αυξήσει τους φόρους."},
    {"zh", "政府周一表示，在选举之前不会提高税收。"},
    {"ja", "政府は月曜日、選挙の前に増税しないと発表した。"},
    {"ko", "정부는 월요일 선거 전에 세금을 올리지 않겠다고 밝혔다."},
    {"th", "รัฐบาลกล่าวเมื่อวันจันทร์ว่าจะไม่ขึ้นภาษี"},
    {"bn", "সরকার সোমবার জানিয়েছে যে তারা কর বাড়াবে না।"},
    {"ka", "მთავრობამ ორშაბათს განაცხადა, რომ გადასახადებს არ გაზრდის."},
    {"", ""},
    {"", "12.30 – 14.45 (3:2) ..."},
    {"", "Reuters"},
    {"", "xkcd qwrt zzpf mnbv lkjh gfds qwzx vbnm tprw"},
};

START_TEST(test_sentences)
{
    ck_assert_str_eq(guess_text(texts[_i].text), texts[_i].code);
}
END_TEST

START_TEST(test_title)
{
    morgue_text title = {"Putin", 5};
    const char *text = "Президент подписал указ, который вступает в силу в понедельник.";
    ck_assert_str_eq(guess(title, (morgue_text){text, strlen(text)}), "ru");
    ck_assert_str_eq(guess((morgue_text){text, strlen(text)}, title), "ru");
}
END_TEST

/* Scripts of one language need no section. */
START_TEST(test_no_section)
{
    morgue_text none = {"", 0}, was = section;
    section = none;
    ck_assert_str_eq(guess_text("政府周一表示，在选举之前不会提高税收。"), "zh");
    ck_assert_str_eq(guess_text("The government said on Monday that"), "");
    section = was;
}
END_TEST

/* However long a text is, it costs what its beginning costs. */
START_TEST(test_long)
{
    static const char *const patterns[] = {"a", "the ", "й",        "привет ", "中",          "あ",
                                           "ع", "क्",    "\xE0\xB8", "\xFF",    "\xF0\x9F\x98"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        for (size_t size = 0; size < 40; size++) {
            morgue_text text = text_of(patterns[i], size);
            guess(text, text);
            free((void *)(uintptr_t)text.data);
        }
    morgue_text text = text_of("Die Regierung hat gesagt, dass ", 1 << 20);
    for (int i = 0; i < 2000; i++)
        ck_assert_str_eq(guess(text, text), "de");
    free((void *)(uintptr_t)text.data);
}
END_TEST

/* Whatever the section's bytes are, nothing is read beyond them. */
START_TEST(test_damage)
{
    morgue_text was = section;
    unsigned seed = 1;
    for (int i = 0; i < 300; i++) {
        size_t len = i < 200 ? (size_t)i : was.len * (size_t)(i - 199) / 101;
        char *data = malloc(len ? len : 1);
        memcpy(data, was.data, len);
        for (int k = 0; k < i % 7 && len; k++) {
            seed = seed * 1103515245 + 12345;
            size_t at = k < 3 ? (seed >> 8) % (len < 200 ? len : 200) : (seed >> 8) % len;
            data[at] = (char)(seed >> 24);
        }
        section = (morgue_text){data, len};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            guess_text(texts[k].text);
        free(data);
    }
    section = was;
}
END_TEST

int main(void)
{
    section = section_read("languages");
    Suite *suite = suite_create("language");
    TCase *tests = tcase_create("language");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_sentences, 0, sizeof texts / sizeof *texts);
    tcase_add_test(tests, test_title);
    tcase_add_test(tests, test_no_section);
    tcase_add_test(tests, test_long);
    tcase_add_test(tests, test_damage);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    free((void *)(uintptr_t)section.data);
    return failed != 0;
}
