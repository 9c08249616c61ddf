"""What the tests of faults share: made-up articles, runs of the programs, and what an archive may
hold when a run was cut off."""

import json
import os
import random
import re
import shutil
import subprocess

SOURCE = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
SECONDS = 120  # after which a run hangs


class Fault(Exception):
    """What a test found."""


# ---- Articles ------------------------------------------------------------------------------

class Press:
    """Writes articles; the same seed writes the same."""

    def __init__(self, seed, words):
        made = random.Random(seed)
        self.seed = seed
        self.words = words
        self.vocabulary = ["".join(made.choice("abcdefghijklmnoprstuvw")
                                   for _ in range(made.randint(2, 9))) for _ in range(6000)]

    def article(self, number, version):
        made = random.Random("%s/%d/%d" % (self.seed, number, version))
        words = made.choices(self.vocabulary, k=made.randint(self.words // 2, self.words * 3 // 2))
        return {"id": "made-%d" % number,
                "title": "Number %d as of version %d" % (number, version),
                "text": " ".join(words), "date": "20%02d-%02d-11" % (number % 24, number % 12 + 1),
                "section": "gone" if number % 5 == 0 and version == 1 else "kept",
                "source": "Made Daily", "persons": [words[0], words[-1]]}


def write_dump(path, press, articles):
    with open(path, "w", encoding="utf-8") as file:
        for number, version in articles:
            file.write(json.dumps(press.article(number, version)) + "\n")
    return path


def known_by(line):
    """The number and the version of the article in a line of a dump."""
    article = json.loads(line)
    return int(article["id"].split("-")[1]), int(article["title"].split()[-1])


# ---- Programs ------------------------------------------------------------------------------

class Programs:
    def __init__(self, folder, shim=None, prefix="FAULT"):
        self.folder = folder
        self.shim = shim
        self.prefix = prefix  # of the shim's variables

    def command(self, name, *arguments):
        """No tagger: it would do the same whenever it is asked."""
        options = ["--tag=none"] if name == "morgue-index" else []
        return [os.path.join(self.folder, name), *options, *arguments]

    def environment(self, faults):
        """`faults`: what the shim is told, without the prefix of its variables."""
        named = {"%s_%s" % (self.prefix, name.upper()): str(value) for name, value in faults.items()}
        return {**os.environ, **named, **({"LD_PRELOAD": self.shim} if faults else {}),
                "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def run(self, name, *arguments, **faults):
        try:
            return subprocess.run(self.command(name, *arguments), env=self.environment(faults),
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                  errors="replace", timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired as late:
            raise Fault("%s hangs" % name) from late

    def start(self, *arguments, **faults):
        return subprocess.Popen(self.command("morgue-index", *arguments),
                                env=self.environment(faults), stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def index(self, *arguments):
        done = self.run("morgue-index", *arguments)
        if done.returncode:
            raise Fault("morgue-index %s: %d: %s" % (
                " ".join(arguments), done.returncode, done.stderr))
        return done.stdout

    def dump(self, archive):
        """Its articles: number -> (version, line)."""
        done = self.run("morgue-search", "--dump", archive)
        if done.returncode and (done.returncode != 1 or done.stderr):  # 1: it is empty
            raise Fault("the archive cannot be read: %d: %s" % (done.returncode, done.stderr))
        articles = {}
        for line in done.stdout.splitlines():
            number, version = known_by(line)
            if number in articles:
                raise Fault("made-%d is there twice" % number)
            articles[number] = (version, line)
        return articles


# ---- Archives ------------------------------------------------------------------------------

def listed_shards(archive):
    """The shards of the manifest; None where there is no manifest yet."""
    try:
        with open(os.path.join(archive, "morgue.manifest"), encoding="ascii") as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        return None
    if not lines or lines[-1] != "end":
        raise Fault("the manifest is cut off")
    return [line.split()[1] for line in lines if line.startswith("shard ")]


def stub_shards(archive):
    with open(os.path.join(archive, "XAPIANDB"), encoding="ascii") as file:
        return [line.removeprefix("auto ").rstrip("\n") for line in file]


def check_sound(programs, archive):
    """The archive opens and every shard in it is whole."""
    programs.index("--stats", archive)
    for shard in listed_shards(archive):
        done = subprocess.run(["xapian-check", os.path.join(archive, shard)], capture_output=True,
                              text=True, errors="replace", timeout=SECONDS, check=False)
        if done.returncode or "No errors found" not in done.stdout:
            raise Fault("xapian-check %s: %s" % (shard, (done.stdout + done.stderr)[-2000:]))


def check_nothing_left(archive):
    """Nor lacks it anything: what Xapian's tools see is what the manifest lists."""
    expected = {"morgue.manifest", "morgue.lock", "morgue.commit", "XAPIANDB", *listed_shards(archive)}
    left = {name for name in set(os.listdir(archive)) - expected
            if not re.fullmatch(r"morgue\.dictionary\.[0-9a-f]{8}", name)}
    if left:
        raise Fault("left in the archive: " + " ".join(sorted(left)))
    if stub_shards(archive) != listed_shards(archive):
        raise Fault("XAPIANDB lists other shards than the manifest")


def check_lines(articles, genuine):
    """No article is half: each is one of those that were ever given."""
    for number, (version, line) in articles.items():
        if genuine.get((number, version)) != line:
            raise Fault("made-%d is not what was given: %s" % (number, line[:200]))


def genuine_lines(programs, press, folder, articles):
    """What the dump says of each article and version, indexed at leisure: one archive a version."""
    lines = {}
    for version in sorted({version for _, version in articles}):
        archive = os.path.join(folder, "version-%d" % version)
        dump = write_dump(archive + ".jsonl", press,
                          sorted(pair for pair in set(articles) if pair[1] == version))
        programs.index("--jobs=1", archive, dump)
        for number, (_, line) in programs.dump(archive).items():
            lines[number, version] = line
        shutil.rmtree(archive)
    return lines


def knows_option(programs, *arguments):
    """Is the first option one that morgue-index has, and does the run end well?"""
    name = arguments[0].split("=")[0]
    return (name in programs.run("morgue-index", "--help").stdout
            and programs.run("morgue-index", *arguments).returncode == 0)


# ---- Scenarios -----------------------------------------------------------------------------

class Scenario:
    """A run of morgue-index on an archive that was made before.

    `steps` are the articles in the order in which the run takes them, as (number, version);
    `deleted` are the numbers that it deletes before. `base` maps the numbers that were there to
    (shard, version)."""

    writes = True  # to the archive, and so clears away what a crash has left there

    def __init__(self, name, base_archive, base, options, steps, deleted=(), dumps=()):
        self.name = name
        self.base_archive = base_archive
        self.base = base
        self.options = options
        self.steps = steps
        self.deleted = set(deleted)
        self.dumps = list(dumps)
        self.result = None  # number -> (version, line), when the run was not disturbed
        self.histories = self.make_histories()

    def make_histories(self):
        """For each group of articles that are written together, and each article in it: the states
        that it goes through, as (step, version or None)."""
        new = len({shard for shard, _ in self.base.values()}) + 1
        groups = {}
        for number, (shard, version) in self.base.items():
            groups.setdefault(shard, {})[number] = [(0, version)]
        for number in self.deleted:
            groups[self.base[number][0]][number].append((1, None))
        for step, (number, version) in enumerate(self.steps, 2):
            group = groups.setdefault(self.base.get(number, (new,))[0], {})
            group.setdefault(number, [(0, None)]).append((step, version))
        return groups

    def arguments(self, archive):
        return [*self.options, archive, *self.dumps]

    def lay_out(self, archive):
        shutil.rmtree(archive, ignore_errors=True)
        if self.base_archive:
            shutil.copytree(self.base_archive, archive)

    def is_as_before(self, archive):
        """Has the run left the archive as it was, where that need not be sound?"""
        return False

    def check_besides(self, programs, archive, done):
        """What the run makes beside the archive; `done`: it has to be there."""

    def clear(self, archive):
        """Takes away what stands in the way of the same run."""

    def progress(self, articles):
        """For each group, the stretch of steps [low, high) at which it may have been cut off. An
        exception if there is none: then something earlier is missing that something later has."""
        stretches = {}
        for group, histories in sorted(self.histories.items()):
            low, high = 0, len(self.steps) + 3
            for number, history in histories.items():
                begin, end = self.stretch(number, history, articles)
                low, high = max(low, begin), min(high, end)
                if low >= high:
                    raise Fault("shard %d: made-%d is not as of steps %d to %d" % (
                        group, number, low, high))
            stretches[group] = (low, high)
        return stretches

    def stretch(self, number, history, articles):
        version = articles.get(number, (None,))[0]
        for i, (step, state) in enumerate(history):
            if state == version:
                return step, history[i + 1][0] if i + 1 < len(history) else len(self.steps) + 3
        raise Fault("made-%d has version %s, which was never given" % (number, version))

    def check_order(self, stretches):
        """Shards are committed in their order, and the manifest last: a later group is never ahead
        of an earlier one."""
        needed = 0
        for group in sorted(stretches, reverse=True):
            low, high = stretches[group]
            needed = max(needed, low)
            if needed >= high:
                raise Fault("shard %d, at steps %d to %d, is behind one that comes after it: %s" % (
                    group, low, high, stretches))

    def check_state(self, articles, genuine):
        check_lines(articles, genuine)
        foreign = set(articles) - {number for group in self.histories.values() for number in group}
        if foreign:
            raise Fault("articles from nowhere: %s" % sorted(foreign)[:5])
        return self.progress(articles)

    def check_result(self, articles):
        if articles != self.result:
            wrong = [number for number in set(articles) | set(self.result)
                     if articles.get(number) != self.result.get(number)]
            raise Fault("%d articles are not as in a run that was never cut off: made-%d" % (
                len(wrong), min(wrong)))


def check_left(programs, scenario, archive, genuine):
    """What a run that was cut off has left. Returns how far each group has come, as progress() does;
    None where there is nothing to ask yet."""
    if not os.path.exists(archive) or listed_shards(archive) is None:
        if scenario.base_archive:
            raise Fault("the manifest is gone")
        return None
    scenario.check_besides(programs, archive, False)
    if scenario.is_as_before(archive):
        return None
    check_sound(programs, archive)
    stretches = scenario.check_state(programs.dump(archive), genuine)
    scenario.check_order(stretches)
    return stretches


def check_repeated(programs, scenario, archive):
    """The same run once more gives what it gives when nothing disturbs it."""
    scenario.clear(archive)
    programs.index(*scenario.arguments(archive))
    check_sound(programs, archive)
    scenario.check_result(programs.dump(archive))
    scenario.check_besides(programs, archive, True)
    if scenario.writes:
        check_nothing_left(archive)


class Snapshot(Scenario):
    """Copies the archive into a folder beside it: that is the whole archive, or none yet."""

    writes = False

    def arguments(self, archive):
        return ["--snapshot=" + archive + ".copy", archive]

    def lay_out(self, archive):
        super().lay_out(archive)
        self.clear(archive)

    def clear(self, archive):
        shutil.rmtree(archive + ".copy", ignore_errors=True)

    def check_besides(self, programs, archive, done):
        copy = archive + ".copy"
        if not done and (not os.path.exists(copy) or listed_shards(copy) is None):
            return
        check_sound(programs, copy)
        self.check_result(programs.dump(copy))


class Mending(Scenario):
    """Rebuilds an archive of which a table is gone that no article needs."""

    def lay_out(self, archive):
        super().lay_out(archive)
        os.remove(os.path.join(archive, "shard-000001", "termlist.glass"))

    def is_as_before(self, archive):
        shard = os.path.join(archive, "shard-000001")
        return (listed_shards(archive) == listed_shards(self.base_archive)
                and set(os.listdir(shard)) == set(os.listdir(
                    os.path.join(self.base_archive, "shard-000001"))) - {"termlist.glass"})


class Library:
    """The archives and dumps that scenarios begin with, in a folder."""

    def __init__(self, programs, folder, seed, count, words):
        self.programs = programs
        self.folder = folder
        self.count = count
        self.press = Press(seed, words)
        self.choice = random.Random(seed)
        self.base = {}
        self.archive = os.path.join(folder, "base")
        for shard in (1, 2):
            numbers = range((shard - 1) * count, shard * count)
            self.base.update({number: (shard, 1) for number in numbers})
            programs.index("--jobs=1", self.archive, self.dump("base-%d" % shard,
                                                               [(n, 1) for n in numbers]))
        if len(listed_shards(self.archive)) != 2:
            raise Fault("the archive to begin with should have two shards: write more articles")

    def dump(self, name, steps):
        return write_dump(os.path.join(self.folder, name + ".jsonl"), self.press, steps)

    def on_base(self, name, steps, *options, deleted=(), kind=Scenario):
        dumps = [self.dump(name, steps)] if steps else []
        return kind(name, self.archive, self.base, options, steps, deleted, dumps)

    def from_nothing(self, name, steps, *options):
        return Scenario(name, None, {}, options, steps, (), [self.dump(name, steps)])

    def fresh(self, count, begin=2):
        return [(number, 1) for number in range(begin * self.count, begin * self.count + count)]

    def gone(self):
        return [number for number in self.base if number % 5 == 0]

    def mixed(self, count):
        """New articles among updates of old ones, of which some are updated twice."""
        old = self.choice.sample(sorted(self.base), count)
        steps = self.fresh(self.count) + [(number, 2) for number in old]
        self.choice.shuffle(steps)
        return steps + [(number, 3) for number in old[:count // 10]]

    def scenarios(self):
        n = self.count
        twice = self.fresh(n) + [(number, 2) for number, _ in self.fresh(n)[:n // 10]]
        back = [(number, 2) for number in self.gone()]
        return [
            self.from_nothing("to nothing", self.fresh(n + n // 2), "--jobs=2"),
            self.from_nothing("to nothing in little memory", self.fresh(2 * n), "--memory=2M",
                              "--jobs=1"),
            self.on_base("adding", twice, "--jobs=2"),
            self.on_base("adding in little memory", self.fresh(3 * n), "--memory=2M", "--jobs=2"),
            self.on_base("replacing", self.mixed(n // 2), "--jobs=2"),
            self.on_base("replacing in little memory", self.mixed(n // 2), "--memory=2M",
                         "--jobs=1"),
            self.on_base("deleting", [], "--delete=section:gone", deleted=self.gone()),
            self.on_base("deleting and adding again", back + self.fresh(n),
                         "--delete=section:gone", "--jobs=1", deleted=self.gone()),
            self.on_base("adding few", self.fresh(9) + [(1, 2), (n + 1, 2), (2, 2)], "--jobs=1"),
            self.on_base("compacting", [], "--compact"),
            self.on_base("replacing, deleting and compacting", back + self.fresh(n // 2),
                         "--delete=section:gone", "--compact", "--jobs=2", deleted=self.gone()),
            *self.maintenance(),
        ]

    def maintenance(self):
        """What morgue-index may not know yet."""
        whole = [self.on_base("rebuilding", [], "--rebuild"),
                 self.on_base("rebuilding a damaged one", [], "--rebuild", kind=Mending),
                 self.on_base("snapshot", [], kind=Snapshot)]
        return [scenario for scenario in whole if self.works(scenario)]

    def works(self, scenario):
        """Is the run's option there, and more than a word?"""
        archive = os.path.join(self.folder, "tried")
        scenario.lay_out(archive)
        works = knows_option(self.programs, *scenario.arguments(archive))
        scenario.clear(archive)
        shutil.rmtree(archive)
        return works

    def genuine(self, scenarios):
        """The lines of all articles that these scenarios may leave."""
        steps = [step for scenario in scenarios for step in scenario.steps]
        steps += [(number, 1) for number in self.base]
        return genuine_lines(self.programs, self.press, self.folder, steps)


# ---- Mounts --------------------------------------------------------------------------------

def inside(script):
    """The command that runs a script of the shell where it may mount; None where nobody may."""
    for command in (["unshare", "-m", "sh", "-ec"], ["unshare", "-rm", "sh", "-ec"]):
        try:
            tried = subprocess.run([*command, "mount -t tmpfs -o size=64k none /mnt"],
                                   stdin=subprocess.DEVNULL, capture_output=True, check=False,
                                   timeout=SECONDS)
        except FileNotFoundError:
            return None
        if tried.returncode == 0:
            return [*command, script, "sh"]
    return None
