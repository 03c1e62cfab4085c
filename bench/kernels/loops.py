def kernel():
    total = 0
    for i in range(200):
        for j in range(200):
            total += i * j % 7
    return total
