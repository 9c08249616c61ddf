// SPDX-License-Identifier: GPL-2.0-or-later
//
// The one place where exceptions become statuses, and the caller's byte buffer.

#include "guard.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>

static const char *const status_text[] = {
#define XAP_STATUS_ROW(status, text) text,
    XAP_STATUS_TABLE(XAP_STATUS_ROW)
#undef XAP_STATUS_ROW
};

extern "C" const char *xap_status_text(xap_status status) noexcept
{
    const unsigned row = number_of(status);

    return row < XAP_STATUS_COUNT ? status_text[row] : "unknown status";
}

extern "C" const char *xap_version(void) noexcept
{
    return Xapian::version_string();
}

// A message grows at its end; control bytes (terms have them) become '?', and a character that
// does not fit is left out whole.
static void append(xap_error &err, const char *text, std::size_t len) noexcept
{
    const std::size_t room = sizeof err.message - 1;
    std::size_t used = std::strlen(err.message);
    std::size_t n = len < room - used ? len : room - used;

    while (n < len && n > 0 && (static_cast<unsigned char>(text[n]) & 0xC0) == 0x80)
        n--;
    for (std::size_t i = 0; i < n; i++) {
        const auto byte = static_cast<unsigned char>(text[i]);
        err.message[used++] = byte < 0x20 || byte == 0x7F ? '?' : text[i];
    }
    err.message[used] = '\0';
}

static void append(xap_error &err, const char *text) noexcept
{
    append(err, text, std::strlen(text));
}

static xap_status report(xap_error *err, xap_status status, const char *message) noexcept
{
    if (err == nullptr)
        return status;
    err->status = status;
    err->message[0] = '\0';
    append(*err, message);
    return status;
}

// The system's word for the cause. Xapian makes it when asked, which takes memory.
static void append_cause(xap_error &err, const Xapian::Error &e) noexcept
{
    try {
        const char *cause = e.get_error_string();
        if (cause == nullptr)
            return;
        append(err, " (");
        append(err, cause);
        append(err, ")");
    } catch (...) {
        append(err, " (out of memory)");
    }
}

static xap_status report(xap_error *err, xap_status status, const Xapian::Error &e) noexcept
{
    report(err, status, e.get_type());
    if (err == nullptr)
        return status;
    append(*err, ": ");
    append(*err, e.get_msg().data(), e.get_msg().size());
    append_cause(*err, e);
    return status;
}

// Classes of Xapian, the special before the general: one that a later Xapian adds is caught as
// its parent.
static xap_status translate_xapian(xap_error *err)
{
    try {
        throw;
    } catch (const Xapian::DatabaseNotFoundError &e) {
        return report(err, XAP_NOT_FOUND, e);
    } catch (const Xapian::DatabaseVersionError &e) {
        return report(err, XAP_VERSION, e);
    } catch (const Xapian::DatabaseOpeningError &e) {
        return report(err, XAP_CANNOT_OPEN, e);
    } catch (const Xapian::DatabaseCorruptError &e) {
        return report(err, XAP_CORRUPT, e);
    } catch (const Xapian::DatabaseCreateError &e) {
        return report(err, XAP_EXISTS, e);
    } catch (const Xapian::DatabaseLockError &e) {
        return report(err, XAP_LOCKED, e);
    } catch (const Xapian::DatabaseModifiedError &e) {
        return report(err, XAP_MODIFIED, e);
    } catch (const Xapian::DatabaseClosedError &e) {
        return report(err, XAP_CLOSED, e);
    } catch (const Xapian::DatabaseError &e) {
        return report(err, XAP_DATABASE, e);
    } catch (const Xapian::DocNotFoundError &e) {
        return report(err, XAP_NOT_FOUND, e);
    } catch (const Xapian::NetworkError &e) {
        return report(err, XAP_NETWORK, e);
    } catch (const Xapian::QueryParserError &e) {
        return report(err, XAP_BAD_QUERY, e);
    } catch (const Xapian::WildcardError &e) {
        return report(err, XAP_BAD_QUERY, e);
    } catch (const Xapian::SerialisationError &e) {
        return report(err, XAP_CORRUPT, e);
    } catch (const Xapian::RangeError &e) {
        return report(err, XAP_CORRUPT, e);
    } catch (const Xapian::UnimplementedError &e) {
        return report(err, XAP_UNSUPPORTED, e);
    } catch (const Xapian::FeatureUnavailableError &e) {
        return report(err, XAP_UNSUPPORTED, e);
    } catch (const Xapian::InvalidArgumentError &e) {
        return report(err, XAP_INVALID, e);
    } catch (const Xapian::InvalidOperationError &e) {
        return report(err, XAP_INVALID, e);
    } catch (const Xapian::Error &e) {
        return report(err, XAP_OTHER, e);
    }
}

xap_status xap_translate(xap_error *err) noexcept
{
    try {
        return translate_xapian(err);
    } catch (const std::bad_alloc &) {
        return report(err, XAP_NO_MEMORY, xap_status_text(XAP_NO_MEMORY));
    } catch (const std::exception &e) {
        return report(err, XAP_OTHER, e.what());
    } catch (...) {
        return report(err, XAP_OTHER, "an exception of unknown type");
    }
}

void assign(xap_string *ret, const std::string &value)
{
    xap_string &string = use(ret);

    if (string.data == nullptr || value.size() >= string.cap) {
        const std::size_t cap = value.size() + value.size() / 2 + 32;
        void *data = std::realloc(string.data, cap);
        if (data == nullptr)
            throw std::bad_alloc();
        string.data = static_cast<char *>(data);
        string.cap = cap;
    }
    std::memcpy(string.data, value.data(), value.size());
    string.data[value.size()] = '\0';
    string.len = value.size();
}

extern "C" void xap_string_free(xap_string *string) noexcept
{
    if (string == nullptr)
        return;
    std::free(string->data);
    *string = {nullptr, 0, 0};
}
