# SPDX-License-Identifier: MIT
"""The ways to run a Python program: bare, pysbx's own, and what people would
use instead.  A peer that is not here, or does not get a hello through, is
left out by name."""
import os
import shlex
import shutil

from core import ENV, PROGRAMS, Absent, output

IMAGE = "localhost/pysbx-base"


class Way:
    """argv(program) and env of one way to run a program."""

    def __init__(self, name, build, env=None, ours=False):
        self.name, self.build, self.ours = name, build, ours
        self.env = dict(ENV, **(env or {}))

    def argv(self, program, *args):
        argv = list(self.build(program)) + list(args)
        path = shutil.which(argv[0])
        if not path:
            raise Absent("%s is absent" % argv[0])
        return [path] + argv[1:]

    def wait(self, program):
        """Until it can be measured: at once."""

    def policy(self, path):
        """The same way under the policy in path; as it is, if not ours."""
        if not self.ours:
            return self
        return Way(self.name, self.build,
                   dict(self.env, PYSBX_POLICY=path), True)


def own(python, library, command):
    preload = {"LD_PRELOAD": library}
    ways = [Way("bare", lambda p: [python, p]),
            Way("preload", lambda p: [python, p], preload, True)]
    if os.path.exists(command):
        ways.append(Way("pysbx run", lambda p: [command, "run", p],
                        {"PYSBX_PYTHON": python}, True))
    return ways


def others(python):
    # Podman wants its own settings and a home.
    podman_env = {key: os.environ[key] for key in (
        "HOME", "XDG_RUNTIME_DIR", "CONTAINERS_CONF", "STORAGE_DRIVER")
        if key in os.environ}
    restricted = os.path.join(PROGRAMS, "restricted.py")
    return [
        Way("bwrap", lambda p: [
            "bwrap", "--unshare-all", "--ro-bind", "/", "/", "--dev", "/dev",
            "--die-with-parent", python, p]),
        Way("firejail", lambda p: [
            "firejail", "--quiet", "--noprofile", "--net=none", python, p],
            {"HOME": os.environ.get("HOME", "/")}),
        Way("podman", lambda p: [
            "podman", "run", "--rm", "--network", "none", "--volume",
            "%s:/job:ro" % os.path.dirname(p), IMAGE, "python3",
            "/job/" + os.path.basename(p)], podman_env),
        Way("RestrictedPython", lambda p: ["/usr/bin/python3", restricted, p]),
    ]


def named(text):
    """NAME=COMMAND of the command line; {} in it stands for the program."""
    name, _, command = text.partition("=")
    if not name or "{}" not in command:
        raise SystemExit("bench: --peer wants 'NAME=COMMAND {}', not " + text)
    return Way(name, lambda p: [
        word.replace("{}", p) for word in shlex.split(command)],
        dict(os.environ))


def refuses(way, program):
    """Is it a sandbox at all?  ld.so skips a library that is not there."""
    try:
        output(way.argv(program), way.env)
        raise SystemExit("bench: %s does not refuse %s" % (way.name, program))
    except Absent:
        pass


def present(ways, hello):
    """(those that get a hello through, {name: why not})."""
    here, absent = [], {}
    for way in ways:
        try:
            text = output(way.argv(hello), way.env)
            if text != "hello\n":
                raise Absent("it prints %r" % text[:80])
            if way.ours:
                refuses(way, os.path.join(PROGRAMS, "refused.py"))
            here.append(way)
        except Absent as error:
            absent[way.name] = str(error)
    return here, absent
