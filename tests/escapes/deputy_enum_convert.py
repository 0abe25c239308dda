# technique: EnumType._convert_ fills an enumeration from the globals of any module
# goal: import
# source: own analysis: sys.modules in trusted code
import enum
found = []


def keep(name):
    found.append(name)
    return False


E = enum.IntEnum._convert_('E', 'posix', lambda name: name.startswith('O_'))
if E.O_CREAT:
    print('ESCAPED', len(E), 'constants of posix')
