# technique: py_compile writes where it is told
# goal: write-file
# source: standard library
import py_compile
py_compile.compile(__file__, cfile='@OUT@/x.pyc', doraise=True)
