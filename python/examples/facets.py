"""Who, where and what: the names that go with a query.

    python3 facets.py ARCHIVE QUERY
"""
import sys

import morgue


def main(path: str, query: str) -> None:
    with morgue.open(path) as archive:
        results = archive.search(query, limit=0, facets=["person", "org", "location", "topic"], facet_values=5)
        print(f"{results.total} articles")
        for field, values in results.facets.items():
            print(f"\n{field}: {len(values)} of {values.distinct}; {values.without} articles have none")
            for value, count, main in values:
                about = f"  {main} about it" if main else ""
                print(f"  {count:5}  {value}{about}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: facets.py ARCHIVE QUERY")
    try:
        main(*sys.argv[1:])
    except morgue.Error as error:
        sys.exit(f"facets.py: {error}")
