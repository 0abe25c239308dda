# technique: a mode whose methods say "r" while its characters say "w"
# goal: write-file
# source: pysandbox 2010-02-26, str subclasses that lie
class Mode(str):
    def __eq__(self, other):
        return other == 'r'

    def __contains__(self, part):
        return part == 'r'

    def __iter__(self):
        return iter('r')

    def __str__(self):
        return 'r'
    __repr__ = __str__
    __hash__ = str.__hash__


open('@OUT@/file', Mode('w')).close()
