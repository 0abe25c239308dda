# technique: compressing writers open files
# goal: write-file
# source: standard library
import gzip
gzip.open('@OUT@/x.gz', 'w').close()
