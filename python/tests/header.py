"""What the C headers declare: structs, enums and functions, read from the preprocessed morgue.h; and a C
compiler's word on where members lie and what enumerators are."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMPILER = os.environ.get("CC", "cc")


def preprocessed():
    """morgue.h and what it includes, without comments and macros."""
    return subprocess.run([COMPILER, "-E", "-P", "-DMORGUE_API=", "-I", ROOT / "include", "-xc", "-"],
                          input="#include <stdio.h>\n#include <morgue.h>\n", check=True, capture_output=True,
                          text=True).stdout.replace("_Bool", "bool")


def _parameters(text):
    """Splits at the commas that are outside brackets; gives type and name of each."""
    parts = re.split(r",(?![^()]*\))", text)
    return [] if text.strip() == "void" else [_declaration(part) for part in parts]


def _declaration(text):
    """("uint32_t", "limit"), ("char[16]", "from"), (("bool", ["void*", "uint64_t"]), "progress")."""
    text = " ".join(text.split())
    pointer = re.fullmatch(r"(.*?)\(\*(\w+)\)\((.*)\)", text)
    if pointer:
        return _function_type(pointer[1], pointer[3]), pointer[2]
    plain = re.fullmatch(r"(.*?)(\w+)(\[.*\])?", text)
    return _type(plain[1]) + (plain[3] or ""), plain[2]


def _type(text):
    return re.sub(r"\b(const|struct|enum)\b|\s", "", text)


def _function_type(result, arguments):
    return _type(result), [kind for kind, _ in _parameters(arguments)]


def structs(text):
    """{name: [(type, member), ...]} of the structs whose members are public."""
    found = re.findall(r"typedef struct (morgue_\w+) \{(.*?)\} \1;", text, re.S)
    return {name: [_declaration(member) for member in body.split(";") if member.strip()]
            for name, body in found}


def enums(text):
    """{name: [enumerator, ...]}; what has no name is under ""."""
    found = {}
    for name, body in re.findall(r"(?:typedef )?enum (morgue_\w+ )?\{([^}]*MORGUE_[^}]*)\}", text):
        names = re.findall(r"\b(MORGUE_\w+)\s*(?:=[^,]*)?(?:,|$)", body.strip())
        found.setdefault(name.strip(), []).extend(names)
    return found


def functions(text):
    """{name: (result, [argument, ...])}"""
    found = re.findall(r"^\s*([\w ]+[\s*]+?)(morgue_\w+)\((.*?)\);", text, re.S | re.M)
    return {name: _function_type(result, arguments) for result, name, arguments in found
            if "typedef" not in result}


def measured(text):
    """What the compiler makes of it: {"sizes": {struct: size}, "members": {"struct.member": [offset,
    size]}, "numbers": {enumerator: number}}."""
    rows = [f'    printf("S {name} %zu 0\\n", sizeof({name}));' for name in structs(text)]
    rows += [f'    printf("M {name}.{member} %zu %zu\\n", __builtin_offsetof({name}, {member}),'
             f' sizeof((({name} *)0)->{member}));'
             for name, members in structs(text).items() for _, member in members]
    rows += [f'    printf("N {name} %d 0\\n", (int){name});' for names in enums(text).values() for name in names]
    program = "\n".join(["#define bool _Bool", text, "int main(void)", "{", *rows, "}", ""])
    with tempfile.TemporaryDirectory() as folder:
        source, binary = Path(folder, "layout.c"), Path(folder, "layout")
        source.write_text(program)
        subprocess.run([COMPILER, "-std=gnu11", "-w", "-o", binary, source], check=True)
        lines = subprocess.run([binary], check=True, capture_output=True, text=True).stdout.split("\n")
    found = {"S": {}, "M": {}, "N": {}}
    for kind, name, first, second in (line.split() for line in lines if line):
        found[kind][name] = (int(first), int(second))
    return found["S"], found["M"], found["N"]
