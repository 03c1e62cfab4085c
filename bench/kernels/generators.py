def numbers(n):
    for i in range(n):
        yield i


def evens(source):
    for n in source:
        if n % 2 == 0:
            yield n * n


def kernel():
    return sum(x for x in evens(numbers(60000)) if x % 3)
