# policy: imports unittest = *
# policy: imports unittest.mock = *
# policy: process exit = yes
import io, sys, unittest
from unittest import mock
class Thing:
    def method(self, a, b=2):
        return a + b
    @property
    def prop(self):
        return 1
def helper():
    return "real"
class TestThing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = []
    def setUp(self):
        self.t = Thing()
        self.addCleanup(self.shared.append, 1)
    def test_ok(self):
        self.assertEqual(self.t.method(1), 3)
        self.assertRaises(TypeError, self.t.method)
        with self.assertRaisesRegex(ValueError, "bad"):
            raise ValueError("bad thing")
        self.assertAlmostEqual(0.1 + 0.2, 0.3)
        self.assertIn(1, [1])
    def test_fail(self):
        self.assertEqual({"a": [1, 2]}, {"a": [1, 3]})
    def test_error(self):
        raise RuntimeError("oops")
    @unittest.skip("not now")
    def test_skip(self):
        pass
    @unittest.expectedFailure
    def test_expected(self):
        self.fail()
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i):
                self.assertNotEqual(i, 1)
    def test_output(self):
        with mock.patch("sys.stdout", new=io.StringIO()) as out:
            print("captured")
        self.assertEqual(out.getvalue(), "captured\n")
    def test_patch_own(self):
        with mock.patch.object(Thing, "method", return_value=7) as m:
            self.assertEqual(Thing().method(3), 7)
            m.assert_called_once_with(3)
        self.assertEqual(Thing().method(3), 5)
    def test_patch_main(self):
        with mock.patch("__main__.helper", lambda: "mock"):
            self.assertEqual(helper(), "mock")
        self.assertEqual(helper(), "real")
        with mock.patch(__name__ + ".Thing") as T:
            T.return_value.method.return_value = 9
            self.assertEqual(Thing().method(), 9)
    @mock.patch.dict({}, {"a": 1})
    def test_dict(self):
        pass
    def test_mock(self):
        m = mock.Mock(side_effect=[1, 2, ValueError])
        self.assertEqual((m(), m(5, k=1)), (1, 2))
        self.assertRaises(ValueError, m)
        self.assertEqual(m.call_args_list[1], mock.call(5, k=1))
        mm = mock.MagicMock()
        mm.__len__.return_value = 3
        mm["x"] = 1
        self.assertEqual(len(mm), 3)
        mm.a.b.c(1)
        self.assertEqual(mm.mock_calls, [mock.call.__setitem__("x", 1), mock.call.__len__(), mock.call.a.b.c(1)])
    def test_spec(self):
        s = mock.create_autospec(Thing)
        with self.assertRaises(TypeError):
            s().method()
        s().method(1)
        with self.assertRaises(AttributeError):
            mock.Mock(spec=Thing).nothing
        f = mock.create_autospec(helper, return_value=3)
        self.assertEqual(f(), 3)
        self.assertRaises(TypeError, f, 1)
        self.assertIs(mock.sentinel.x, mock.sentinel.x)
    def test_open(self):
        with mock.patch("builtins.open", mock.mock_open(read_data="data")) if 0 else mock.patch("__main__.open", mock.mock_open(read_data="data"), create=True):
            self.assertEqual(open("nothing").read(), "data")
    def test_logs(self):
        with self.assertWarns(UserWarning):
            import warnings
            warnings.warn("w")
class TestAsync(unittest.TestCase):
    def test_x(self): pass
s = io.StringIO()
import re
r = unittest.TextTestRunner(stream=s, verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(TestThing))
print(re.sub(r"in \d\.\d+s", "in s", s.getvalue()), r.testsRun, len(r.failures), len(r.errors))
sys.stderr = io.StringIO()
try:
    unittest.main(argv=["x", "TestAsync"])
except SystemExit as e:
    print("exit", e.code)
unittest.main(argv=["x", "TestAsync", "-q"], exit=False)
