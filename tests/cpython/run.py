# Run modules of CPython's own tests, whose copies lie beside this program, and
# print how each of its tests ends.
import sys
import unittest

names = sys.argv[1:]
def first_line(error):
    try:
        text = str(error[1]).strip().splitlines()
    except Exception as other:
        text = ["(%s)" % type(other).__name__]
    return type(error[1]).__name__ + ": " + (text[0] if text else "")


class Result(unittest.TestResult):
    def tell(self, test, how, why=""):
        print("\0%s\t%s\t%s" % (test.id(), how, why.replace("\t", " ")[:300]), flush=True)

    def addSuccess(self, test):
        self.tell(test, "ok")

    def addError(self, test, error):
        self.tell(test, "error", first_line(error))

    def addFailure(self, test, error):
        self.tell(test, "failed", first_line(error))

    def addSkip(self, test, reason):
        self.tell(test, "skipped", reason)

    def addExpectedFailure(self, test, error):
        self.tell(test, "ok")

    def addUnexpectedSuccess(self, test):
        self.tell(test, "failed", "unexpected success")

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.tell(test, "failed", first_line(error))


suite = unittest.TestSuite()
for name in names:
    try:
        module = __import__("test." + name, None, None, ["x"])
    except BaseException as error:
        print("\0%s\t%s\t%s" % (name, "cannot be loaded", first_line((None, error))), flush=True)
        raise
    # Not by load_tests(), which adds doctests: they look at their caller.
    for value in list(vars(module).values()):
        if isinstance(value, type) and issubclass(value, unittest.TestCase) \
                and value is not unittest.TestCase:
            suite.addTest(unittest.defaultTestLoader.loadTestsFromTestCase(value))
suite.run(Result())
print("\0end\tok\t", flush=True)
