def counter():
    count = 0

    def add(by):
        nonlocal count
        count += by
        return count

    return add


def kernel():
    adders = [counter() for _ in range(20)]
    for i in range(4000):
        for add in adders:
            add(i)
    return sum(add(0) for add in adders)
