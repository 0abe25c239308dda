# technique: classes that are left open for a later import (ByteString for typing, the nodes of ast) are open to the program
# goal: bend
# source: own analysis: is_unfinished() asks for the class, not for who writes
import collections.abc

collections.abc.ByteString.planted = 'ESCAPED trusted class written'
print(collections.abc.ByteString.planted)
