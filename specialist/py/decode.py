# Values on their way into Python, and what a request aims at.


callables = [None]  # the channel's maker of Python callables from a function id and its name
pinned = [None]  # the channel's maker of arrays from memory of the other side


class Decoder(Unpickler):
    """Reads one request. `arrays` says whether lists of floats become numpy arrays: a target
    resolved earlier in the same stream has decided it."""

    def __init__(self, file, buffers=()):
        super().__init__(file)
        self.raw = buffers
        self.arrays = False

    def find_class(self, module, name):
        raise RuntimeError("Zixir sends no names of Python classes")

    def persistent_load(self, token):
        if type(token) is int:
            return handle(token)
        kind = token[0]
        if kind == "T":
            target = resolve(token[1], token[2])
            self.arrays = speaks_numpy(target, token[1])
            return target
        if kind == "z":
            return self.floats(pinned[0](token[1], token[2], token[3]))
        if kind == "f":
            return self.floats(token[1])
        if kind == "w":
            return self.floats(self.raw[token[1]])
        if kind == "y":
            return self.numbers(token[1], token[2])
        if kind == "t":
            return EPOCH + timedelta(milliseconds=token[1])
        if kind == "d":
            return timedelta(milliseconds=token[1])
        if kind == "c":
            return callables[0](token[1], token[2])
        if kind == "r":
            return range(token[1], token[2])
        if kind == "p":
            return loads(token[1])
        raise RuntimeError("unknown token " + repr(kind))

    def floats(self, memory):
        if self.arrays:
            array = sys.modules["numpy"].frombuffer(memory, "<f8")
            if array.flags.writeable:
                array.flags.writeable = False
            return array
        return memoryview(memory).cast("B").cast("d").tolist()

    def numbers(self, code, memory):
        if self.arrays:
            return sys.modules["numpy"].frombuffer(memory, code)
        return memoryview(memory).cast(code).tolist()


def handle(number):
    try:
        return handles[number]
    except KeyError:
        raise ReferenceError("this Python object was released") from None


def resolve(owner, name):
    """The object a request aims at: a handle or a module, then a dotted path of attributes."""
    kind = type(owner)
    if kind is int:
        target = handle(owner)
    elif kind is str:
        target = sys.modules.get(owner)
        if target is None:
            target = import_module(owner)
    else:
        (target,) = owner
    if name:
        for part in name.split("."):
            target = getattr(target, part)
    return target


NUMERIC = {
    "numpy", "scipy", "pandas", "sklearn", "torch", "tensorflow", "jax", "matplotlib", "numba",
    "statsmodels", "xgboost", "lightgbm", "seaborn", "xarray", "polars", "skimage", "cv2",
}  # fmt: skip
speakers = {}


def speaks_numpy(target, owner):
    """Whether a target takes numpy arrays for lists of floats: its package is a known numeric one
    or has numpy among its names. Everything else, the standard library above all, gets lists."""
    if "numpy" not in sys.modules:
        return False
    module = getattr(target, "__module__", None)
    if type(module) is not str:
        module = type(getattr(target, "__self__", target)).__module__
    return names_numpy(module) or (type(owner) is str and names_numpy(owner))


def names_numpy(module):
    known = speakers.get(module)
    if known is None:
        root = module.partition(".")[0]
        if root in NUMERIC:
            known = True
        elif root in sys.stdlib_module_names:
            known = False
        else:
            numpy = sys.modules["numpy"]
            known = any(
                item is numpy
                for name in (module, root)
                if name in sys.modules
                for item in list(vars(sys.modules[name]).values())
            )
            if not known:
                return False
        speakers[module] = known
    return known
