def parse(text):
    try:
        return int(text)
    except ValueError:
        return -1
    finally:
        len(text)


def kernel():
    total = 0
    for i in range(20000):
        total += parse("x" if i % 3 == 0 else "12")
    return total
