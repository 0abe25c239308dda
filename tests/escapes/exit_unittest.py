# technique: unittest.main leaves
# goal: exit
# source: standard library
import sys
import unittest.main


class Result:
    testsRun, skipped = 1, []

    @staticmethod
    def wasSuccessful():
        raise SystemExit(77)


class Runner:
    def run(self, test):
        return Result


unittest.main(module=None, argv=['x'], testRunner=Runner())
