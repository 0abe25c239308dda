# technique: unpacking a file object reads it: no method is named
# goal: read-secret
# source: ImaginaryCTF round 25
print(*open('@SECRET@'))
