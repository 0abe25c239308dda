# technique: a SystemExit kept in a group and raised again
# goal: exit
# source: PEP 654
try:
    raise BaseExceptionGroup('group', [SystemExit(77)])
except BaseExceptionGroup as group:
    raise group.exceptions[0]
