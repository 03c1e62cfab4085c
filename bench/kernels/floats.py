def advance(bodies, dt, steps):
    for _ in range(steps):
        for i in range(len(bodies)):
            a = bodies[i]
            for j in range(i + 1, len(bodies)):
                b = bodies[j]
                dx, dy, dz = a[0] - b[0], a[1] - b[1], a[2] - b[2]
                near = dt / (dx * dx + dy * dy + dz * dz + 0.01) ** 1.5
                a[3] -= dx * b[6] * near
                a[4] -= dy * b[6] * near
                a[5] -= dz * b[6] * near
                b[3] += dx * a[6] * near
                b[4] += dy * a[6] * near
                b[5] += dz * a[6] * near
        for body in bodies:
            body[0] += dt * body[3]
            body[1] += dt * body[4]
            body[2] += dt * body[5]


def kernel():
    bodies = [[float(i), i * 0.5, i % 3 * 1.0, 0.0, 0.1 * i, 0.0, 1.0 + i] for i in range(5)]
    advance(bodies, 0.01, 1500)
    return [round(body[0], 6) for body in bodies]
