# technique: a sub-interpreter knows nothing of what was done to this one
# goal: read-secret
# source: CSAW 2022 finals
# python: 3.13+
import _interpreters
number = _interpreters.create()
_interpreters.exec(number, 'print(open("@SECRET@").read(), flush=True)')
