# technique: "from json import scanner": a submodule that nobody granted, but that the granted one has loaded
# goal: import
# source: CPython, import_from() in ceval.c
from json import scanner
print('ESCAPED %s' % scanner.re) if scanner.re.compile else None
