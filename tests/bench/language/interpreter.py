class Num:
    def __init__(self, value):
        self.value = value


class Arg:
    pass


class Add:
    def __init__(self, a, b):
        self.a = a
        self.b = b


class Mul:
    def __init__(self, a, b):
        self.a = a
        self.b = b


class Neg:
    def __init__(self, a):
        self.a = a


class IfZero:
    def __init__(self, c, a, b):
        self.c = c
        self.a = a
        self.b = b


def build(depth):
    if depth == 0:
        return Num(depth + 3)
    kind = depth % 4
    if kind == 0:
        return Add(build(depth - 1), Arg())
    if kind == 1:
        return Mul(build(depth - 1), build(depth - 1))
    if kind == 2:
        return IfZero(Add(Arg(), Num(-5)), build(depth - 1), Neg(build(depth - 1)))
    return Add(build(depth - 1), build(depth - 1))


def evaluate(e, arg):
    kind = type(e)
    if kind is Num:
        return e.value
    if kind is Arg:
        return arg
    if kind is Add:
        return (evaluate(e.a, arg) + evaluate(e.b, arg)) % 10007
    if kind is Mul:
        return evaluate(e.a, arg) * evaluate(e.b, arg) % 10007
    if kind is Neg:
        return -evaluate(e.a, arg)
    return evaluate(e.a, arg) if evaluate(e.c, arg) == 0 else evaluate(e.b, arg)


def run(n):
    program = build(16)
    total = 0
    for i in range(n):
        total += evaluate(program, i % 10)
    return total
