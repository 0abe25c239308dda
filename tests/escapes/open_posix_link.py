# technique: a hard link brings the secret to where reading may be granted
# goal: write-file
# source: aliases of inodes
import posix
posix.link('@SECRET@', '@OUT@/link')
