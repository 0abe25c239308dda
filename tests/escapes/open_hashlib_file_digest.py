# technique: hashlib.file_digest hands what it reads to a digest of our own making
# goal: read-secret
# source: own analysis
import hashlib
import io


class Digest:
    def update(self, data):
        print(bytes(data))


hashlib.file_digest(io.FileIO('@SECRET@'), Digest)
