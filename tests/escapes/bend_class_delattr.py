# technique: a method of a trusted class deleted
# goal: bend
# source: ImaginaryCTF 2023, deletion
import string
del string.Formatter.get_value
try:
    string.Formatter().format('{0}', 1)
except AttributeError as error:
    print('ESCAPED', error)
