# technique: hashlib, hmac, base64, binascii, zlib
import base64
import binascii
import hashlib
import hmac
import zlib
for name in 'md5', 'sha1', 'sha256', 'sha512', 'sha3_256', 'blake2b', 'blake2s':
    print(name, hashlib.new(name, b'data').hexdigest()[:16])
h = hashlib.sha256(b'a')
h.update(b'b')
print(h.hexdigest() == hashlib.sha256(b'ab').hexdigest(), h.digest_size, h.name, h.copy().digest() == h.digest())
print('sha256' in hashlib.algorithms_guaranteed, hashlib.pbkdf2_hmac('sha256', b'p', b's', 10).hex()[:16], hashlib.blake2b(b'x', digest_size=4, key=b'k').hexdigest())
print(hmac.new(b'key', b'message', 'sha256').hexdigest()[:16], hmac.compare_digest(b'a', b'b'), hmac.digest(b'k', b'm', 'md5').hex())
print(base64.b64encode(b'hello'), base64.urlsafe_b64decode(b'_-8='), base64.b32encode(b'hi'), base64.b85encode(b'data'), base64.b16decode('FF'))
print(binascii.hexlify(b'ab'), binascii.crc32(b'x'), binascii.unhexlify('6162'), binascii.b2a_base64(b'x'))
data = b'aaaa' * 100
packed = zlib.compress(data)
print(len(packed) < 30, zlib.decompress(packed) == data, zlib.adler32(b'x'), zlib.crc32(b'x'))
z = zlib.decompressobj()
print(z.decompress(packed)[:4], z.eof)
try:
    zlib.decompress(b'junk')
except zlib.error as error:
    print(type(error).__name__)
try:
    base64.b64decode('x', validate=True)
except binascii.Error as error:
    print(error)
