"""morgue._native against the headers: structs, enums, functions. It fails when one of them changes."""

import ctypes
import re
import unittest
from ctypes import POINTER, c_char_p, c_void_p

import header
import morgue
from morgue import _native as native

STRUCTS = {"morgue_" + re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower(): kind
           for name, kind in vars(native).items()
           if isinstance(kind, type) and issubclass(kind, ctypes.Structure) and kind is not native.Struct}
STRUCTS["morgue_error"] = STRUCTS.pop("morgue_failure")
NUMBERS = {"void": None, "bool": ctypes.c_bool, "char": ctypes.c_char, "int": ctypes.c_int,
           "unsigned": ctypes.c_uint, "double": ctypes.c_double, "size_t": ctypes.c_size_t,
           "int64_t": ctypes.c_int64, "uint32_t": ctypes.c_uint32, "uint64_t": ctypes.c_uint64}
OPAQUE = {"void"} | {f"morgue_{name}" for name in ("archive", "article", "changes", "reader", "results",
                                                   "walk", "writer")}

# The words of the bindings, and the enumerators that they stand for, where these are not the same.
ENUMS = {
    "morgue_status": (native.STATUSES, None),
    "morgue_field_id": (native.FIELDS, {"version": "REVISION"}),
    "morgue_origin": (native.ORIGINS, {"dump": "GIVEN"}),
    "morgue_tagging": (native.TAGGINGS, {word: f"TAG_{word.upper()}" for word in native.TAGGINGS}),
    "morgue_outcome": (native.OUTCOMES, None),
    "morgue_severity": (native.SEVERITIES, None),
    "morgue_date_order": (native.DATE_ORDERS, {"auto": "DATES_AUTO", "day": "DAY_FIRST", "month": "MONTH_FIRST"}),
    "morgue_sort": (native.SORTS, {"relevance": "BY_RELEVANCE", "newest": "NEWEST_FIRST", "oldest": "OLDEST_FIRST"}),
    "morgue_period": (native.PERIODS, {"": "NO_TIMELINE", **{word: f"BY_{word.upper()}" for word in native.PERIODS
                                                             if word}}),
    "morgue_reading": (native.READINGS, {word: f"READ_{word.upper()}" for word in native.READINGS}),
}


class Comparison:
    """Collects what is not as the header has it."""

    def __init__(self, text):
        self.text = text
        self.structs, self.enums = header.structs(text), header.enums(text)
        self.sizes, self.members, self.numbers = header.measured(text)
        self.problems = []

    def expect(self, what, found, expected):
        if found != expected:
            self.problems.append(f"{what}: {found}, the header has {expected}")

    def ctypes_of(self, c_type):
        """The ctypes that may stand for a type of C."""
        array = re.fullmatch(r"(.*?)\[\w+\]", c_type)
        if array:
            return [(kind,) for kind in self.ctypes_of(array[1])]
        if c_type in NUMBERS:
            return [NUMBERS[c_type]]
        if c_type in self.enums:
            return [ctypes.c_int]
        if c_type in STRUCTS:
            return [STRUCTS[c_type]]
        if c_type == "char*":
            return [c_char_p, c_void_p]
        if c_type.endswith("*") and c_type[:-1] in OPAQUE:
            return [c_void_p]
        if c_type.endswith("*"):
            return [POINTER(self.ctypes_of(c_type[:-1])[0])]
        return [f"{c_type}, which is not known"]

    def fits(self, kind, c_type):
        """Is it the right thing of ctypes for a type of C?"""
        if isinstance(c_type, tuple):
            return issubclass(kind, ctypes._CFuncPtr) and self.function_fits(
                (kind._restype_, *kind._argtypes_), c_type)
        return (kind in self.ctypes_of(c_type)
                or isinstance(kind, type) and issubclass(kind, ctypes.Array)
                and (kind._type_,) in self.ctypes_of(c_type))

    def function_fits(self, row, c_type):
        return (self.fits(row[0], c_type[0]) and len(row) - 1 == len(c_type[1])
                and all(map(self.fits, row[1:], c_type[1])))

    def compare_structs(self):
        self.expect("structs", sorted(STRUCTS), sorted(self.structs))
        for name in STRUCTS.keys() & self.structs.keys():
            kind = STRUCTS[name]
            members = [member for _, member in self.structs[name]]
            self.expect(f"members of {name}", [member for member, *_ in kind._fields_], members)
            self.expect(f"size of {name}", ctypes.sizeof(kind), self.sizes[name][0])
            for (member, member_kind), (c_type, _) in zip(kind._fields_, self.structs[name]):
                at = getattr(kind, member)
                self.expect(f"{name}.{member}", (at.offset, at.size), self.members.get(f"{name}.{member}"))
                if not self.fits(member_kind, c_type):
                    self.problems.append(f"{name}.{member}: {member_kind} is no {c_type}")

    def compare_enums(self):
        for name in self.enums.keys() - {""} | ENUMS.keys():
            words, other = ENUMS.get(name, ((), None))
            expected = [f"MORGUE_{(other or {}).get(word, word.upper())}" for word in words]
            found = [one for one in self.enums.get(name, []) if not one.endswith("_COUNT")]
            self.expect(name, expected, found)
            self.expect(f"numbers of {name}", list(range(len(words))), [self.numbers[one][0] for one in found])
        self.expect("facets", native.FACETS_MAX, self.numbers["MORGUE_FACETS_MAX"][0])

    def compare_functions(self):
        table = {f"morgue_{name}": row for name, row in {**native.QUICK, **native.SLOW}.items()}
        declared = header.functions(self.text)
        self.expect("functions", sorted(table), sorted(declared))
        for name in table.keys() & declared.keys():
            if not self.function_fits(table[name], declared[name]):
                self.problems.append(f"{name}: {table[name]} is no {declared[name]}")


def differences(text):
    comparison = Comparison(text)
    comparison.compare_structs()
    comparison.compare_enums()
    comparison.compare_functions()
    return comparison.problems


class Layout(unittest.TestCase):
    maxDiff = None

    def test_as_the_headers_say(self):
        self.assertEqual(differences(header.preprocessed()), [])

    def test_rows(self):
        """What is filled from a struct, member by member, has the same ones in the same order."""
        for kind in (morgue.Bucket, morgue.Damage, morgue.Facet, morgue.FileReport, morgue.Found, morgue.Missing,
                     morgue.Problem, morgue.Reason, morgue.Rebuilt, morgue.Shard, morgue.Stats, morgue.Step,
                     morgue.Summary, morgue.Verdict):
            with self.subTest(kind):
                members = [name for name, _ in getattr(native, kind.__name__)._fields_ if name != "reserved"]
                self.assertEqual([{"start": "from"}.get(name, name) for name in kind._fields], members)
        members = [name for name, _ in native.SnapshotFacts._fields_]
        self.assertEqual([*morgue.Snapshot._fields, "reserved"], members)

    def test_what_changes_is_noticed(self):
        text = header.preprocessed()
        for old, new in (
                ("uint64_t tagged;", "uint64_t tagged; uint64_t more;"),
                ("uint32_t start;\n", ""),
                ("char earliest[32];", "char earliest[40];"),
                ("bool starts_late;\n    bool ends_early;", "bool ends_early;\n    bool starts_late;"),
                ("double weight;", "uint64_t weight;"),
                ("MORGUE_NEWEST_FIRST,\n    MORGUE_OLDEST_FIRST", "MORGUE_OLDEST_FIRST,\n    MORGUE_NEWEST_FIRST"),
                ("MORGUE_OLDER", "MORGUE_OLDER, MORGUE_OTHER"),
                ("MORGUE_FACETS_MAX = 16", "MORGUE_FACETS_MAX = 17"),
                ("bool (*go_on)(void *user);", "bool (*go_on)(void *user, int more);"),
                ("int64_t offset;\n} morgue_error;", "int64_t offset; int64_t line;\n} morgue_error;"),
                ("morgue_results_undated(const morgue_results *results)",
                 "morgue_results_undated(const morgue_results *results, size_t i)"),
                ("uint64_t morgue_results_total(", "uint32_t morgue_results_total("),
                ("void morgue_archive_free(", "void morgue_archive_gone(")):
            with self.subTest(new):
                self.assertTrue(old in text, old)
                self.assertNotEqual(differences(text.replace(old, new)), [])

    def test_version(self):
        text = (header.ROOT / "include/morgue.h").read_text()
        version = re.search(r'^#define MORGUE_VERSION +"(.*)"$', text, re.M)[1]
        self.assertEqual(morgue.__version__, version)
        self.assertEqual(morgue.version(), version)

    def test_missing_functions(self):
        call = native._missing("morgue_of_tomorrow")
        with self.assertRaisesRegex(NotImplementedError, r"no morgue_of_tomorrow\(\): install a later one"):
            call(1, 2)


if __name__ == "__main__":
    unittest.main()
