# technique: __loader__.get_data
# goal: read-secret
# source: CTF folklore, SourceFileLoader
print(__loader__.get_data('@SECRET@'))
