# technique: open() for writing
# goal: write-file
# source: pysandbox, tests of open()
with open('@OUT@/file', 'w') as f:
    f.write('x')
