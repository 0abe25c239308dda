# technique: integers of thousands of digits
def factorial(n):
    product = 1
    for k in range(2, n + 1):
        product *= k
    return product


print(len(str(factorial(1000))), factorial(50))
print(pow(3, 10 ** 6, 10 ** 9 + 7), (1 << 4000).bit_length(), (2 ** 521 - 1) % 1000007)
try:
    str(10 ** 5000)
except ValueError as error:
    print(type(error).__name__)
print(int.from_bytes(b'\x01\x00', 'big'), (1000).to_bytes(2, 'little'))
