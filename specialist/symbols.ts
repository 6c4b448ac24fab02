/**
 * The functions of CPython's C API that Zixir calls, with their types, declared once.
 *
 * The word before each says who owns the result: *new* means that the caller must release it,
 * *borrowed* that it must not. *steals* names the argument that the call takes over. `Py_ssize_t`
 * is 64 bits wide (`isize`) on every supported system, `long` is not, so no signature uses it.
 * All of them need the GIL unless marked (no GIL).
 *
 * @module
 */

/** The foreign interface of libpython, for `Deno.dlopen`. */
export const pythonSymbols = {
  // Start. (no GIL) until Py_InitializeEx returns, which leaves the calling thread holding it.
  Py_GetVersion: { parameters: [], result: "pointer" }, // static text
  Py_IsInitialized: { parameters: [], result: "i32" }, // (no GIL)
  Py_SetProgramName: { parameters: ["buffer"], result: "void", optional: true }, // keeps the buffer
  Py_InitializeEx: { parameters: ["i32"], result: "void" },
  PyEval_SaveThread: { parameters: [], result: "pointer" }, // releases the GIL
  PyGILState_Ensure: { parameters: [], result: "i32" }, // takes the GIL
  PyGILState_Release: { parameters: ["i32"], result: "void" },

  // Code and modules.
  Py_CompileString: { parameters: ["buffer", "buffer", "i32"], result: "pointer" }, // new
  PyImport_ExecCodeModuleEx: { parameters: ["buffer", "pointer", "buffer"], result: "pointer" }, // new
  PyImport_AddModule: { parameters: ["buffer"], result: "pointer" }, // borrowed, kept by sys.modules
  PyObject_GetAttr: { parameters: ["pointer", "pointer"], result: "pointer" }, // new
  PyObject_GetAttrString: { parameters: ["pointer", "buffer"], result: "pointer" }, // new

  // Calls.
  PyObject_CallNoArgs: { parameters: ["pointer"], result: "pointer" }, // new
  // Inlined by the headers of 3.10 and so not in its library: see `Interpreter.callOne`.
  PyObject_CallOneArg: { parameters: ["pointer", "pointer"], result: "pointer", optional: true }, // new
  PyObject_CallObject: { parameters: ["pointer", "pointer"], result: "pointer" }, // new
  PyTuple_New: { parameters: ["isize"], result: "pointer" }, // new
  PyTuple_SetItem: { parameters: ["pointer", "isize", "pointer"], result: "i32" }, // steals the item

  // Scalars.
  PyFloat_FromDouble: { parameters: ["f64"], result: "pointer" }, // new
  PyFloat_AsDouble: { parameters: ["pointer"], result: "f64" },
  PyLong_FromDouble: { parameters: ["f64"], result: "pointer" }, // new
  PyLong_AsDouble: { parameters: ["pointer"], result: "f64" },
  PyBool_FromLong: { parameters: ["isize"], result: "pointer" }, // new
  PyUnicode_DecodeUTF8: { parameters: ["buffer", "isize", "pointer"], result: "pointer" }, // new
  PyUnicode_InternFromString: { parameters: ["buffer"], result: "pointer" }, // new
  PyObject_Type: { parameters: ["pointer"], result: "pointer" }, // new
  Py_Is: { parameters: ["pointer", "pointer"], result: "i32" },

  // References and errors.
  Py_IncRef: { parameters: ["pointer"], result: "void" },
  Py_DecRef: { parameters: ["pointer"], result: "void" },
  PyErr_Occurred: { parameters: [], result: "pointer" }, // borrowed
  PyErr_Clear: { parameters: [], result: "void" },
  PyErr_Fetch: { parameters: ["buffer", "buffer", "buffer"], result: "void" }, // three new, or null
  PyErr_NormalizeException: { parameters: ["buffer", "buffer", "buffer"], result: "void" },

  // Locks by which the main thread wakes Python threads. (no GIL)
  PyThread_allocate_lock: { parameters: [], result: "pointer" },
  PyThread_acquire_lock: { parameters: ["pointer", "i32"], result: "i32" },
  PyThread_release_lock: { parameters: ["pointer"], result: "void" },
} as const;

/** The loaded library. */
export type PythonLibrary = Deno.DynamicLibrary<typeof pythonSymbols>;

/** The callable symbols of the loaded library. */
export type PythonSymbols = PythonLibrary["symbols"];
