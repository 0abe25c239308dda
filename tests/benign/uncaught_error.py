# technique: an uncaught exception: status 1 and a traceback on standard error
# status: 1
def inner(x):
    return 10 / x


def outer(values):
    return [inner(value) for value in values]


print('before')
outer([1, 0])
print('never')
