# Values on their way out of Python.


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
        WHOLE[numpy.ndarray] = whole_array
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
        """Hands over the memory of a copy."""
        value = value.astype("<f8", order="C", copy=True)
        number = keep(value)
        self.kept.append(number)
        return v, (number, value.__array_interface__["data"][0], value.size)

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


# A large array as the whole result.


class Probe:
    """Takes the way of an array, to count the references seen on it."""


def make_probe():
    return Probe()


def whole_probe(value):
    return dumps(sys.getrefcount(value), 5)


def whole_array(value):
    """Hands over the memory of a large array that nobody else holds; of others nothing here."""
    count = sys.getrefcount(value)  # before anything else here refers to it
    if count > sole_references[route[0]] or value.nbytes < INLINE_BYTES:
        return None
    flags = value.flags
    if (
        value.ndim != 1
        or value.base is not None
        or not flags.owndata
        or not flags.c_contiguous
        or value.dtype.str != "<f8"
    ):
        return None
    size = value.size
    address = value.__array_interface__["data"][0]
    number = keep(value)
    if size | number > 0x7FFFFFFF or address >> 47:
        release((number,))
        return None
    low, high = address & 0xFFFFFFFF, address >> 32
    return VIEW(VIEW_START, number, VIEW_NEXT, low, high, VIEW_SIZE, size, VIEW_END)


# The pickle of `v(number, address, size)`: what Encoder would write, in a quarter of the time.
VIEW_START = b"\x80\x05\x8c\x06_zixir\x8c\x01v\x93J"
VIEW_NEXT, VIEW_SIZE, VIEW_END = b"\x8a\x06", b"J", b"\x87R."
VIEW = Struct("<%dsi2sIH1si3s" % len(VIEW_START)).pack
WHOLE = {Probe: whole_probe}

# How many references getrefcount sees in whole_array for an array that nobody but the call that made
# it holds; per route (0: execute, 1: quick), measured at start since Python versions differ.
# -1 means: never hand over, always copy.
sole_references = [-1, -1]
route = [0]


def encode(value, buffers=None):
    kind = type(value)
    if kind in SIMPLE:
        return dumps(value, 5)
    if kind in PLAIN and looks_plain(value, kind):
        try:
            return marshal_dumps(value, 4)
        except ValueError:
            pass  # there is something in it that marshal does not know, or nested too deep
    return encode_pickled(value, kind, buffers)


def encode_again(value, before, buffers=None):
    """For a value that Zixir could not read as it was written before."""
    if before[0] == PROTO:
        return encode_carefully(value, buffers)
    return encode_pickled(value, type(value), buffers)


LOOKED_AT, LONG = 64, 1000


def looks_plain(value, kind):
    """Whether marshal is likely to do for a container: it writes bytes for whatever has a buffer,
    which Zixir then asks for again as pickle. Of rows the first is looked at. In long lists of
    scalars marshal would look each of them up among those that are referred to again."""
    if kind is not dict and value and type(value[0]) is dict:
        value, kind = value[0], dict
    parts = list(islice(value.values() if kind is dict else value, LOOKED_AT))
    kinds = set(map(type, parts))
    if not kinds <= PLAIN:
        return False
    if kind is not dict:
        parts.append(value)
    elif list not in kinds and tuple not in kinds:
        return True
    for part in parts:
        kind = type(part)
        if (kind is list or kind is tuple) and len(part) > LONG and type(part[0]) in SIMPLE:
            return False
    return True


def encode_pickled(value, kind, buffers):
    if kind.__module__ == "numpy" and kind not in WRITERS:
        register("numpy")
    whole = WHOLE.get(kind)
    if whole is not None and buffers is None:
        data = whole(value)
        if data is not None:
            return data
    file = BytesIO()
    encoder = Encoder(file, buffers)
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
    is_array = is_array_of_objects(value)
    if not is_array and kind not in (list, tuple, dict, set, frozenset):
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
        items = value.tolist() if is_array else value
        done.setdefault(None, []).append(items)  # lists made here keep their ids till the end
        result = [careful(item, above, done) for item in items]
    above.discard(number)
    done[number] = result
    return result


def is_array_of_objects(value):
    numpy = sys.modules.get("numpy")
    if numpy is None or type(value) is not getattr(numpy, "ndarray", None):
        return False
    return value.ndim > 0 and value.dtype.kind in "OU"


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
