def tokens(text):
    found = []
    i = 0
    while i < len(text):
        c = text[i]
        if c in "0123456789":
            begin = i
            while i < len(text) and text[i] in "0123456789":
                i += 1
            found.append(int(text[begin:i]))
        else:
            if c != " ":
                found.append(c)
            i += 1
    return found


def value(found, at):
    if found[at] == "(":
        total, at = terms(found, at + 1)
        return total, at + 1
    return found[at], at + 1


def products(found, at):
    total, at = value(found, at)
    while at < len(found) and found[at] == "*":
        more, at = value(found, at + 1)
        total = total * more % 1000003
    return total, at


def terms(found, at):
    total, at = products(found, at)
    while at < len(found) and found[at] in ("+", "-"):
        sign = found[at]
        more, at = products(found, at + 1)
        total = total + more if sign == "+" else total - more
    return total, at


def kernel():
    text = "12 * (3 + 45) - (6 * 7 + 8 * (9 - 10)) + 1234"
    for _ in range(9):
        text = "(" + text + ") * 31 + " + text
    found = tokens(text)
    return terms(found, 0), len(found)
