# technique: sys.activate_stack_trampoline writes machine code and a file in /tmp
# goal: leak
# source: Python 3.12
# python: 3.12+
import sys
sys.activate_stack_trampoline('perf')
if sys.is_stack_trampoline_active():
    sys.deactivate_stack_trampoline()
    print('ESCAPED machine code made')
