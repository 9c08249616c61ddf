/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * guard.h - the border where exceptions end; private to xapian/.
 *
 * Every extern "C" function that can throw is one guard(err, lambda). The lambda throws what it
 * likes and writes its outputs last; xap_translate() makes a status of the exception.
 */
#ifndef XAPIAN_GUARD_H
#define XAPIAN_GUARD_H

#include <cstddef>
#include <cstring>
#include <string>
#include <utility>

#include <xapian.h>

#include "xap_base.h"

/* Turns the exception in flight into a status and fills *err. Only to be called in a handler. */
xap_status xap_translate(xap_error *err) noexcept;

template <typename F> xap_status guard(xap_error *err, F &&body) noexcept
{
    try {
        std::forward<F>(body)();
        return XAP_OK;
    } catch (...) {
        return xap_translate(err);
    }
}

/* The object behind a pointer that must not be NULL. */
template <typename T> T &use(T *pointer)
{
    if (pointer == nullptr)
        throw Xapian::InvalidArgumentError("NULL where an object is needed");
    return *pointer;
}

/* A C string that must not be NULL. */
inline std::string name(const char *text)
{
    return std::string(&use(text));
}

/* Bytes from C; NULL is allowed for none. */
inline std::string bytes(const char *data, std::size_t len)
{
    return len == 0 ? std::string() : std::string(&use(data), len);
}

/* The number behind an enumerator from C. It can be any number, and C++ must not read one that the
 * enum has no bits for. */
template <typename E> unsigned number_of(const E &value) noexcept
{
    static_assert(sizeof value == sizeof(unsigned), "an enum of C is an int");
    unsigned number = 0;
    std::memcpy(&number, &value, sizeof number);
    return number;
}

/* Throws for a term that no database can hold; a zero byte takes two of the 245. */
void check_term(const std::string &term);

/* A term to be written. */
inline std::string whole_term(const char *term, std::size_t len)
{
    std::string text = bytes(term, len);
    check_term(text);
    return text;
}

/* Hands out a handle. The output is looked at first, or a NULL would leak the handle. */
template <typename T> void hand_out(T **ret, T handle)
{
    T *&out = use(ret);
    out = new T(std::move(handle));
}

/* Sets an output that may be NULL. */
template <typename T, typename U> void give(T *ret, const U &value)
{
    if (ret != nullptr)
        *ret = static_cast<T>(value);
}

/* Replaces the content of a caller's buffer; throws std::bad_alloc and leaves it as it was. */
void assign(xap_string *ret, const std::string &value);

#endif
