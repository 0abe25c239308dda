# technique: enum.global_enum writes its members into the module that the class names
# goal: bend
# source: own analysis: sys.modules in trusted code
import enum
import statistics


class Ours(enum.Enum):
    fsum = 1


Ours.__module__ = 'statistics'
enum.global_enum(Ours)
try:
    statistics.fmean([1.0])
except TypeError as error:
    print('ESCAPED', error)
