# technique: a type parameter named __classdict__, which the compiler uses itself
# goal: crash
# python: 3.12-3.13
# mended: later releases
# debatable: the compiler follows a null pointer; nothing else of it is in reach
# source: python/cpython#128632
compile('class A[__classdict__]: x = __classdict__', 'f', 'exec')
