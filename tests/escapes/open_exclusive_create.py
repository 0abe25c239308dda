# technique: mode x creates the file and nothing else
# goal: write-file
# source: open(2), O_EXCL
open('@OUT@/file', 'x').close()
