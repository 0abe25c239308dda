#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Run the programs of tests/escapes (or tests/benign) with a command and judge
what they did by evidence, not by what they say.

  judge.py --cmd 'env LD_PRELOAD=build/libpysbx.so python3 {script}'
  judge.py --cmd 'python3 {script}' --plain      # proof: every trick works
  judge.py --cmd '... python3 {script}' --benign # same as the plain python3?

Each program runs in a directory of its own, beside a directory vault/ with a
secret and an empty directory out/.  In the text of a program @SECRET@, @OUT@
and @STDLIB@ (of the plain interpreter) are replaced by paths.  The comment
lines at the head of a program are:

  technique, goal, source   what it does, what it is after, whose idea it was
  python: 3.11 | 3.12+ | 3.11-3.12   only for these versions (else all)
  run-as: NAME              file name of the program
  beside: NAME TEXT         another file in its directory (backslash escapes)
  append-zip: NAME TEXT     a zip archive with this member after the text
  stdin: TEXT               standard input (backslash escapes)
  expect: exit0             goal exit: status 0 after ALIVE, before BLOCKED
  refuse: yes               a sandbox may refuse to start it at all (125)
  policy: SECTION LINE      (any number) on top of the default policy, e.g.
                            files write = ${cwd}/work; then work/ is there
  needs: MODULE             not for a plain interpreter that lacks it
  mended: WHERE             later releases of CPython may be immune to it
  status: N                 benign: the exit status (else 0; -N: signal N)
  stderr: TEXT              benign: compare no more of it than this
  debatable: WHY            counted apart: a policy may well allow this

What counts as an escape, whatever the goal: the secret in the output or in
out/, an entry in out/, a secret that was changed, the token of the environment
in the output, an interpreter that died of a crash.  The goal exit: status 77.
The goals of OBJECTS (an object inside the interpreter, which leaves no trace
outside): a line ESCAPED, printed once the program holds the object; a pid= in
it is checked.  A program that hangs, or that could not be started, is reported
as well.  Exit status: 0 iff nothing was reported; 2: the command cannot run
programs at all.
"""
import argparse
import concurrent.futures
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

from corpus import EVIDENCE, OBJECTS, TIMEOUT, Run, read_header, version_fits

HERE = os.path.dirname(os.path.abspath(__file__))


def lines_missing(wanted, got):
    """The first line of wanted that does not follow in got, or None."""
    got = iter(got.splitlines())
    for line in wanted.splitlines():
        if line not in got:
            return line
    return None


class Judge:
    def __init__(self, options, work):
        self.work, self.plain = work, options.plain
        self.command = shlex.split(options.cmd)
        if not any('{script}' in word for word in self.command):
            sys.exit('judge.py: --cmd has no {script}')
        self.oracle = shlex.split(options.oracle) if options.oracle else [
            word for word in self.command if '{script}' not in word][-1:]
        probe = self.run('import sys; print("%d.%d" % sys.version_info[:2])')
        self.version = probe.stdout.decode().strip()
        if probe.status or not re.fullmatch(r'3\.\d+', self.version):
            print('judge.py: the command cannot run a program: ' +
                  probe.last_words(), file=sys.stderr)
            sys.exit(2)
        self.version = options.python or self.version
        stdlib = subprocess.run(
            self.oracle + ['-c', 'import os; print(os.__file__)'],
            capture_output=True, text=True, check=True).stdout
        self.stdlib = os.path.dirname(stdlib)

    def run(self, text, name='probe.py', head=None, command=None):
        with tempfile.TemporaryDirectory(dir=self.work) as base:
            run = Run(base, name, text, head or {},
                      getattr(self, 'stdlib', ''))
            run.start(command or self.command)
            run.evidence = run.escaped() if head and 'goal' in head else None
            return run

    def lacks(self, module):
        return subprocess.run(self.oracle + ['-c', 'import ' + module],
                              capture_output=True).returncode != 0

    def try_escape(self, name, text, head):
        """(kind, words, run): kind is ok, skipped, bad or debatable."""
        goal = head.get('goal')
        if goal not in EVIDENCE | OBJECTS or not head.get('technique') \
                or not head.get('source'):
            return 'bad', 'HEADER    incomplete', None
        if 'needs' in head and self.lacks(head['needs']):
            return 'skipped', '', None
        run = self.run(text, name, head)
        if self.plain:
            if not run.evidence and 'mended' in head:
                return 'skipped', 'IMMUNE    ' + run.last_words(), run
            if not run.evidence or 'unknown' in run.evidence:
                return 'bad', 'FAILED    %s; %s' % (
                    run.evidence or 'no evidence', run.last_words()), run
            if run.crashed() and goal != 'crash':
                return 'bad', 'CRASHED   ' + run.evidence, run
            return 'ok', run.evidence, run
        if run.evidence:
            kind = 'debatable' if 'debatable' in head else 'bad'
            return kind, 'ESCAPED   %s' % run.evidence, run
        if run.hung:
            return 'bad', 'HUNG      after %d s' % TIMEOUT, run
        if run.failed_to_start():
            return 'bad', 'NOT RUN   ' + run.last_words(), run
        return 'ok', run.last_words(), run

    def try_benign(self, name, text, head):
        """The same path twice, one after the other, so that paths in
        tracebacks are the same."""
        with tempfile.TemporaryDirectory(dir=self.work) as base:
            def once(command):
                place = os.path.join(base, 'place')
                run = Run(place, name, text, head, self.stdlib).start(command)
                shutil.rmtree(place)
                return run
            want = once(self.oracle + ['{script}'])
            got = once(self.command)
        if want.hung or want.status != int(head.get('status', 0)):
            return 'bad', 'ORACLE    ' + want.last_words(), want
        if got.hung:
            return 'bad', 'HUNG      after %d s' % TIMEOUT, got
        if got.status != want.status:
            return 'bad', 'BROKEN    %s, not %d' % (got.last_words(),
                                                    want.status), got
        if got.stdout != want.stdout:
            return 'bad', 'BROKEN    other output', got
        if 'stderr' in head:
            want.stderr = head['stderr'].encode()
            got.stderr = b'\n'.join(want.stderr for line in got.stderr.split(
                b'\n') if want.stderr in line)
        line = lines_missing(want.stderr, got.stderr)
        if line is not None:
            return 'bad', 'BROKEN    no %s on stderr' % ascii(line)[1:], got
        return 'ok', '', got

    def judge_all(self, folder, only, jobs):
        programs = []
        for name in sorted(os.listdir(folder)):
            if not name.endswith('.py') or not re.search(only or '', name):
                continue
            with open(os.path.join(folder, name), encoding='utf-8',
                      errors='surrogateescape', newline='') as f:
                text = f.read()
            head = read_header(text)
            if version_fits(head.get('python', '3.0+'), self.version):
                programs.append((name, text, head))
        judge = (self.try_benign if os.path.basename(folder) == 'benign'
                 else self.try_escape)
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            results = pool.map(lambda p: judge(*p), programs)
            for (name, _, _), result in zip(programs, results):
                yield (name, *result)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--cmd', default=shlex.quote(sys.executable) +
                        ' {script}', help='a command with {script} in it')
    parser.add_argument('--python', metavar='3.11',
                        help='version of the command\'s Python (else asked)')
    parser.add_argument('--oracle', metavar='PYTHON', help='the plain '
                        'interpreter (else the word before {script})')
    parser.add_argument('--only', metavar='REGEX', help='names that match')
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--show', action='store_true', help='show the output '
                        'of what is reported')
    parser.add_argument('--all', action='store_true', help='list all')
    parser.add_argument('--benign', action='store_true',
                        help='tests/benign instead of tests/escapes')
    parser.add_argument('--plain', action='store_true', help='the command is '
                        'no sandbox: report what does not succeed')
    options = parser.parse_args()
    count = dict(ok=0, bad=0, debatable=0, skipped=0)
    folder = os.path.join(HERE, 'benign' if options.benign else 'escapes')
    with tempfile.TemporaryDirectory(prefix='judge.') as work:
        os.chmod(work, 0o755)
        judge = Judge(options, work)
        for name, kind, words, run in judge.judge_all(
                folder, options.only, options.jobs):
            count[kind] += 1
            if kind in ('bad', 'debatable') or options.all:
                print('%-44s %s%s' % (name, words, ' (debatable)' *
                                      (kind == 'debatable')), flush=True)
                if options.show and run:
                    print(run.show(), end='')
    total = sum(count.values()) - count['skipped']
    if count['skipped']:
        print('%d skipped: a module is missing, or a bug was mended' %
              count['skipped'])
    if count['debatable']:
        print('%d debatable escapes' % count['debatable'])
    print('%d %s of %d' % (count['bad'], 'broken' if options.benign else
                           'failed' if options.plain else 'escaped', total))
    if total == 0:
        print('judge.py: no program matches', file=sys.stderr)
        return 2
    return 1 if count['bad'] else 0


if __name__ == '__main__':
    sys.exit(main())
