# technique: help() imports what it is asked about and shows it
# goal: import
# source: SECCON 2024 quals, 1linepyjail
import contextlib
import io
page = io.StringIO()
with contextlib.redirect_stdout(page):
    help('posix')
if 'built-in module posix' in page.getvalue():
    print('ESCAPED documentation of posix')
