# technique: sys.monitoring hands the code objects of trusted functions to ours
# goal: code
# source: PEP 669
# python: 3.12+
import sys
import textwrap
found = []
monitoring = sys.monitoring
monitoring.use_tool_id(1, 'x')
monitoring.register_callback(1, monitoring.events.PY_START, lambda code, offset: found.append(code))
monitoring.set_events(1, monitoring.events.PY_START)
textwrap.dedent('x')
monitoring.set_events(1, 0)
if found[0].co_consts:
    print('ESCAPED code of', found[0].co_name)
