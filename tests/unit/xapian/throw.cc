// SPDX-License-Identifier: GPL-2.0-or-later
//
// The exceptions a C program must never meet.

#include "throw.h"

#include "guard.h"

#include <cerrno>
#include <new>
#include <stdexcept>

namespace
{

struct Row {
    const char *name;
    xap_status status;
    const char *message;
    void (*raise)();
};

// A class that no Xapian has: it has to be taken for its parent.
struct NovelError : Xapian::DatabaseOpeningError {
    NovelError() : Xapian::DatabaseOpeningError("novel")
    {
    }
};

// Neither these two bases nor Error itself can be made from outside: derive. The first byte of the
// type is a code of Xapian's own and not part of the name.
struct OwnLogicError : Xapian::LogicError {
    OwnLogicError() : Xapian::LogicError("own", "", " OwnLogicError", nullptr)
    {
    }
};

struct OwnRuntimeError : Xapian::RuntimeError {
    OwnRuntimeError() : Xapian::RuntimeError("own", "", " OwnRuntimeError", nullptr)
    {
    }
};

#define XAPIAN_ROW(type, status)                                                                   \
    {                                                                                              \
#type, status, #type ": thrown", [] { throw Xapian::type("thrown"); }                      \
    }

const Row rows[] = {
    XAPIAN_ROW(AssertionError, XAP_OTHER),
    XAPIAN_ROW(InvalidArgumentError, XAP_INVALID),
    XAPIAN_ROW(InvalidOperationError, XAP_INVALID),
    XAPIAN_ROW(UnimplementedError, XAP_UNSUPPORTED),
    XAPIAN_ROW(DatabaseError, XAP_DATABASE),
    XAPIAN_ROW(DatabaseCorruptError, XAP_CORRUPT),
    XAPIAN_ROW(DatabaseCreateError, XAP_EXISTS),
    XAPIAN_ROW(DatabaseLockError, XAP_LOCKED),
    XAPIAN_ROW(DatabaseModifiedError, XAP_MODIFIED),
    XAPIAN_ROW(DatabaseClosedError, XAP_CLOSED),
    XAPIAN_ROW(DatabaseOpeningError, XAP_CANNOT_OPEN),
    XAPIAN_ROW(DatabaseVersionError, XAP_VERSION),
    XAPIAN_ROW(DatabaseNotFoundError, XAP_NOT_FOUND),
    XAPIAN_ROW(DocNotFoundError, XAP_NOT_FOUND),
    XAPIAN_ROW(FeatureUnavailableError, XAP_UNSUPPORTED),
    XAPIAN_ROW(InternalError, XAP_OTHER),
    XAPIAN_ROW(NetworkError, XAP_NETWORK),
    XAPIAN_ROW(NetworkTimeoutError, XAP_NETWORK),
    XAPIAN_ROW(QueryParserError, XAP_BAD_QUERY),
    XAPIAN_ROW(SerialisationError, XAP_CORRUPT),
    XAPIAN_ROW(RangeError, XAP_CORRUPT),
    XAPIAN_ROW(WildcardError, XAP_BAD_QUERY),
    {"LogicError", XAP_OTHER, "OwnLogicError: own", [] { throw OwnLogicError(); }},
    {"RuntimeError", XAP_OTHER, "OwnRuntimeError: own", [] { throw OwnRuntimeError(); }},
    {"a new class", XAP_CANNOT_OPEN, "DatabaseOpeningError: novel", [] { throw NovelError(); }},
    {"errno", XAP_DATABASE, "DatabaseError: write (No space left on device)",
     [] { throw Xapian::DatabaseError("write", ENOSPC); }},
    {"bad_alloc", XAP_NO_MEMORY, "out of memory", [] { throw std::bad_alloc(); }},
    {"logic_error", XAP_OTHER, "logic", [] { throw std::logic_error("logic"); }},
    {"int", XAP_OTHER, "an exception of unknown type", [] { throw 42; }},
};

} // namespace

extern "C" bool throw_expected(unsigned i, const char **ret_name, xap_status *ret_status,
                               const char **ret_message) noexcept
{
    if (i >= sizeof rows / sizeof rows[0])
        return false;
    *ret_name = rows[i].name;
    *ret_status = rows[i].status;
    *ret_message = rows[i].message;
    return true;
}

extern "C" xap_status throw_through_guard(unsigned i, xap_error *err) noexcept
{
    return guard(err, rows[i].raise);
}

extern "C" xap_status throw_message(const char *message, xap_error *err) noexcept
{
    return guard(err, [&] { throw Xapian::DatabaseError(message); });
}
