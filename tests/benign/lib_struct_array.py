# technique: struct and array
import array
import struct
packed = struct.pack('<IhB3s', 1, -2, 255, b'abc')
print(packed, struct.unpack('<IhB3s', packed), struct.calcsize('@iq'), struct.Struct('>H').pack(258))
buffer = bytearray(8)
struct.pack_into('>I', buffer, 2, 0xdeadbeef)
print(buffer, struct.unpack_from('>H', buffer, 2), list(struct.iter_unpack('B', b'ab')))
try:
    struct.pack('B', 300)
except struct.error as error:
    print(type(error).__name__)
numbers = array.array('i', [3, 1, 2])
numbers.append(5)
numbers.extend([7])
print(numbers, numbers.typecode, numbers.itemsize, numbers[1:3], numbers.index(2), array.array('d', [1.5]).tobytes())
view = memoryview(numbers)
view[0] = 9
print(numbers[0], view.shape, view.tolist(), memoryview(b'abcd').cast('H').tolist(), array.array('u', 'ab').tounicode())
b = bytearray(b'hello')
b[0] = 72
b[1:3] = b'EY'
b += b'!'
del b[-2]
print(b, b.find(b'E'), bytes(b).decode(), b.pop(), b.index(b'H'))
