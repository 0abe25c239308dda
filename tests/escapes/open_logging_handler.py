# technique: logging.FileHandler creates a file
# goal: write-file
# source: standard library
import logging
logging.FileHandler('@OUT@/log')
