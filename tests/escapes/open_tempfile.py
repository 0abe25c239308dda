# technique: tempfile creates files by itself
# goal: write-file
# source: standard library
import tempfile
tempfile.mkstemp(dir='@OUT@')
