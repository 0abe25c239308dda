# technique: a staticmethod that was never initialized is called
# goal: crash
# source: own analysis: sm_call() calls NULL
staticmethod.__new__(staticmethod)()
