# technique: unittest.mock.patch by name: the program's own
# policy: imports unittest.mock = *
from unittest import mock


class Clock:
    def now(self):
        return 1


settings = {"a": 1}


def use():
    return Clock().now(), settings.get("b")


with mock.patch("__main__.Clock.now", return_value=5), mock.patch.dict("__main__.settings", {"b": 2}):
    print(use())
print(use())


@mock.patch("__main__.Clock")
def test(fake):
    fake.return_value.now.return_value = 7
    return use()


print(test())
