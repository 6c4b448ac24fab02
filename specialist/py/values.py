"""The Zixir side inside Python, first part: what values cross as, and the objects kept for Zixir.

The files of this folder are joined to one module `_zixir` (build_py.ts): the same for the
interpreter inside the Zixir process (threads, lent, setup) and for every worker process (worker),
after the parts common to both (values, encode, decode, operations, errors). Plain values cross as
marshal, anything else as pickle protocol 5, both written and read by Zixir itself: in pickle, exact
built-in types at C speed, the rest through the marker functions h, v, b, n, t, d below, which only
ever appear as names. A pickle begins with the byte PROTO, which no marshal does.
"""

import itertools
import sys
from _pickle import Pickler, PicklingError, Unpickler, dumps, loads
from datetime import date, datetime, timedelta, timezone
from importlib import import_module
from io import BytesIO
from itertools import islice
from marshal import dumps as marshal_dumps
from marshal import loads as marshal_loads
from struct import Struct
from time import monotonic
from types import BuiltinFunctionType, CoroutineType, FunctionType, ModuleType

if not hasattr(sys, "argv"):
    sys.argv = [""]

IMPORTLIB = import_module.__code__.co_filename
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
SIMPLE = {type(None), bool, int, float, str}
PLAIN = SIMPLE | {dict, list, tuple}
PROTO = 0x80
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
