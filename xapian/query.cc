// SPDX-License-Identifier: GPL-2.0-or-later
//
// Queries.

#include "guard.h"
#include "handles.h"
#include "xap_search.h"

#include <cmath>
#include <vector>

// Rows in the order of xap_op.
static const Xapian::Query::op operators[] = {
    Xapian::Query::OP_AND,  Xapian::Query::OP_OR,        Xapian::Query::OP_AND_NOT,
    Xapian::Query::OP_XOR,  Xapian::Query::OP_AND_MAYBE, Xapian::Query::OP_FILTER,
    Xapian::Query::OP_NEAR, Xapian::Query::OP_PHRASE,    Xapian::Query::OP_SYNONYM,
    Xapian::Query::OP_MAX,  Xapian::Query::OP_ELITE_SET,
};

static_assert(sizeof operators / sizeof operators[0] == XAP_OP_ELITE_SET + 1, "a row per operator");

static Xapian::Query::op operator_of(unsigned row)
{
    if (row >= sizeof operators / sizeof operators[0])
        throw Xapian::InvalidArgumentError("no such operator");
    return operators[row];
}

// Rows in the order of xap_limit.
static int limit_of(unsigned row)
{
    static const int limits[] = {Xapian::Query::WILDCARD_LIMIT_ERROR,
                                 Xapian::Query::WILDCARD_LIMIT_FIRST,
                                 Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT};

    if (row >= sizeof limits / sizeof limits[0])
        throw Xapian::InvalidArgumentError("no such limit for a wildcard");
    return limits[row];
}

extern "C" void xap_query_free(xap_query *q) noexcept
{
    delete q;
}

extern "C" xap_status xap_query_copy(const xap_query *q, xap_query **ret, xap_error *err) noexcept
{
    return guard(err, [&] { hand_out(ret, xap_query{use(q).query}); });
}

extern "C" xap_status xap_query_term(const char *term, size_t len, uint32_t wqf, xap_query **ret,
                                     xap_error *err) noexcept
{
    return guard(err, [&] { hand_out(ret, xap_query{Xapian::Query(bytes(term, len), wqf)}); });
}

extern "C" xap_status xap_query_all(xap_query **ret, xap_error *err) noexcept
{
    return guard(err, [&] { hand_out(ret, xap_query{Xapian::Query(std::string())}); });
}

extern "C" xap_status xap_query_none(xap_query **ret, xap_error *err) noexcept
{
    return guard(err, [&] { hand_out(ret, xap_query{Xapian::Query()}); });
}

extern "C" xap_status xap_query_combine(xap_op op, const xap_query *const *subs, size_t n,
                                        unsigned window, xap_query **ret, xap_error *err) noexcept
{
    return guard(err, [&] {
        std::vector<Xapian::Query> parts;
        parts.reserve(n);
        for (size_t i = 0; i < n; i++)
            parts.push_back(use((&use(subs))[i]).query);
        hand_out(ret, xap_query{Xapian::Query(operator_of(number_of(op)), parts.begin(),
                                              parts.end(), window)});
    });
}

extern "C" xap_status xap_query_scale(const xap_query *q, double factor, xap_query **ret,
                                      xap_error *err) noexcept
{
    return guard(err, [&] {
        if (!std::isfinite(factor))
            throw Xapian::InvalidArgumentError("the factor is not a number");
        hand_out(ret,
                 xap_query{Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, use(q).query, factor)});
    });
}

extern "C" xap_status xap_query_value_range(uint32_t slot, const char *from, size_t from_len,
                                            const char *to, size_t to_len, xap_query **ret,
                                            xap_error *err) noexcept
{
    return guard(err, [&] {
        hand_out(ret, xap_query{Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot,
                                              bytes(from, from_len), bytes(to, to_len))});
    });
}

extern "C" xap_status xap_query_value_ge(uint32_t slot, const char *from, size_t len,
                                         xap_query **ret, xap_error *err) noexcept
{
    return guard(err, [&] {
        hand_out(ret, xap_query{Xapian::Query(Xapian::Query::OP_VALUE_GE, slot, bytes(from, len))});
    });
}

extern "C" xap_status xap_query_value_le(uint32_t slot, const char *to, size_t len, xap_query **ret,
                                         xap_error *err) noexcept
{
    return guard(err, [&] {
        hand_out(ret, xap_query{Xapian::Query(Xapian::Query::OP_VALUE_LE, slot, bytes(to, len))});
    });
}

extern "C" xap_status xap_query_wildcard(const char *prefix, size_t len, uint32_t max_expansion,
                                         xap_limit limit, xap_op joined_by, xap_query **ret,
                                         xap_error *err) noexcept
{
    return guard(err, [&] {
        hand_out(ret, xap_query{Xapian::Query(Xapian::Query::OP_WILDCARD, bytes(prefix, len),
                                              max_expansion, limit_of(number_of(limit)),
                                              operator_of(number_of(joined_by)))});
    });
}

extern "C" xap_status xap_query_describe(const xap_query *q, xap_string *ret,
                                         xap_error *err) noexcept
{
    return guard(err, [&] { assign(ret, use(q).query.get_description()); });
}
