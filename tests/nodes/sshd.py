"""An sshd on a machine of the test, with keys made on the spot, and an ssh that trusts it."""

import os
import shutil
import time

from toolbox import PATIENCE, Fault, answers, run, scratch

SERVER = """Port 22
HostKey {folder}/host
AuthorizedKeysFile {folder}/user.pub
PermitRootLogin yes
StrictModes no
UsePAM no
PidFile none
SetEnv SHLVL=1
"""  # with SHLVL bash does not read what the user has it read, who knows for how long
CLIENT = """Host *
    User root
    IdentityFile {folder}/user
    UserKnownHostsFile /dev/null
    StrictHostKeyChecking no
    LogLevel ERROR
"""
SETTINGS = "/etc/ssh/ssh_config.d"  # which ssh reads as well


def may_serve():
    """Is all there that it takes? sshd serves root only, who is the user of the test inside."""
    with open("/proc/self/uid_map", encoding="ascii") as file:
        really_root = file.read().split() == ["0", "0", "4294967295"]
    return (really_root and os.path.isdir(SETTINGS)
            and all(shutil.which(name) for name in ("ssh", "ssh-keygen", "/usr/sbin/sshd", "xapian-progsrv")))


def serve(machine):
    folder = scratch("ssh")
    os.mkdir(folder, 0o700)
    os.makedirs("/run/sshd", exist_ok=True)  # where it locks itself in
    for name in ("host", "user"):
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", os.path.join(folder, name))
    with open(os.path.join(folder, "sshd_config"), "w", encoding="ascii") as file:
        file.write(SERVER.format(folder=folder))
    run("mount", "-t", "tmpfs", "none", SETTINGS)
    with open(os.path.join(SETTINGS, "test.conf"), "w", encoding="ascii") as file:
        file.write(CLIENT.format(folder=folder))
    child = machine.start("/usr/sbin/sshd", "-D", "-e", "-f", os.path.join(folder, "sshd_config"),
                          log=os.path.join(folder, "log"))
    end = time.monotonic() + PATIENCE
    while not answers(machine.address, 22):
        if child.poll() is not None or time.monotonic() > end:
            with open(os.path.join(folder, "log"), encoding="utf-8", errors="replace") as file:
                raise Fault("sshd does not listen: " + file.read())
        time.sleep(0.01)
    return child
