// SPDX-License-Identifier: GPL-2.0-or-later
//
// Databases behind a network, and reading much of one at once.

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <new>
#include <vector>

#include "guard.h"
#include "handles.h"
#include "xap_remote.h"

extern "C" xap_status xap_remote_tcp(const char *host, unsigned port, unsigned timeout_ms,
                                     unsigned connect_ms, xap_database **ret,
                                     xap_error *err) noexcept
{
    return guard(err, [&] {
        hand_out(ret, xap_database{Xapian::Remote::open(name(host), port, timeout_ms, connect_ms)});
    });
}

extern "C" xap_status xap_remote_program(const char *program, const char *arguments,
                                         unsigned timeout_ms, xap_database **ret,
                                         xap_error *err) noexcept
{
    return guard(err, [&] {
        hand_out(ret,
                 xap_database{Xapian::Remote::open(name(program), name(arguments), timeout_ms)});
    });
}

// ---- Hits as data -----------------------------------------------------------------------------

// All hits of a query, the weighting scheme and order having been set.
static Xapian::MSet all_hits(Xapian::Enquire &enquire, const Xapian::Database &db)
{
    return enquire.get_mset(0, db.get_doccount());
}

// A query, its hits by rising document number wherever they weigh the same.
static Xapian::Enquire ask(const Xapian::Database &db, const Xapian::Query &query,
                           const Xapian::Weight &weight, Xapian::termcount length = 0)
{
    Xapian::Enquire enquire(db);
    enquire.set_query(query, length);
    enquire.set_weighting_scheme(weight);
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    return enquire;
}

template <typename Number> struct pair {
    Xapian::docid docid;
    Number number;
};

// Xapian counts references without a lock, also those to its constant Query::MatchAll, which
// threads share: two that count at the same time lose one, and it is freed while it is used. So
// each search has one of its own.
static Xapian::Query all()
{
    return Xapian::Query(std::string());
}

// By rising number. A server may send anything, but whoever reads documents relies on that each
// is there once, and none that cannot be.
template <typename Number>
static void put_in_order(std::vector<pair<Number>> &pairs, const Xapian::Database &db)
{
    const auto before = [](const pair<Number> &a, const pair<Number> &b) {
        return a.docid < b.docid;
    };
    if (!std::is_sorted(pairs.begin(), pairs.end(), before))
        std::sort(pairs.begin(), pairs.end(), before);
    const auto twice = std::adjacent_find(
        pairs.begin(), pairs.end(),
        [](const pair<Number> &a, const pair<Number> &b) { return a.docid == b.docid; });
    if (!pairs.empty() && (twice != pairs.end() || pairs.front().docid == 0 ||
                           pairs.back().docid > db.get_lastdocid()))
        throw Xapian::DatabaseCorruptError("hits that cannot be");
}

// What a weight says of each document, by rising number.
template <typename Number, typename F>
static std::vector<pair<Number>> numbers_of(const Xapian::MSet &hits, const Xapian::Database &db,
                                            F &&number)
{
    std::vector<pair<Number>> pairs;
    pairs.reserve(hits.size());
    for (auto i = hits.begin(); i != hits.end(); ++i)
        pairs.push_back({*i, number(i.get_weight())});
    put_in_order(pairs, db);
    return pairs;
}

static uint32_t *array(std::size_t n)
{
    void *data = std::malloc((n + 1) * sizeof(uint32_t));
    if (data == nullptr)
        throw std::bad_alloc();
    return static_cast<uint32_t *>(data);
}

static void hand_over(xap_bulk *ret, const std::vector<pair<uint32_t>> &pairs)
{
    xap_bulk &out = use(ret);
    uint32_t *docids = array(pairs.size());
    uint32_t *numbers = nullptr;
    try {
        numbers = array(pairs.size());
    } catch (...) {
        std::free(docids);
        throw;
    }
    for (std::size_t i = 0; i < pairs.size(); i++) {
        docids[i] = pairs[i].docid;
        numbers[i] = pairs[i].number;
    }
    out = {docids, numbers, pairs.size()};
}

extern "C" void xap_bulk_free(xap_bulk *bulk) noexcept
{
    if (bulk == nullptr)
        return;
    std::free(bulk->docids);
    std::free(bulk->numbers);
    *bulk = {nullptr, nullptr, 0};
}

// What is no whole number, or too great for one, is 0.
static uint32_t whole(double number)
{
    return number > 0 && number < 4294967296.0 ? static_cast<uint32_t>(std::llround(number)) : 0;
}

// The weight "nnn" is the wdf itself: see Xapian::TfIdfWeight.
extern "C" xap_status xap_bulk_postings(const xap_database *db, const char *term, size_t len,
                                        xap_bulk *ret, xap_error *err) noexcept
{
    return guard(err, [&] {
        const Xapian::Database &base = use(db).db;
        auto enquire = ask(base, Xapian::Query(bytes(term, len)), Xapian::TfIdfWeight("nnn"));
        hand_over(ret, numbers_of<uint32_t>(all_hits(enquire, base), base, whole));
    });
}

// The part of BM25 that depends on the length alone, 2 * k2 * query length / (1 + length /
// average), tells the length: see Xapian::BM25Weight.
extern "C" xap_status xap_bulk_lengths(const xap_database *db, xap_bulk *ret,
                                       xap_error *err) noexcept
{
    return guard(err, [&] {
        constexpr Xapian::termcount query_length = 1000000;
        const Xapian::Database &base = use(db).db;
        const double average = base.get_avlength();
        auto enquire = ask(base, all(), Xapian::BM25Weight(0, 1, 0, 0, 0), query_length);
        hand_over(ret, numbers_of<uint32_t>(all_hits(enquire, base), base, [&](double weight) {
                      return weight > 0 ? whole((2.0 * query_length / weight - 1) * average) : 0;
                  }));
    });
}

static Xapian::Query phrase(const xap_phrases &phrases, std::size_t row)
{
    std::vector<std::string> terms;
    for (std::size_t i = 0; i < phrases.n_places; i++) {
        const xap_bytes &term = (&use(phrases.terms))[row * phrases.n_places + i];
        terms.push_back(bytes(term.data, term.len));
    }
    const auto op = phrases.ordered ? Xapian::Query::OP_PHRASE : Xapian::Query::OP_NEAR;
    return Xapian::Query(op, terms.begin(), terms.end(), phrases.window);
}

extern "C" xap_status xap_bulk_phrases(const xap_database *db, const xap_phrases *phrases,
                                       xap_bulk *ret, xap_error *err) noexcept
{
    return guard(err, [&] {
        const Xapian::Database &base = use(db).db;
        std::vector<Xapian::Query> rows;
        for (std::size_t row = 0; row < use(phrases).n_rows; row++)
            rows.push_back(phrase(*phrases, row));
        auto enquire = ask(base, Xapian::Query(Xapian::Query::OP_OR, rows.begin(), rows.end()),
                           Xapian::BoolWeight());
        hand_over(ret, numbers_of<uint32_t>(all_hits(enquire, base), base, whole));
    });
}

extern "C" xap_status xap_bulk_values(const xap_database *db, uint32_t slot, xap_value_fn *fn,
                                      void *data, xap_error *err) noexcept
{
    return guard(err, [&] {
        const Xapian::Database &base = use(db).db;
        auto enquire = ask(base, all(), Xapian::BoolWeight());
        enquire.set_sort_by_value(slot, false);
        const Xapian::MSet hits = all_hits(enquire, base);
        std::vector<pair<Xapian::doccount>> places;
        for (Xapian::doccount i = 0; i < hits.size(); i++)
            places.push_back({*hits[i], i});
        put_in_order(places, base);
        for (const auto &place : places) {
            const std::string value = hits[place.number].get_sort_key();
            if (!value.empty() && !use(fn)(data, place.docid, {value.data(), value.size()}))
                return;
        }
    });
}

// Each term weighs a power of two of its own, and a double holds the sum of all of them.
extern "C" xap_status xap_bulk_members(const xap_database *db, const xap_bytes *terms, size_t n,
                                       xap_member_fn *fn, void *data, xap_error *err) noexcept
{
    return guard(err, [&] {
        const Xapian::Database &base = use(db).db;
        if (n > XAP_MEMBERS_MAX)
            throw Xapian::InvalidArgumentError("too many terms at once");
        std::vector<Xapian::Query> scaled;
        for (std::size_t i = 0; i < n; i++) {
            const xap_bytes &term = (&use(terms))[i];
            scaled.push_back(Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT,
                                           Xapian::Query(bytes(term.data, term.len)),
                                           std::ldexp(1.0, static_cast<int>(i))));
        }
        auto enquire = ask(base, Xapian::Query(Xapian::Query::OP_OR, scaled.begin(), scaled.end()),
                           Xapian::CoordWeight());
        const auto found = numbers_of<uint64_t>(all_hits(enquire, base), base, [](double weight) {
            return weight > 0 && weight < 4503599627370496.0 ? static_cast<uint64_t>(weight) : 0;
        });
        for (const auto &one : found)
            if (!use(fn)(data, one.docid, one.number))
                return;
    });
}
