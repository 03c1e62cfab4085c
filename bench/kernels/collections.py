def kernel():
    sieve = [True] * 5000
    for i in range(2, 71):
        if sieve[i]:
            for j in range(i * i, 5000, i):
                sieve[j] = False
    counts = {}
    for i in range(2, 5000):
        if sieve[i]:
            counts[i % 10] = counts.get(i % 10, 0) + 1
    return sorted(counts.items())
