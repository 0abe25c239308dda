# technique: an audit hook of ours sees the arguments of trusted code
# goal: frames
# source: PEP 578
import sys
import time


def hook(event, arguments):
    if event == 'import' and not found:
        found.append(arguments)
        print('ESCAPED saw', arguments[0], flush=True)


found = []
sys.addaudithook(hook)
sys.modules.pop('_strptime', None)
time.strptime('2024', '%Y')
