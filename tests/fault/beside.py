"""An archive that is read while it is written: its articles, what was committed of them, and what a
reader may see.

Articles come in groups. A run takes each group that it changes from a state to the next, as a whole:
in some states the group is deleted, in the others all its articles carry the number of the state. A
group is always in one shard, so that no search may find a mixture. Group 0 never changes."""

import json
import mmap
import os
import random
import time

from toolbox import Fault, Press

GROUPS, SIZE = 12, 5
WORDS = 160


def is_gone(state):
    return state % 5 == 4


class Table:
    """What was committed of each group, in a file that all processes map: the state that it has at
    least, and the one that it has at most, as a run that leads there has begun."""

    def __init__(self, path):
        if not os.path.exists(path):
            with open(path, "wb") as file:
                file.write(bytes(8 * GROUPS))
        with open(path, "r+b") as file:
            self.memory = mmap.mmap(file.fileno(), 8 * GROUPS)
        self.cells = memoryview(self.memory).cast("I")

    def floors(self):
        return [self.cells[2 * group] for group in range(GROUPS)]

    def ceilings(self):
        return [self.cells[2 * group + 1] for group in range(GROUPS)]

    def begin(self, group, state):
        self.cells[2 * group + 1] = state

    def end(self, group, state):
        self.cells[2 * group] = state


# ---- Articles ------------------------------------------------------------------------------

class GroupPress(Press):
    """Every other article has a tag that a tagger has found, for --retag to take out."""

    def __init__(self, seed):
        super().__init__(seed, WORDS)

    def member(self, group, number, state):
        article = self.article(group * SIZE + number, state)
        found = [{"name": "Found %d" % state, "by": "tagger"}] if number % 2 else []
        return {**article, "id": "made-%d-%d" % (group, number),
                "title": "Group %d state %d" % (group, state),
                "persons": ["Group %d" % group, *found],
                "organizations": ["State %d of %d" % (state, group)], "topics": ["beside"]}

    def write(self, path, groups):
        """`groups`: pairs of group and state."""
        with open(path, "w", encoding="utf-8") as file:
            for group, state in groups:
                for number in range(SIZE):
                    file.write(json.dumps(self.member(group, number, state)) + "\n")
        return path


# ---- What is seen --------------------------------------------------------------------------

def seen_in(articles):
    """The states of the groups in articles as JSON has them: group -> {number: state}."""
    seen = {}
    for article in articles:
        group, number = (int(part) for part in article["id"].split("-")[1:])
        word, titled, _, state = article["title"].split()
        if word != "Group" or int(titled) != group or "Group %d" % group not in names_in(article):
            raise Fault("%s is not what was given: %s" % (article["id"], article))
        if number in seen.setdefault(group, {}):
            raise Fault("%s is there twice" % article["id"])
        seen[group][number] = int(state)
    return seen


def names_in(article):
    return [person["name"] if isinstance(person, dict) else person
            for person in article.get("persons", [])]


class Judge:
    """Compares what was seen with what was committed before and begun afterwards."""

    def __init__(self, floors, ceilings):
        self.floors = floors
        self.ceilings = ceilings

    def check(self, seen, groups=range(GROUPS), whole=True):
        """`whole`: what was seen is one state of the archive; else it changed on the way. Returns
        the number of groups that were seen in more than one state."""
        mixed = 0
        for group in groups:
            members = seen.get(group, {})
            states = set(members.values())
            self.check_states(group, states)
            may_miss = self.may_be_gone(group) and (not members or not whole)
            if len(members) < SIZE and not may_miss:
                raise Fault("group %d: %d of %d articles are seen; committed: state %d to %d" % (
                    group, len(members), SIZE, self.floors[group], self.ceilings[group]))
            mixed += len(states) > 1
            if whole and len(states) > 1:
                raise Fault("group %d is seen in states %s at once" % (group, sorted(states)))
        return mixed

    def check_states(self, group, states):
        for state in states:
            if is_gone(state) or not self.floors[group] <= state <= self.ceilings[group]:
                raise Fault("group %d is seen in state %d; committed: state %d to %d" % (
                    group, state, self.floors[group], self.ceilings[group]))

    def may_be_gone(self, group):
        return any(is_gone(state)
                   for state in range(self.floors[group], self.ceilings[group] + 1))


# ---- Writing -------------------------------------------------------------------------------

class Writer:
    """Runs morgue-index on the archive, one run after the other."""

    def __init__(self, programs, folder, seed):
        self.programs = programs
        self.archive = os.path.join(folder, "archive")
        self.path = os.path.join(folder, "run.jsonl")
        self.table = Table(os.path.join(folder, "table"))
        self.press = GroupPress(seed)
        self.choice = random.Random(seed)
        self.runs = {}  # what was done -> how often
        for group in range(GROUPS):
            programs.index(self.archive, self.press.write(self.path, [(group, 0)]))

    def count(self, what):
        self.runs[what] = self.runs.get(what, 0) + 1

    def run_on(self, *arguments):
        """A run; some are killed and begun anew, which must end as if nothing had been."""
        if self.choice.random() < 0.15:
            child = self.programs.start(*arguments)
            time.sleep(self.choice.uniform(0, 0.1))
            if child.poll() is None:
                child.kill()
                self.count("killed")
            child.communicate()
        self.programs.index(*arguments)

    def change(self):
        """Takes some groups to their next states."""
        groups = self.choice.sample(range(1, GROUPS), self.choice.randint(1, 4))
        states = {group: self.table.floors()[group] + 1 for group in groups}
        gone = [group for group in groups if is_gone(states[group])]
        given = [(group, states[group]) for group in groups if group not in gone]
        options, dumps = [], []
        if gone:
            options.append("--delete=" + " OR ".join('person:="group %d"' % g for g in gone))
            self.count("deleting")
        if given:
            dumps.append(self.press.write(self.path, given))
            self.count("adding, replacing")
        if self.choice.random() < 0.1:
            options.append("--compact")
            self.count("compacting")
        for group, state in states.items():
            self.table.begin(group, state)
        self.run_on(*options, self.archive, *dumps)
        for group, state in states.items():
            self.table.end(group, state)

    def step(self, others):
        """`others`: runs that change no article, beside --compact."""
        if self.choice.random() < 0.7:
            self.change()
            return
        option = self.choice.choice(["--compact", *others])
        self.run_on(option, self.archive)
        self.count(option.lstrip("-"))
