# technique: a super object that was never initialized is bound to an object
# goal: crash
# python: 3.13
# mended: later releases
# source: own fuzzing
super.__new__(super).__get__(1)
