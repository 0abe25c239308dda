# -*- coding: raw_unicode_escape -*-
# technique: a source encoding turns a comment into code
# goal: read-secret
# source: PEP 263
# nothing to see \u000aprint(open('@SECRET@').read())
