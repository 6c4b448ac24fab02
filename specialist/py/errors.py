# Exceptions as Zixir hears of them, and what is told of this interpreter.


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
