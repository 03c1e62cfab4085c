def kernel():
    sieve = [True] * 50000
    for i in range(2, 224):
        if sieve[i]:
            for j in range(i * i, 50000, i):
                sieve[j] = False
    counts = {}
    for i in range(2, 50000):
        if sieve[i]:
            counts[i % 10] = counts.get(i % 10, 0) + 1
    words = {f"w{i % 997}": [] for i in range(5000)}
    for i in range(20000):
        words[f"w{i * 7 % 997}"].append(i)
    longest = sorted(words, key=lambda word: (-len(words[word]), word))[:3]
    return sorted(counts.items()), longest, len({i * i % 1009 for i in range(20000)})
