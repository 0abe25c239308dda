# technique: exec of text: a SyntaxWarning of the compiler runs our sys.stderr, which deletes __builtins__; CPython then puts interp->builtins in
# goal: builtins
# source: own analysis: run_eval_code_obj() in pythonrun.c
import sys

g = {}
stderr = sys.stderr


class Stream:
    def write(self, text):
        g.pop('__builtins__', None)

    def flush(self):
        pass


sys.stderr = Stream()
exec("x = 'a' is 'a'\nimport posix\npid = posix.getpid()", g)
sys.stderr = stderr
print('ESCAPED pid=%d' % g['pid'])
