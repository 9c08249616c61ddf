#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# border.sh TREE LIBRARY - checks what no compiler does about the bindings:
#   - only xapian/ (and its own tests) includes <xapian.h>, and its public headers do not;
#   - every function of the public headers is noexcept for C++, and a status must be looked at;
#   - the library defines the functions the headers declare, and no others.
set -eu
tree=$1
library=$2
failed=0

complain()
{
    echo "border: $*" >&2
    failed=1
}

cd "$tree"

for file in $(git ls-files --cached --others --exclude-standard '*.c' '*.h' '*.cc' '*.hh' '*.cpp' \
    2>/dev/null || find . -name '*.[ch]' -o -name '*.cc' | sed 's|^\./||'); do
    case $file in
    xapian/*.cc | xapian/guard.h | xapian/handles.h | tests/unit/xapian/*.cc) continue ;;
    esac
    if grep -q '^[[:space:]]*#[[:space:]]*include[[:space:]]*\([<"]xapian\.h\|<xapian/\)' "$file"; then
        complain "$file includes Xapian"
    fi
done

# One prototype a line: comments and preprocessor lines away, statements joined.
prototypes=$(cat xapian/xap_*.h | sed -e 's|/\*.*\*/||' -e '/\/\*/,/\*\//d' -e '/\\$/d' -e '/^#/d' |
    tr '\n' ' ' | tr ';' '\n' | grep -v typedef | grep -o '[A-Za-z].* \**xap_[a-z0-9_]*(.*' |
    sed 's/extern "C" {//' || true)
names=$(echo "$prototypes" | sed 's/.*[ *]\(xap_[a-z0-9_]*\)(.*/\1/' | sort)
echo "border: $(echo "$names" | wc -l) functions"

echo "$prototypes" | grep -v 'XAP_NOEXCEPT *$' && complain "without XAP_NOEXCEPT: see above"
echo "$prototypes" | grep 'xap_status xap_' | grep -v XAP_CHECKED &&
    complain "without XAP_CHECKED: see above"

defined=$(nm --defined-only "$library" 2>/dev/null | sed -n 's/.* T \(xap_.*\)/\1/p' | sort)
if [ "$names" != "$defined" ]; then
    complain "the headers and the library differ:"
    list=$(mktemp)
    printf '%s\n' "$names" >"$list"
    printf '%s\n' "$defined" | diff "$list" - >&2 || true
    rm -f "$list"
fi
exit $failed
