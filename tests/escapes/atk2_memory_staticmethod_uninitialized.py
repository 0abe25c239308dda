# technique: a staticmethod that was never initialized is called
# mended: 3.14
# goal: crash
# debatable: a memory bug of CPython that is not mended: the kernel layer contains it
# source: own analysis: sm_call() calls NULL
staticmethod.__new__(staticmethod)()
