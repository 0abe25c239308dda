# technique: os.mkfifo and os.mknod raise no event: where a policy names them, any path would do
# goal: write-file
# source: own
# policy: imports os = mkfifo, mknod
import os
for make in (os.mkfifo, os.mknod):
    try:
        make("@OUT@/" + make.__name__)
    except OSError as error:
        print(error)
