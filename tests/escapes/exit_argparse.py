# technique: argparse leaves when it cannot parse
# goal: exit
# source: standard library
import argparse
argparse.ArgumentParser().exit(77)
