# technique: sys attributes that the interpreter reads again: sys.path, hooks, flags
# goal: bend
# source: own analysis
import sys
sys.excepthook = lambda kind, value, trace: print('ESCAPED hook got', trace.tb_frame)
1 / 0
