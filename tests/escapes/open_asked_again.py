# technique: the guard's own exceptions are caught by "except BaseException" and the call is repeated
# goal: read-secret
# source: own analysis: a guard that refuses once only
for attempt in range(100):
    try:
        print(open('@SECRET@').read())
        break
    except BaseException:
        continue
