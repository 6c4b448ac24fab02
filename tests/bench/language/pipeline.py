from functools import reduce


def run(n):
    xs = list(range(n))
    kept = filter(lambda x: x % 3 != 0, xs)
    mapped = map(lambda x: x * 2 + 1, kept)
    return reduce(lambda total, x: (total + x) % 1000003, mapped, 0)
