#include "indexer/formats/language.h"
#include "indexer/text/slice.h"

#include <string.h>
#include <strings.h>

/* Names and codes of ISO 639-2, parted by spaces. */
static const char *const languages[][2] = {
    {"en", "english englisch anglais inglés eng"},
    {"fr", "french français französisch fre fra"},
    {"de", "german deutsch allemand alemán ger deu"},
    {"es", "spanish español spanisch spa"},
    {"it", "italian italiano italienisch ita"},
    {"pt", "portuguese português por"},
    {"nl", "dutch nederlands dut nld"},
    {"ru", "russian русский rus"},
    {"uk", "ukrainian українська ukr"},
    {"zh", "chinese 中文 chi zho"},
    {"ja", "japanese 日本語 jpn"},
    {"ko", "korean 한국어 kor"},
    {"ar", "arabic العربية ara"},
    {"fa", "persian farsi per fas"},
    {"he", "hebrew עברית heb"},
    {"hi", "hindi हिन्दी hin"},
    {"bn", "bengali bangla ben"},
    {"ur", "urdu urd"},
    {"id", "indonesian ind"},
    {"vi", "vietnamese vie"},
    {"th", "thai ไทย tha"},
    {"sv", "swedish svenska swe"},
    {"no", "norwegian norsk nor"},
    {"da", "danish dansk dan"},
    {"fi", "finnish suomi fin"},
    {"pl", "polish polski pol"},
    {"cs", "czech čeština cze ces"},
    {"hu", "hungarian magyar hun"},
    {"ro", "romanian română rum ron"},
    {"bg", "bulgarian bul"},
    {"el", "greek gre ell"},
    {"sr", "serbian srp"},
    {"hr", "croatian hrv"},
    {"ca", "catalan català cat"},
    {"tr", "turkish türkçe tur"},
};

morgue_text mg_language_tag(morgue_text name)
{
    for (size_t i = 0; name.len && i < sizeof languages / sizeof *languages; i++)
        if (mg_text_among(name, languages[i][1]))
            return (morgue_text){languages[i][0], strlen(languages[i][0])};
    return (morgue_text){"", 0};
}
