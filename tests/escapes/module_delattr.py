# technique: a name deleted from a trusted module
# goal: bend
# source: ImaginaryCTF 2023, deletion
import statistics
del statistics.fsum
try:
    statistics.fmean([1.0, 2.0])
except NameError as error:
    print('ESCAPED', error)
