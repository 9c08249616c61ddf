// SPDX-License-Identifier: GPL-2.0-or-later
//
// Merging and checking databases.

#include "guard.h"
#include "xap_tools.h"

#include <cerrno>
#include <sstream>
#include <sys/stat.h>

static bool exists(const std::string &path)
{
    struct stat status;

    return lstat(path.c_str(), &status) == 0;
}

static unsigned compact_flags(unsigned flags)
{
    const unsigned known =
        XAP_COMPACT_NO_RENUMBER | XAP_COMPACT_MULTIPASS | XAP_COMPACT_SINGLE_FILE;

    if ((flags & ~known) != 0)
        throw Xapian::InvalidArgumentError("unknown flags for merging");
    return flags | Xapian::Compactor::FULL;
}

// Xapian takes another number for the default without a word.
static int block_size_of(unsigned size)
{
    if (size != 0 && (size < 2048 || size > 65536 || (size & (size - 1)) != 0))
        throw Xapian::InvalidArgumentError("not a block size: " + std::to_string(size));
    return static_cast<int>(size);
}

// Xapian tells where it is before and after each table.
class Watch : public Xapian::Compactor
{
    bool (*go_on)(void *);
    void *user;

  public:
    Watch(bool (*asked)(void *), void *its_user) : go_on(asked), user(its_user)
    {
    }

    void set_status(const std::string &, const std::string &) override
    {
        if (go_on != nullptr && !go_on(user))
            throw Xapian::DatabaseError("stopped on request");
    }
};

static void compact(const char *const *sources, size_t n, const char *destination, unsigned flags,
                    int block_size, Watch &&watch)
{
    const std::string target = name(destination);
    Xapian::Database db;
    if (n == 0)
        throw Xapian::InvalidArgumentError("nothing to merge");
    for (size_t i = 0; i < n; i++)
        db.add_database(Xapian::Database(name((&use(sources))[i])));
    if (exists(target))
        throw Xapian::DatabaseCreateError("it is there already: " + target, EEXIST);
    db.compact(target, flags, block_size, watch);
}

extern "C" xap_status xap_compact(const char *const *sources, size_t n, const char *destination,
                                  unsigned flags, unsigned block_size, xap_error *err) noexcept
{
    static_assert(int(XAP_COMPACT_NO_RENUMBER) == Xapian::DBCOMPACT_NO_RENUMBER, "Xapian's");
    static_assert(int(XAP_COMPACT_MULTIPASS) == Xapian::DBCOMPACT_MULTIPASS, "Xapian's");
    static_assert(int(XAP_COMPACT_SINGLE_FILE) == Xapian::DBCOMPACT_SINGLE_FILE, "Xapian's");

    return guard(err, [&] {
        const unsigned all_flags = compact_flags(flags);
        const int size = block_size_of(block_size);
        compact(sources, n, destination, all_flags, size, Watch(nullptr, nullptr));
    });
}

extern "C" xap_status xap_compact_watched(const char *const *sources, size_t n,
                                          const char *destination, bool (*go_on)(void *user),
                                          void *user, xap_error *err) noexcept
{
    return guard(err, [&] {
        compact(sources, n, destination, compact_flags(0), block_size_of(0), Watch(go_on, user));
    });
}

extern "C" xap_status xap_check(const char *path, xap_string *ret_report, size_t *ret_errors,
                                xap_error *err) noexcept
{
    return guard(err, [&] {
        const std::string where = name(path);
        std::ostringstream report;
        if (!exists(where))
            throw Xapian::DatabaseNotFoundError("nothing at " + where, ENOENT);
        const size_t errors = Xapian::Database::check(where, 0, &report);
        if (ret_report != nullptr)
            assign(ret_report, report.str());
        give(ret_errors, errors);
    });
}
