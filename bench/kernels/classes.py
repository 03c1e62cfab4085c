class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def plus(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def length2(self):
        return self.x * self.x + self.y * self.y


def kernel():
    at = Vector(0, 0)
    step = Vector(1, 2)
    total = 0
    for _ in range(20000):
        at = at.plus(step)
        total += at.length2()
    return total
