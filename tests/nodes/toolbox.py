"""What the tests of spread archives share: machines, which are network namespaces joined by a bridge, the nodes that
run on them, and what may happen to a network.

A test runs in namespaces of its own, for the network, mounts and processes: see in_namespaces(). Names, addresses and
ports in it are nobody else's, and whatever a test leaves behind, however it ends, goes away with them."""

import functools
import json
import lzma
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.dirname(os.path.dirname(HERE))
SKIPPED = 77
INSIDE = "MORGUE_NODES_SCRATCH"
HUB = "10.77.0.254"  # the machine of who searches: the namespace of the test
PORT = 7411
PATIENCE = 20  # seconds for what comes at once
SECONDS = 120  # after which a run hangs
LOOPED = {"input": "iif", "output": "oif"}  # hooks of the packet filter; how a rule there names a device
WITH_US = ("setpriv", "--pdeathsig", "KILL")  # before a command that shall not outlive us, however we end
NEEDED = ("unshare", "setpriv", "ip", "nft", "xapian-tcpsrv")


class Fault(Exception):
    """What a test found."""


# ---- Namespaces ----------------------------------------------------------------------------------

# The shell stays and takes in orphans, as an init does. Names of machines are looked up in a hosts file of the test.
SETUP = """
mount -t tmpfs none /run
mkdir /run/netns /run/scratch
cp /etc/hosts /run/hosts
mount --bind /run/hosts /etc/hosts
ip link set lo up
ip link add hub type bridge
ip address add 10.77.0.254/24 dev hub
ip link set hub up
ip netns add tried
ip netns exec tried nft add table inet tried
ip netns delete tried
"$@"
"""


def command_inside():
    """The command before one that shall run in namespaces of its own; None where nobody may have them."""
    for mapped in ([], ["--map-root-user"]):
        command = [*WITH_US, "unshare", *mapped, "--net", "--mount", "--pid", "--fork",
                   "--kill-child", "--mount-proc", "sh", "-ec", SETUP, "sh"]
        if subprocess.run([*command, "true"], stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=SECONDS, check=False).returncode == 0:
            return command
    return None


def in_namespaces(main):
    """Runs main() in namespaces of its own; the exit status. Skips, with a word, where there are none to be had."""
    if os.environ.get(INSIDE):
        return judged(main)
    missing = [name for name in NEEDED if not shutil.which(name)]
    command = None if missing else command_inside()
    if not command:
        print("skipped: " + ("missing: " + " ".join(missing) if missing else "no namespaces are allowed here"))
        return SKIPPED
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    with subprocess.Popen([*command, sys.executable, "-B", *sys.argv],
                          env={**os.environ, INSIDE: "/run/scratch"}) as child:
        try:
            return child.wait()
        finally:
            child.kill()  # and with it everything inside


def judged(main):
    try:
        return main() or 0
    except Fault as fault:
        print("FAULT: %s" % fault, flush=True)
        return 1


def scratch(*names):
    """A path in a folder in memory that goes away with the test."""
    return os.path.join(os.environ[INSIDE], *names)


# ---- Programs ------------------------------------------------------------------------------------

ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/run"}


def run(*command, status=(0,), text=None, **more):
    """A command that has to end with one of these statuses, in time."""
    try:
        done = subprocess.run(command, input=text, capture_output=True, text=True, errors="replace", timeout=SECONDS,
                              check=False, env=ENVIRONMENT, **({} if text else {"stdin": subprocess.DEVNULL}), **more)
    except subprocess.TimeoutExpired as late:
        raise Fault("%s hangs" % " ".join(command)) from late
    if status is not None and done.returncode not in status:
        raise Fault("%s: status %d: %s" % (" ".join(command), done.returncode,
                                           done.stderr[-2000:] or done.stdout[-500:]))
    return done


class Programs:
    def __init__(self, folder):
        self.folder = os.path.abspath(folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def index(self, *arguments):
        """No tagger, unless it is asked for: it would do the same everywhere."""
        return run(self.path("morgue-index"), "--tag=none", *arguments)

    def search(self, *arguments, status=(0, 1), text=None):
        return run(self.path("morgue-search"), *arguments, status=status, text=text)

    def find(self, archive, query, *options, status=(0, 1)):
        """The object of --format=json and what stands on stderr."""
        done = self.search("--format=json", *options, archive, query, status=status)
        return json.loads(done.stdout), done.stderr


class Asker:
    """A morgue-search that stays and answers queries one by one: a handle that lives long."""

    def __init__(self, programs, archive, *options):
        self.errors = scratch("asker-%s.err" % time.monotonic_ns())
        with open(self.errors, "wb") as errors:
            self.child = subprocess.Popen([programs.path("morgue-search"), "--queries=-", *options, archive],
                                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                                          env=ENVIRONMENT)
        self.rest = b""

    def ask(self, query, seconds=PATIENCE):
        """The object of its answer, which has to come in time."""
        self.child.stdin.write(query.encode() + b"\n")
        self.child.stdin.flush()
        end = time.monotonic() + seconds
        while b"\n" not in self.rest:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.child.stdout], [], [], left)[0]:
                raise Fault("no answer in %.1f s to %s" % (seconds, query))
            piece = os.read(self.child.stdout.fileno(), 1 << 16)
            if not piece:
                raise Fault("morgue-search ended with %s at %s: %s" % (self.child.wait(), query, self.said()))
            self.rest += piece
        line, self.rest = self.rest.split(b"\n", 1)
        return json.loads(line)

    def said(self):
        with open(self.errors, encoding="utf-8", errors="replace") as file:
            return file.read()

    def holds(self):
        """(descriptors, threads, child processes, MiB that are its own) at the moment."""
        folder = "/proc/%d/" % self.child.pid
        with open(folder + "status", encoding="ascii") as file:
            kilobytes = next(int(line.split()[1]) for line in file if line.startswith("RssAnon:"))
        return (len(os.listdir(folder + "fd")), len(os.listdir(folder + "task")), len(children_of(self.child.pid)),
                kilobytes / 1024)

    def stop(self):
        """Its status, after the end of its input."""
        self.child.stdin.close()
        try:
            return self.child.wait(PATIENCE)
        except subprocess.TimeoutExpired as late:
            raise Fault("morgue-search does not end") from late
        finally:
            self.child.kill()
            self.child.wait()
            self.child.stdout.close()


def children_of(process):
    found = []
    for task in os.listdir("/proc/%d/task" % process):
        try:
            with open("/proc/%d/task/%s/children" % (process, task), encoding="ascii") as file:
                found += file.read().split()
        except FileNotFoundError:  # it has just ended
            pass
    return found


# ---- Machines and nodes --------------------------------------------------------------------------

class Machine:
    """A network namespace with an address, beside the one of the test. It has a name, too."""

    def __init__(self, number):
        self.name = "node%d" % number
        self.address = "10.77.0.%d" % number
        run("ip", "netns", "add", self.name)
        run("ip", "link", "add", "to-" + self.name, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        run("ip", "link", "set", "to-" + self.name, "master", "hub", "up")
        run("ip", "-n", self.name, "-batch", "-",
            text="address add %s/24 dev eth0\nlink set eth0 up\nlink set lo up\n" % self.address)
        with open("/etc/hosts", "a", encoding="ascii") as file:
            file.write("%s %s\n" % (self.address, self.name))

    def command(self, *command):
        return ["ip", "netns", "exec", self.name, *command]

    def start(self, *command, log, **more):
        """A process on the machine, with a process group of its own."""
        with open(log, "ab") as file:
            return subprocess.Popen(self.command(*command), stdout=file, stderr=file, start_new_session=True,
                                    env=ENVIRONMENT, **{"stdin": subprocess.DEVNULL, **more})

    def cut(self, *hooks):
        """Nothing comes in any more, nor goes out: as when the cable is pulled. Or only on one of these hooks."""
        chains = "".join("chain %s { type filter hook %s priority 0; policy drop; %s lo accept; }; " % (
            hook, hook, LOOPED[hook]) for hook in hooks or LOOPED)
        run(*self.command("nft", "-f", "-"), text="table inet cut { %s}\n" % chains)

    def heal(self, status=(0,)):
        run(*self.command("nft", "delete", "table", "inet", "cut"), status=status)

    def shape(self, *discipline):
        """What goes out and comes in passes a queue of the kernel's: see tc(8). Without arguments none any more."""
        for command, link in ((self.command("tc"), "eth0"), (["tc"], "to-" + self.name)):
            if discipline:
                run(*command, "qdisc", "replace", "dev", link, "root", *discipline)
            else:
                run(*command, "qdisc", "delete", "dev", link, "root", status=None)

    def narrow(self, rate):
        """No more than this gets through, such as 64kbit."""
        self.shape("tbf", "rate", rate, "burst", "16k", "latency", "2s")


@functools.lru_cache(maxsize=None)
def can_delay():
    """Has the kernel a queue that delays?"""
    done = run("tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms", status=None)
    if done.returncode == 0:
        run("tc", "qdisc", "delete", "dev", "lo", "root")
    return done.returncode == 0


class Node:
    """Shards that xapian-tcpsrv serves on a machine: databases, or folders of archives."""

    def __init__(self, machine, *databases, port=PORT, slowly=False):
        self.machine = machine
        self.databases = databases
        self.port = port
        self.relay = Relay(machine, port, port + 1000) if slowly else None
        self.served = port + 1000 if slowly else port  # by xapian-tcpsrv
        self.log = scratch("%s-%d.log" % (machine.name, port))
        self.child = None
        self.start()

    @property
    def line(self):
        """As a list of shards has it."""
        return "tcp %s:%d" % (self.machine.address, self.port)

    def start(self):
        with open(self.log, "wb"):
            pass
        self.child = self.machine.start("xapian-tcpsrv", "--port", str(self.served), *self.databases, log=self.log)
        self.wait()

    def wait(self):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.child.poll() is None:
            with open(self.log, encoding="utf-8", errors="replace") as file:
                if "Listening" in file.read():
                    return
            time.sleep(0.003)
        with open(self.log, encoding="utf-8", errors="replace") as file:
            raise Fault("%s does not listen: %s" % (self.line, file.read()))

    def kill(self):
        """At once, with all that it has forked: as when the machine goes down and its kernel says so."""
        if self.child:
            os.killpg(self.child.pid, signal.SIGKILL)
            self.child.wait()
            self.child = None

    def restart(self):
        self.kill()
        self.start()

    def slow(self, milliseconds):
        """Bytes take so much longer, each way; 0: no longer."""
        if not can_delay():
            self.relay.tell("delay %d" % milliseconds)
        elif milliseconds:
            self.machine.shape("netem", "delay", "%dms" % milliseconds)
        else:
            self.machine.shape()


class Relay:
    """A process that stands before a node on its machine: see relay.py."""

    def __init__(self, machine, port, target):
        self.log = scratch("%s-%d.relay" % (machine.name, port))
        self.child = machine.start(sys.executable, "-B", os.path.join(HERE, "relay.py"), str(port), str(target),
                                   log=self.log, stdin=subprocess.PIPE)
        self.said = 0
        self.wait()

    def tell(self, words):
        self.child.stdin.write(words.encode() + b"\n")
        self.child.stdin.flush()
        self.wait()

    def wait(self):
        """Until it has said that it did the next thing."""
        self.said += 1
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with open(self.log, encoding="utf-8") as file:
                told = file.read()
            if told.count("ready") >= self.said:
                return
            time.sleep(0.003)
        raise Fault("the relay does not answer: " + told)


def answers(address, port):
    """Does anybody listen there?"""
    try:
        socket.create_connection((address, port), timeout=1).close()
        return True
    except OSError:
        return False


# ---- Archives ------------------------------------------------------------------------------------

def write_list(path, *lines):
    """A spread archive of these shards."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write("# made by a test\n\n" + "".join(line + "\n" for line in lines))
    return path


def write_dump(path, lines):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines)
    return path


def first_lines(dump, count):
    """Of a dump of JSON lines, which may be packed."""
    with (lzma.open if dump.endswith(".xz") else open)(dump, "rt", encoding="utf-8") as file:
        return [line for line, _ in zip(file, range(count))]


def chunks(lines, count):
    """In so many stretches, the order kept."""
    size = -(-len(lines) // count)
    return [lines[i * size:(i + 1) * size] for i in range(count)]
