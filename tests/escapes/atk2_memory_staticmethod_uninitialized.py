# technique: a staticmethod that was never initialized is called
# mended: 3.14
# goal: crash
# source: own analysis: sm_call() calls NULL
staticmethod.__new__(staticmethod)()
