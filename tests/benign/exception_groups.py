# technique: ExceptionGroup and except*
try:
    raise ExceptionGroup('several', [ValueError('v'), TypeError('t'), ExceptionGroup('in', [KeyError('k')])])
except* ValueError as group:
    print('values', group.exceptions)
except* KeyError as group:
    print('keys', group.exceptions[0].exceptions)
except* TypeError as group:
    print('types', group.exceptions)
group = ExceptionGroup('g', [ValueError(1), OSError(2)])
matched, rest = group.split(ValueError)
print(matched, rest, group.subgroup(lambda error: isinstance(error, OSError)), group.message)


class Mine(ExceptionGroup):
    def derive(self, exceptions):
        return Mine(self.message, exceptions)


try:
    raise Mine('mine', [ValueError(1), KeyError(2)])
except* KeyError as group:
    print(type(group).__name__, group.exceptions)
except* Exception as group:
    print(type(group).__name__, len(group.exceptions))
try:
    try:
        raise ValueError('single')
    except* ValueError as group:
        raise KeyError('again')
except BaseExceptionGroup as group:
    print(group)
except KeyError as error:
    print(repr(error), type(error.__context__).__name__)
