# policy: imports argparse = *
# policy: process exit = yes
# status: 2
import argparse
p = argparse.ArgumentParser(prog="use", description="What it does.", epilog="End.")
p.add_argument("--n", type=int, default=1, help="a number (default: %(default)s)")
p.add_argument("-v", "--verbose", action="count")
p.add_argument("--flag", action=argparse.BooleanOptionalAction)
p.add_argument("files", nargs="*")
g = p.add_mutually_exclusive_group()
g.add_argument("--a", action="store_true"); g.add_argument("--b", choices=["x", "y"])
print(p.parse_args(["--n", "3", "-vv", "a"]), p.format_help(), p.format_usage())
q = argparse.ArgumentParser(prog="sub")
s = q.add_subparsers(dest="what", required=True)
s.add_parser("one").add_argument("x")
print(q.parse_args(["one", "1"]), p.parse_known_args(["--zz"]))
try:
    argparse.ArgumentParser(exit_on_error=False).parse_args(["--n"])
except BaseException as e:
    print(type(e).__name__)
print(p.parse_args([]))
p.parse_args(["--n", "x"])
