# technique: a method of a standard library class assigned
# goal: bend
# source: pysandbox, test_readonly_import
import string


def ours(self, key, args, kwargs):
    seen.append(key)
    return 'x'


seen = []
string.Formatter.get_value = ours
string.Formatter().format('{0}', 1)
if seen:
    print('ESCAPED trusted class calls ours')
