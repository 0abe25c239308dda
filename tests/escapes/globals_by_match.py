# technique: a class pattern with a keyword
# goal: globals
# source: diceCTF 2023, prison reform
import json
match json.dumps:
    case object(__globals__={'__builtins__': _} as g):
        print('ESCAPED globals of', g['__name__'])
