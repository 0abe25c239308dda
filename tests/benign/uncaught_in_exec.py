# technique: an uncaught exception below exec
# status: 1
exec(compile('def f():\n    return 1 / 0\nf()', '<generated>', 'exec'))
