# technique: /dev/null, the one file that everybody may use
with open('/dev/null', 'w') as f:
    print(f.write('into nothing'), f.name, f.mode)
with open('/dev/null', 'rb') as f:
    print(f.read(), f.readable(), f.closed)
try:
    open('/dev/null/no/such')
except OSError as error:
    print('OSError', isinstance(error, (NotADirectoryError, PermissionError)))
