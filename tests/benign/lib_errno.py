# technique: errors of the system and their numbers
import errno
try:
    open('/no/such/directory/file')
except OSError as error:
    print(error.errno in (errno.ENOENT, errno.EACCES), isinstance(error, (FileNotFoundError, PermissionError)))
error = OSError(errno.ENOENT, 'No such file', 'name')
print(type(error).__name__, error, error.filename, errno.errorcode[errno.EPERM])
