// SPDX-License-Identifier: GPL-2.0-or-later
//
// Building documents.

#include "guard.h"
#include "handles.h"
#include "xap_writer.h"

#include <algorithm>

// Xapian checks the length only when the document is written, and not at all for zero bytes
// before the posting lists are.
void check_term(const std::string &term)
{
    const std::size_t zeros = static_cast<std::size_t>(std::count(term.begin(), term.end(), '\0'));

    if (term.empty())
        throw Xapian::InvalidArgumentError("a term cannot be empty");
    if (term.size() + zeros > 245)
        throw Xapian::InvalidArgumentError("longer than 245 bytes: " + term);
}

extern "C" xap_status xap_document_new(xap_document **ret, xap_error *err) noexcept
{
    return guard(err, [&] { hand_out(ret, xap_document{}); });
}

extern "C" void xap_document_free(xap_document *doc) noexcept
{
    delete doc;
}

extern "C" xap_status xap_document_clear(xap_document *doc, xap_error *err) noexcept
{
    return guard(err, [&] { use(doc).doc = Xapian::Document(); });
}

extern "C" xap_status xap_document_set_data(xap_document *doc, const char *data, size_t len,
                                            xap_error *err) noexcept
{
    return guard(err, [&] { use(doc).doc.set_data(bytes(data, len)); });
}

extern "C" xap_status xap_document_add_value(xap_document *doc, uint32_t slot, const char *data,
                                             size_t len, xap_error *err) noexcept
{
    return guard(err, [&] {
        if (slot == Xapian::BAD_VALUENO)
            throw Xapian::InvalidArgumentError("no such value slot");
        use(doc).doc.add_value(slot, bytes(data, len));
    });
}

extern "C" xap_status xap_document_add_term(xap_document *doc, const char *term, size_t len,
                                            uint32_t wdf, xap_error *err) noexcept
{
    return guard(err, [&] { use(doc).doc.add_term(whole_term(term, len), wdf); });
}

extern "C" xap_status xap_document_add_posting(xap_document *doc, const char *term, size_t len,
                                               uint32_t position, uint32_t wdf,
                                               xap_error *err) noexcept
{
    return guard(err, [&] { use(doc).doc.add_posting(whole_term(term, len), position, wdf); });
}

extern "C" xap_status xap_document_add_boolean_term(xap_document *doc, const char *term, size_t len,
                                                    xap_error *err) noexcept
{
    return guard(err, [&] { use(doc).doc.add_boolean_term(whole_term(term, len)); });
}
