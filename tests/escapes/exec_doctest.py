# technique: doctest executes examples
# goal: exec-command
# source: CTF folklore
import doctest
doctest.run_docstring_examples(
    '''>>> __import__('os').system('echo x > @OUT@/file')''', {})
