#!/usr/bin/env python3
"""Some 470 real files of every format: each ends as articles or as a stated reason, and the account adds up.

usage: formats.py BIN DATA    BIN: folder of the programs; DATA: folder with format-samples.tar.xz
"""
import json
import os
import subprocess
import sys
import tarfile
import tempfile

SKIPPED = 77
ENDS = (0, 1)  # all read, some rejected


def files_below(folder):
    return sorted(os.path.join(parent, name) for parent, _, names in os.walk(folder) for name in names)


def index(program, *arguments):
    """Exit status, the summary, and what was said on standard error."""
    run = subprocess.run([program, "--json", "--tag=none", *arguments], capture_output=True, text=True, errors="strict", timeout=300)
    return run.returncode, json.loads(run.stdout) if run.stdout else {}, run.stderr


def check_file(program, path, rejects):
    """What is wrong with how this file ended; None where nothing is."""
    if os.path.exists(rejects):
        os.remove(rejects)
    status, summary, _ = index(program, "--dry-run", f"--rejects={rejects}", "none", path)
    if status not in ENDS:
        return f"ended with {status}"
    with open(rejects, encoding="utf-8") as lines:
        reasons = [json.loads(line)["reason"] for line in lines]
    if not all(reasons):
        return "a reason is empty"
    articles = summary["articles_seen"] - summary["rejected"]
    return None if articles > 0 or reasons else "neither an article nor a reason"


def check_account(program, folder, scratch):
    archive = os.path.join(scratch, "archive")
    rejects = os.path.join(scratch, "all")
    status, first, _ = index(program, f"--rejects={rejects}", archive, folder)
    with open(rejects, encoding="utf-8") as lines:
        told = sum(json.loads(line)["severity"] == "rejected" for line in lines)
    ended = first["added"] + first["replaced"] + first["unchanged"] + first["older"] + first["rejected"]
    again = index(program, archive, folder)[1]
    faults = []
    if status not in ENDS:
        faults.append(f"the folder ended with {status}")
    if told != first["rejected"]:
        faults.append(f"{first['rejected']} rejected, {told} told")
    if ended < first["articles_seen"]:
        faults.append(f"{first['articles_seen']} seen, {ended} accounted for")
    if first["articles_total"] != first["added"]:
        faults.append(f"{first['added']} added, {first['articles_total']} there")
    if again["added"] or again["articles_total"] != first["articles_total"]:
        faults.append(f"a second run added {again['added']}")
    print(f"{first['articles_seen']} articles: {first['added']} added, {first['replaced']} replaced, "
          f"{first['unchanged']} unchanged, {first['older']} older, {first['rejected']} rejected")
    return faults


def main():
    binaries, data = sys.argv[1:]
    source = os.path.join(data, "format-samples.tar.xz")
    if not os.path.exists(source):
        print(f"skipped: there is no {source}")
        return SKIPPED
    program = os.path.abspath(os.path.join(binaries, "morgue-index"))
    with tempfile.TemporaryDirectory(prefix="morgue-formats-") as scratch:
        folder = os.path.join(scratch, "samples")
        with tarfile.open(source) as samples:
            samples.extractall(folder)
        os.chdir(scratch)
        paths = files_below(folder)
        faults = []
        for path in paths:
            fault = check_file(program, path, os.path.join(scratch, "rejects"))
            if fault:
                faults.append(f"{os.path.relpath(path, folder)}: {fault}")
        faults += check_account(program, folder, scratch)
    print(f"{len(paths)} files, {len(faults)} faults", *faults, sep="\n")
    return 1 if faults or len(paths) < 400 else 0


sys.exit(main())
