"""The Zixir side inside Python: values, targets, operations, errors.

The same module serves the interpreter inside the Zixir process and every worker process. Values
cross as pickle protocol 5 written and read by Zixir itself: exact built-in types at C speed, the
rest through the marker functions h, v, b, n, t, d below, which only ever appear as names.
"""

import itertools
import sys
from _pickle import Pickler, PicklingError, Unpickler, dumps, loads
from datetime import date, datetime, timedelta, timezone
from importlib import import_module
from io import BytesIO
from time import monotonic
from types import BuiltinFunctionType, CoroutineType, FunctionType, ModuleType

if not hasattr(sys, "argv"):
    sys.argv = [""]

IMPORTLIB = import_module.__code__.co_filename
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
SIMPLE = {type(None), bool, int, float, str}
INLINE_BYTES = 16384

handles = {}
numbers = itertools.count(1)


class Interrupted(BaseException):
    """Raised inside running code by a deadline or a cancellation; no `except Exception` stops it."""


class AsHandle:
    """Wraps a value that has to cross as a handle although its type has a Zixir counterpart."""

    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value


def keep(value):
    number = next(numbers)
    handles[number] = value
    return number


def release(ids):
    for number in ids:
        handles.pop(number, None)


# Marker functions: pickled by name, read by the other side, never called here.
def h(*_): "handle: id, name, flags"
def v(*_): "float64 array in this process's memory: id, address, length"
def b(*_): "float64 array as bytes"
def w(*_): "float64 array as raw buffer of the frame: index, bytes"
def n(*_): "the value itself"
def t(*_): "an instant in milliseconds since 1970 UTC"
def d(*_): "a length of time in milliseconds"
def p(*_): "an object carried to another process: its pickle, what it is"


MARKERS = {h, v, b, w, n, t, d, p}

# Whether objects without a counterpart leave this process as pickles instead of handles.
carry = [False]


# ---- out of Python -------------------------------------------------------------------------------


def label(value):
    kind = type(value)
    if kind is ModuleType:
        return "module " + value.__name__
    if isinstance(value, type):
        return "class " + value.__name__
    if kind is FunctionType or kind is BuiltinFunctionType:
        return "function " + value.__name__
    return kind.__name__


def milliseconds(delta):
    return ((delta.days * 86400 + delta.seconds) * 1000000 + delta.microseconds) / 1000


def out_datetime(encoder, value):
    if value.tzinfo is None:
        value = value.replace(tzinfo=timezone.utc)
    return t, (milliseconds(value - EPOCH),)


def out_date(encoder, value):
    return t, (milliseconds(datetime(value.year, value.month, value.day, tzinfo=timezone.utc) - EPOCH),)


def out_delta(encoder, value):
    return d, (milliseconds(value),)


def out_wrapped(encoder, value):
    return encoder.handle(value.value)


def out_float_array(encoder, value):
    if value.typecode == "d":
        return b, (value.tobytes(),)
    if value.typecode == "u":
        return n, (value.tounicode(),)
    return n, (value.tolist(),)


WRITERS = {
    datetime: out_datetime,
    date: out_date,
    timedelta: out_delta,
    AsHandle: out_wrapped,
}


def register(module):
    """Adds the types of a module to WRITERS once Python has imported it."""
    if module == "array":
        import array

        WRITERS[array.array] = out_float_array
    elif module == "numpy":
        numpy = sys.modules.get("numpy")
        if numpy is None or not hasattr(numpy, "ndarray"):
            return
        WRITERS[numpy.ndarray] = out_ndarray
        for name in ("float64", "float32", "float16"):
            WRITERS[getattr(numpy, name)] = lambda encoder, value: (n, (float(value),))
        for name in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"):
            WRITERS[getattr(numpy, name)] = lambda encoder, value: (n, (int(value),))
        for name in ("longlong", "ulonglong"):
            WRITERS[getattr(numpy, name)] = lambda encoder, value: (n, (int(value),))
        WRITERS[numpy.bool_] = lambda encoder, value: (n, (bool(value),))
        WRITERS[numpy.str_] = lambda encoder, value: (n, (str.__str__(value),))
        WRITERS[numpy.bytes_] = lambda encoder, value: (n, (bytes(value),))
        WRITERS[numpy.datetime64] = out_numpy_time
        WRITERS[numpy.timedelta64] = out_numpy_time


def out_numpy_time(encoder, value):
    """datetime64 and timedelta64 to the microsecond; NaT is nil; what does not fit stays a handle."""
    numpy = sys.modules["numpy"]
    if numpy.isnat(value):
        return n, (None,)
    unit = "datetime64[us]" if type(value) is numpy.datetime64 else "timedelta64[us]"
    try:
        exact = value.astype(unit)
        item = exact.item() if exact.astype(value.dtype) == value else None
    except (OverflowError, ValueError):
        item = None
    if type(item) is datetime:
        return out_datetime(encoder, item)
    if type(item) is timedelta:
        return out_delta(encoder, item)
    return encoder.handle(value)


def out_ndarray(encoder, value):
    kind = value.dtype.kind
    if value.ndim == 0:
        item = value[()]
        if type(item) is type(value):
            return encoder.handle(value)
        return n, (item,)
    if kind == "f" and value.dtype.itemsize <= 8:
        if value.ndim == 1:
            return encoder.floats(value)
        return n, (list(value),)
    if kind in "biuUS":
        return n, (value.tolist(),)
    if kind == "O":
        return n, (value.tolist(),)
    if kind in "mM":
        return n, ([list(row) for row in value] if value.ndim > 1 else list(value),)
    return encoder.handle(value)


class Encoder(Pickler):
    """Writes one value. Ids kept on its behalf are in `kept`, to be dropped if writing fails."""

    def __init__(self, file, buffers=None):
        super().__init__(file, 5)
        self.kept = []
        self.buffers = buffers
        self.root = 0

    def handle(self, value):
        if carry[0]:
            return p, (carried(value), label(value))
        number = keep(value)
        self.kept.append(number)
        return h, (number, label(value), 1 if callable(value) else 0)

    def floats(self, value):
        """A one-dimensional array of floats of at most 64 bits."""
        numpy = sys.modules["numpy"]
        if value.nbytes >= INLINE_BYTES:
            if self.buffers is None:
                return self.view(value)
            value = numpy.ascontiguousarray(value, dtype="<f8")
            self.buffers.append(memoryview(value).cast("B"))
            return w, (len(self.buffers) - 1,)
        return b, (value.astype("<f8", copy=False).tobytes(),)

    def view(self, value):
        """Hands over the memory of an array nobody else holds, else of a copy."""
        count = sys.getrefcount(value)  # before anything else here refers to it
        flags = value.flags
        sole = (
            count <= sole_references[route[0]]
            and value.base is None
            and flags.owndata
            and flags.c_contiguous
            and value.dtype.str == "<f8"
            and id(value) == self.root
        )
        if not sole:
            value = value.astype("<f8", order="C", copy=True)
        number = keep(value)
        self.kept.append(number)
        return v, (number, value.__array_interface__["data"][0], value.size)

    def probe(self, value):
        return self.count(value)

    def count(self, value):
        return n, (sys.getrefcount(value),)

    def reducer_override(self, value):
        kind = type(value)
        out = WRITERS.get(kind)
        if out is None:
            module = kind.__module__
            if module in ("numpy", "array"):
                register(module)
                out = WRITERS.get(kind)
            if out is None:
                if kind is FunctionType and value in MARKERS:
                    return NotImplemented
                return self.handle(value)
        return out(self, value)


class Probe:
    """Takes the way of an array through the encoder, to count the references seen on it."""


def make_probe():
    return Probe()


def out_probe(encoder, value):
    return encoder.probe(value)


WRITERS[Probe] = out_probe

# How many references getrefcount sees in Encoder.view for an array that nobody but the call that
# made it holds; per route (0: execute, 1: quick), measured at start since Python versions differ.
# -1 means: never hand over, always copy.
sole_references = [-1, -1]
route = [0]


def encode(value, buffers=None):
    if type(value) in SIMPLE:
        return dumps(value, 5)
    file = BytesIO()
    encoder = Encoder(file, buffers)
    encoder.root = id(value)
    try:
        encoder.dump(value)
    except BaseException as error:
        release(encoder.kept)
        if isinstance(error, (RecursionError, PicklingError)):
            return encode_carefully(value, buffers)
        raise
    return file.getvalue()


def encode_carefully(value, buffers=None):
    """As encode, but what Zixir cannot read (see `careful`) crosses as handles."""
    try:
        value = careful(value, set(), {})
    except RecursionError:
        value = AsHandle(value)
    file = BytesIO()
    encoder = Encoder(file, buffers)
    try:
        encoder.dump(value)
    except RecursionError:
        release(encoder.kept)
        file = BytesIO()
        Encoder(file, buffers).dump(AsHandle(value))
    return file.getvalue()


# Nested deeper than this all of a value is a handle: no Python is asked to recurse further.
CAREFUL_DEPTH = 400


def careful(value, above, done):
    """Replaces dicts with other keys than str, containers inside themselves and strings with lone
    surrogates by AsHandle; everything around them is rebuilt, once each (`done`)."""
    kind = type(value)
    if kind is str:
        return value if well_formed(value) else AsHandle(value)
    if kind not in (list, tuple, dict, set, frozenset):
        return value
    number = id(value)
    if number in done:
        return done[number]
    if number in above:
        return AsHandle(value)
    if len(above) >= CAREFUL_DEPTH:
        raise RecursionError
    above.add(number)
    if kind is dict:
        if all(type(key) is str and well_formed(key) for key in value):
            result = {key: careful(item, above, done) for key, item in value.items()}
        else:
            result = AsHandle(value)
    elif kind is list or kind is tuple:
        result = kind([careful(item, above, done) for item in value])
    else:
        result = [careful(item, above, done) for item in value]
    above.discard(number)
    done[number] = result
    return result


def well_formed(text):
    try:
        text.encode("utf-8")
        return True
    except UnicodeEncodeError:
        return False


class Carrier(Pickler):
    """Writes an object for another Python process; modules by their names."""

    def reducer_override(self, value):
        if type(value) is ModuleType:
            return import_module, (value.__name__,)
        return NotImplemented


def carried(value):
    """The pickle of an object for another Python process."""
    file = BytesIO()
    try:
        Carrier(file, 5).dump(value)
        return file.getvalue()
    except RecursionError:
        raise
    except Exception as error:
        raise CannotCarry(
            "%s cannot go from one Python process to another: %s" % (label(value), error)
        ) from None


class CannotCarry(Exception):
    """Raised for objects that pickle cannot write, such as open files and locks."""


# ---- into Python ---------------------------------------------------------------------------------

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


def call(target, arguments, keywords):
    if (target is exec or target is eval) and len(arguments) == 1 and not keywords:
        # Without globals they would see and change the names of this module.
        arguments = (arguments[0], vars(import_module("__main__")))
    result = target(*arguments, **keywords)
    if type(result) is CoroutineType:
        return finish_coroutine(result)
    return result


loops = []


def finish_coroutine(coroutine):
    """Waits for a coroutine on one event loop shared by all calls, so that they overlap."""
    import asyncio
    import threading

    if not loops:
        loop = asyncio.new_event_loop()
        threading.Thread(target=loop.run_forever, daemon=True, name="zixir-asyncio").start()
        loops.append(loop)
    future = asyncio.run_coroutine_threadsafe(coroutine, loops[0])
    try:
        return future.result()
    except BaseException:
        future.cancel()
        raise


class OneByOne:
    """An iterator that must not be read ahead of use, because others may go on with it."""

    def __init__(self, iterator):
        self.iterator = iterator


def page(iterator, size):
    """The next items, as many as come within two milliseconds, at least one."""
    if type(iterator) is OneByOne:
        iterator, size = iterator.iterator, 1
    items = []
    until = monotonic() + 0.002
    for item in iterator:
        items.append(item)
        if len(items) >= size or monotonic() > until:
            return {"items": items, "done": False}
    return {"items": items, "done": True}


def run(request):
    """Carries out one request: (operation, target, arguments, keywords)."""
    operation, target, arguments, keywords = request
    if operation == "R":
        return release(arguments)
    if type(target) is tuple:
        target = resolve(target[0], target[1])
    if operation == "c":
        return call(target, arguments, keywords)
    if operation == "g":
        return target
    if operation == "i":
        return target[arguments[0]]
    if operation == "s":
        target[arguments[0]] = arguments[1]
        return None
    if operation == "a":
        setattr(target, arguments[0], arguments[1])
        return None
    if operation == "l":
        return len(target)
    if operation == "r":
        return repr(target)
    if operation == "p":
        return str(target)
    if operation == "b":
        return bool(target)
    if operation == "t":
        iterator = iter(target)
        return AsHandle(OneByOne(iterator) if iterator is target else iterator)
    if operation == "x":
        return page(target, arguments[0])
    if operation == "o":
        return AsHandle(target)
    if operation == "k":
        return carried(target)
    if operation == "u":
        return AsHandle(loads(arguments[0]))
    raise RuntimeError("unknown operation " + repr(operation))


def perform(data, special, buffers=()):
    """Reads a request and carries it out."""
    return run(Decoder(BytesIO(data), buffers).load() if special else loads(data))


# ---- errors --------------------------------------------------------------------------------------


def describe(error):
    """An exception as (type, message, traceback, extra), made so that it cannot fail itself."""
    try:
        message = str(error)
    except Exception:
        message = "(no text: its __str__ failed)"
    try:
        trace = trimmed_traceback(error)
    except Exception:
        trace = ""
    extra = {}
    try:
        extra = hints(error)
    except Exception:
        pass
    kind = type(error)
    data = (kind.__name__, plain(message), plain(trace), extra)
    return dumps(data, 5)


def plain(text):
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def trimmed_traceback(error):
    import traceback

    entry = error.__traceback__
    while entry is not None and not_users(entry.tb_frame.f_code.co_filename):
        entry = entry.tb_next
    lines = traceback.format_exception(type(error), error.with_traceback(entry), entry, limit=-40)
    text = "".join(lines)
    return text if len(text) <= 20000 else text[:10000] + "\n...\n" + text[-10000:]


def not_users(file):
    return file == __file__ or file.startswith("<frozen importlib") or file == IMPORTLIB


def hints(error):
    extra = {}
    if isinstance(error, ImportError) and error.name:
        extra["module"] = error.name
    if isinstance(error, ModuleNotFoundError):
        extra["missing"] = True
    if isinstance(error, AttributeError) and error.obj is not None and error.name:
        import difflib

        near = difflib.get_close_matches(error.name, dir(error.obj), 1, 0.6)
        if near:
            extra["near"] = near[0]
    token = getattr(error, "zixir_token", None)
    if token is not None:
        extra["token"] = token
    if isinstance(error, Interrupted):
        extra["interrupted"] = True
    if isinstance(error, CannotCarry):
        extra["carry"] = True
    if isinstance(error, MemoryError):
        extra["memory"] = True
    return extra


def show_crashes():
    """Has the Python stack printed before a crash ends the process."""
    try:
        import faulthandler

        faulthandler.enable()
    except Exception:
        pass  # without a usable stderr there is nowhere to print it


def facts():
    """What `zixir doctor` shows of this interpreter."""
    numpy = None
    try:
        from importlib.metadata import version

        numpy = version("numpy")
    except Exception:
        pass
    return {
        "version": sys.version.split()[0],
        "executable": sys.executable or "",
        "prefix": sys.prefix,
        "numpy": numpy,
    }
