# technique: an error tells a missing file from a forbidden one
# goal: leak
# source: existence oracles
# debatable: existence of paths is not promised to be secret
try:
    open('@SECRET@').close()
    answer = 'open'
except FileNotFoundError:
    answer = None
except OSError:
    answer = 'there'
try:
    open('@SECRET@.not').close()
except FileNotFoundError:
    if answer:
        print('ESCAPED', answer)
except OSError:
    pass
