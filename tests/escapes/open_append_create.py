# technique: append mode creates a missing file
# goal: write-file
# source: pysandbox allowed the modes r, rb and rU only
open('@OUT@/file', 'ab').close()
