# technique: w+ destroys contents at the open, before any write
# goal: write-file
# source: own analysis: a filter that refuses write() only
open('@SECRET@', 'wb+', buffering=0)
