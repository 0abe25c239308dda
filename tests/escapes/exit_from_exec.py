# technique: SystemExit raised below exec
# goal: exit
# source: own analysis
exec('raise SystemExit(77)', {'SystemExit': SystemExit})
