# technique: the closure of a function that trusted code made (singledispatch)
# goal: closure
# source: pysandbox, "read a function's closure"
import functools


@functools.singledispatch
def f(x):
    pass


for cell in f.register.__closure__:
    if isinstance(cell.cell_contents, dict):
        print('ESCAPED registry', len(cell.cell_contents))
