/**
 * Python's exceptions as errors of Zixir.
 *
 * @module
 */
import { PythonError } from "./errors.ts";
import { readPlainPickle } from "./pickle_read.ts";

/** What `describe` in `py/errors.py` tells beside type, message and traceback. */
interface Extra {
  module?: string;
  missing?: boolean;
  near?: string;
  token?: number;
  interrupted?: boolean;
  memory?: boolean;
  carry?: boolean;
}

/** An exception as `describe` in `py/errors.py` wrote it. */
export interface Described {
  readonly type: string;
  readonly message: string;
  readonly traceback: string;
  readonly extra: Extra;
}

/** Reads what `describe` wrote. */
export function readDescribed(bytes: Uint8Array): Described {
  const [type, message, traceback, extra] = readPlainPickle(bytes) as [
    string,
    string,
    string,
    Extra,
  ];
  return { type, message, traceback, extra };
}

/**
 * The error for a described exception.
 *
 * @param executable the interpreter into which a missing package would be installed
 */
export function toPythonError(described: Described, executable: string): PythonError {
  const { type, message, traceback, extra } = described;
  const data = { type, message, traceback };
  if (extra.missing && extra.module !== undefined) {
    const root = extra.module.split(".")[0];
    return new PythonError("E0504", `Python has no module ${extra.module}`, {
      data,
      hint: `install it: ${quote(executable)} -m pip install ${packageNames[root] ?? root}`,
    });
  }
  if (extra.carry) {
    return new PythonError("E0506", message, {
      data,
      hint: "make the call without isolation and memory limit, or have it give values",
    });
  }
  const text = message === "" ? type : `${type}: ${message}`;
  return new PythonError("E0501", text, {
    data,
    hint: extra.near === undefined ? undefined : `did you mean ${extra.near}?`,
  });
}

/** Packages whose name on the index is not that of their module. */
const packageNames: Record<string, string> = {
  sklearn: "scikit-learn",
  skimage: "scikit-image",
  cv2: "opencv-python",
  PIL: "pillow",
  yaml: "pyyaml",
  bs4: "beautifulsoup4",
  dateutil: "python-dateutil",
  dotenv: "python-dotenv",
};

function quote(path: string): string {
  return /^[\w./~+-]+$/.test(path) ? path : JSON.stringify(path);
}
