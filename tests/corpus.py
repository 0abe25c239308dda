# SPDX-License-Identifier: MIT
"""One program of the corpora (see judge.py): what its head says, one run of it
in a directory of its own, and what that run left behind as evidence."""
import io
import os
import re
import secrets
import signal
import subprocess
import tempfile
import zipfile

TIMEOUT = 10
EVIDENCE = {'read-secret', 'write-file', 'exec-command', 'exit', 'env',
            'crash'}
OBJECTS = {'import', 'builtins', 'globals', 'closure', 'frames', 'code',
           'subclasses', 'bend', 'leak'}
CRASHES = {signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE,
           signal.SIGABRT}
KEYS = {'technique', 'goal', 'source', 'python', 'run-as', 'beside',
        'append-zip', 'stdin', 'expect', 'policy', 'refuse', 'needs', 'mended',
        'status', 'stderr', 'debatable'}
HEADER = re.compile(r'#\s*([a-z-]+):\s*(.*)')


def read_header(text):
    head = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith('#'):
            break
        match = HEADER.match(line)
        if match and match[1] in KEYS:
            if match[1] == 'policy':
                head.setdefault('policy', []).append(match[2].strip())
            else:
                head.setdefault(match[1], match[2].strip())
    return head


def write_policy(lines):
    text = 'include = default\n'
    for line in lines:
        section, _, rest = line.partition(' ')
        text += '[%s]\n%s\n' % (section, rest)
    return text.encode()


def unescape(text):
    return text.encode('latin-1', 'backslashreplace').decode('unicode_escape')


def version_fits(rule, version):
    """rule: "3.11", "3.12+", "3.11-3.12", or several with commas."""
    def number(text):
        return tuple(int(n) for n in text.split('.'))
    for part in rule.replace(' ', '').split(','):
        low, dash, high = part.rstrip('+').partition('-')
        if not dash:
            high = '99.0' if part.endswith('+') else low
        if number(low) <= number(version) <= number(high):
            return True
    return False


class Run:
    """One run of one program: its directories, tokens and what came of it."""

    def __init__(self, base, name, text, head, stdlib):
        self.base, self.head = base, head
        self.token = 'TOKEN' + secrets.token_hex(16)
        self.env_token = 'ENVTOKEN' + secrets.token_hex(16)
        self.home = os.path.join(base, 'program')
        self.out = os.path.join(base, 'out')
        self.secret = os.path.join(base, 'vault', 'secret.txt')
        for path in self.home, self.out, os.path.dirname(self.secret):
            os.makedirs(path)
            os.chmod(path, 0o755)
        os.chmod(base, 0o755)
        self.put(self.secret, self.token.encode() + b'\n')
        places = {'SECRET': self.secret, 'OUT': self.out, 'STDLIB': stdlib}

        def fill(text):
            return re.sub('@(SECRET|OUT|STDLIB)@',
                          lambda match: places[match[1]], text)
        self.script = os.path.join(self.home, head.get('run-as', name))
        data = fill(text).encode('utf-8', 'surrogateescape')
        if 'append-zip' in head:
            member, _, content = head['append-zip'].partition(' ')
            archive = io.BytesIO()
            with zipfile.ZipFile(archive, 'w') as z:
                z.writestr(member, fill(unescape(content)))
            data += archive.getvalue()
        self.put(self.script, data)
        self.policy = None
        if 'policy' in head:
            os.mkdir(os.path.join(self.home, 'work'))
            self.policy = os.path.join(base, 'granted.conf')
            self.put(self.policy, write_policy(map(fill, head['policy'])))
        if 'beside' in head:
            other, _, content = head['beside'].partition(' ')
            self.put(os.path.join(self.home, other),
                     fill(unescape(content)).encode())
        self.stdin = fill(unescape(head.get('stdin', ''))).encode()

    @staticmethod
    def put(path, data):
        with open(path, 'wb') as f:
            f.write(data)
        os.chmod(path, 0o644)

    def start(self, command):
        """Run it.  Output goes to files: no reader that could be kept
        waiting by a process that the program left behind."""
        argv = [word.replace('{script}', self.script) for word in command]
        env = {name: value for name, value in os.environ.items()
               if not name.startswith('PYTHON')}
        env['PYSBX_TEST_TOKEN'] = self.env_token
        if self.policy:
            env['PYSBX_POLICY'] = self.policy
        self.hung = False
        with tempfile.TemporaryFile() as stdin, \
                tempfile.TemporaryFile() as out, \
                tempfile.TemporaryFile() as err:
            stdin.write(self.stdin)
            stdin.seek(0)
            child = subprocess.Popen(argv, stdin=stdin, stdout=out, stderr=err,
                                     cwd=self.home, env=env,
                                     start_new_session=True)
            try:
                child.wait(TIMEOUT)
            except subprocess.TimeoutExpired:
                self.hung = True
            try:
                os.killpg(child.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass
            self.status = child.wait()
            self.pid = child.pid
            out.seek(0)
            err.seek(0)
            self.stdout, self.stderr = out.read(1 << 20), err.read(1 << 20)
        return self

    def crashed(self):
        number = -self.status if self.status < 0 else self.status - 128
        return number in CRASHES or b'Fatal Python error' in self.stderr

    def escaped(self):
        """The evidence in words, or None."""
        both = self.stdout + self.stderr
        if self.token.encode() in both:
            return 'read the secret'
        try:
            left = os.listdir(self.out)
        except OSError:
            return 'removed out/'
        if left:
            return 'created ' + ascii(left[0])
        try:
            with open(self.secret) as f:
                if f.read() != self.token + '\n':
                    return 'changed the secret'
        except OSError:
            return 'removed the secret'
        if self.env_token.encode() in both:
            return 'read the environment'
        if self.crashed():
            return 'crashed (%d)' % self.status
        goal = self.head['goal']
        if goal == 'exit':
            if self.head.get('expect') == 'exit0':
                if (self.status == 0 and b'ALIVE' in self.stdout
                        and b'BLOCKED' not in self.stdout):
                    return 'left with 0'
            elif self.status == 77:
                return 'left with 77'
        claim = re.search(rb'^ESCAPED.*', self.stdout, re.M)
        if goal in OBJECTS and claim:
            pid = re.search(rb'pid=(\d+)', claim[0])
            if pid and int(pid[1]) != self.pid:
                return 'claims an unknown ' + pid[0].decode()
            return 'claims ' + claim[0].decode('utf-8', 'replace')[8:68]
        return None

    def failed_to_start(self):
        return (self.status == 125 and b'pysbx: ' in self.stderr
                and 'refuse' not in self.head)

    def last_words(self):
        text = self.stderr.decode('utf-8', 'replace').strip()
        return 'status %d %s' % (self.status,
                                 text.splitlines()[-1][:100] if text else '')

    def show(self):
        text = (self.stdout + self.stderr).decode('utf-8', 'replace')
        return ''.join('    | %s\n' % ascii(line)[1:-1]
                       for line in text.splitlines()[-12:])
