# technique: opener= is called by open() itself: a door behind the path check
# goal: read-secret
# source: own analysis
kept = []


def opener(path, flags):
    kept.append(open('@SECRET@'))
    return kept[0].fileno()


print(open(__file__, opener=opener).read())
