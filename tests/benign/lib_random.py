# technique: random with a seed, secrets, uuid
import random
import secrets
import uuid
random.seed(42)
print(random.random(), random.randint(1, 6), random.choice('abc'), random.sample(range(100), 3), random.uniform(0, 1))
deck = list(range(10))
random.shuffle(deck)
print(deck, random.choices('ab', weights=[1, 3], k=5), random.gauss(0, 1), random.getrandbits(16), random.randrange(0, 100, 5))
own = random.Random(7)
state = own.getstate()
first = own.random()
own.setstate(state)
print(first == own.random(), own.triangular(0, 1), own.expovariate(1), own.betavariate(1, 2), random.Random('text').random())


class Fixed(random.Random):
    def random(self):
        return 0.5


print(Fixed().uniform(0, 10), 0 <= random.SystemRandom().random() < 1, len(random.randbytes(4)))
print(len(secrets.token_hex(8)), len(secrets.token_bytes(4)), secrets.randbelow(1), secrets.choice('a'), secrets.compare_digest('a', 'a'))
print(uuid.uuid4().version, uuid.uuid5(uuid.NAMESPACE_DNS, 'python.org'), uuid.uuid3(uuid.NAMESPACE_URL, 'x'), uuid.UUID(int=5), uuid.UUID('{12345678-1234-5678-1234-567812345678}').hex)
