def kernel():
    lines = []
    for i in range(8000):
        lines.append(f"{i:05d};name{i};{i * 1.5:.2f}")
    total = 0.0
    for line in lines:
        number, name, value = line.split(";")
        if name.startswith("name") and int(number) % 2:
            total += float(value)
    return round(total, 2), len("".join(lines))
