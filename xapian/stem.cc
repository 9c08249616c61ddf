// SPDX-License-Identifier: GPL-2.0-or-later
//
// Stemmers.

#include "guard.h"
#include "xap_tools.h"

struct xap_stem {
    Xapian::Stem stem;
};

extern "C" xap_status xap_stem_open(const char *language, xap_stem **ret, xap_error *err) noexcept
{
    return guard(err, [&] { hand_out(ret, xap_stem{Xapian::Stem(name(language))}); });
}

extern "C" xap_status xap_stem_word(const xap_stem *stem, const char *word, size_t len,
                                    xap_string *ret, xap_error *err) noexcept
{
    return guard(err, [&] { assign(ret, use(stem).stem(bytes(word, len))); });
}

extern "C" void xap_stem_free(xap_stem *stem) noexcept
{
    delete stem;
}

extern "C" xap_status xap_stem_languages(xap_string *ret, xap_error *err) noexcept
{
    return guard(err, [&] { assign(ret, Xapian::Stem::get_available_languages()); });
}
