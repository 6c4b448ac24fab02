def run(n):
    rest = list(range(2, n))
    found = 0
    total = 0
    while len(rest) > 0 and rest[0] * rest[0] < n:
        p = rest[0]
        found += 1
        total += p
        rest = [x for x in rest if x % p != 0]
    for p in rest:
        found += 1
        total += p
    return total * 1000 + found % 1000
