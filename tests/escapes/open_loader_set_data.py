# technique: __loader__.set_data writes bytecode caches, or anything
# goal: write-file
# source: CTF folklore, SourceFileLoader
__loader__.set_data('@OUT@/x', b'x')
