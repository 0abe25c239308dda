# technique: r+ opens an existing file for writing without w, a or x in the mode
# goal: write-file
# source: own analysis: a filter that looks for w and a
with open('@SECRET@', 'r+') as f:
    f.write('overwritten')
