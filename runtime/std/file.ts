/**
 * The modules `file` and `path`.
 *
 * Files are read and written at once, without waiting; every failure is kind `io`, names the path
 * and says what to do, and `data` has the path and a `reason` to match on.
 *
 * @module
 */
import { nearest } from "../../lang/diagnostics/nearest.ts";
import { paths } from "../paths.ts";
import { requirePermission } from "../permissions.ts";
import { asZixirError, type List, type RecordSlot, Time, ZixirError } from "../values/mod.ts";
import type { Entry, Table } from "../table.ts";
import type { Host } from "./host.ts";
import { linesOf } from "./string.ts";

/** The table of `file`. */
export function fileTable(host: Host): Table {
  const { files } = host;
  const reading = { effect: "effect", permission: "read" } as const;
  const writing = { effect: "effect", permission: "write" } as const;

  /** Does something to a file, where permitted, with failures in our words. */
  function use<T>(name: string, kind: "read" | "write", path: string, action: () => T): T {
    if (path === "") throw ioError(name, path, "invalid_path", "the path is empty");
    requirePermission(host.permissions, kind, path);
    try {
      return action();
    } catch (error) {
      throw fileError(host, name, kind, path, error);
    }
  }

  function readText(name: string, path: string): string {
    return textOf(name, path, use(name, "read", path, () => files.readBytes(path)));
  }

  function write(name: string, path: string, bytes: Uint8Array, append: boolean): null {
    use(name, "write", path, () => files.writeBytes(path, bytes, append));
    return null;
  }

  return {
    module: "file",
    doc: "Files and folders.",
    entries: [
      {
        name: "read",
        type: "(path: String) -> String",
        doc: "The text of a file, which must be UTF-8.",
        example: { source: 'file.read("notes.txt")', result: '"one\\ntwo\\n"' },
        ...reading,
        run: (path: string): string => readText("file.read", path),
      },
      {
        name: "lines",
        type: "(path: String) -> [String]",
        doc: "The lines of a text file, without their ends.",
        example: { source: 'file.lines("notes.txt")', result: '["one", "two"]' },
        ...reading,
        run: (path: string): List => linesOf(readText("file.lines", path)),
      },
      {
        name: "read_bytes",
        type: "(path: String) -> Bytes",
        doc: "The bytes of a file.",
        example: { source: 'len(file.read_bytes("notes.txt"))', result: "8" },
        ...reading,
        run: (path: string): Uint8Array =>
          use("file.read_bytes", "read", path, () => files.readBytes(path)),
      },
      {
        name: "write",
        type: "(path: String, text: String) -> Nil",
        doc:
          "Writes a text as the whole content of a file: all of it, or nothing if the program dies.",
        example: {
          source: 'file.write("out.txt", "done")\nfile.read("out.txt")',
          result: '"done"',
        },
        ...writing,
        run: (path: string, text: string): null =>
          write("file.write", path, new TextEncoder().encode(text), false),
      },
      {
        name: "append",
        type: "(path: String, text: String) -> Nil",
        doc: "Adds a text to the end of a file, which is made when it is not there.",
        example: {
          source: 'file.append("notes.txt", "three")\nlen(file.lines("notes.txt"))',
          result: "3",
        },
        ...writing,
        run: (path: string, text: string): null =>
          write("file.append", path, new TextEncoder().encode(text), true),
      },
      {
        name: "write_bytes",
        type: "(path: String, bytes: Bytes) -> Nil",
        doc: "Writes bytes as the whole content of a file.",
        example: {
          source:
            'file.write_bytes("b.bin", bytes.from_list([1, 2]))\nlen(file.read_bytes("b.bin"))',
          result: "2",
        },
        ...writing,
        run: (path: string, bytes: Uint8Array): null =>
          write("file.write_bytes", path, bytes, false),
      },
      {
        name: "exists",
        type: "(path: String) -> Bool",
        doc: "Whether there is a file or folder.",
        example: {
          source: '[file.exists("notes.txt"), file.exists("nothing")]',
          result: "[true, false]",
        },
        ...reading,
        run: (path: string): boolean =>
          use("file.exists", "read", path, () => files.info(path)) !== null,
      },
      {
        name: "info",
        type: "(path: String) -> {kind: String, size: Int, modified: Time?}",
        doc:
          'What is known of a file or folder: kind "file", "folder" or "other", bytes, time of change.',
        example: { source: 'file.info("notes.txt").size', result: "8" },
        ...reading,
        run: (path: string): RecordSlot => {
          const info = use("file.info", "read", path, () => {
            const found = files.info(path);
            if (found === null) throw new Deno.errors.NotFound(path);
            return found;
          });
          return {
            kind: info.isFile ? "file" : info.isFolder ? "folder" : "other",
            size: info.size,
            modified: info.modifiedMs === null ? null : new Time(info.modifiedMs),
          };
        },
      },
      {
        name: "list",
        type: '(path: String = ".") -> [String]',
        doc: "The names in a folder, sorted.",
        example: { source: "file.list()", result: '["data", "notes.txt"]' },
        ...reading,
        run: (path = "."): List => [...use("file.list", "read", path, () => files.list(path))],
      },
      {
        name: "make_dir",
        type: "(path: String) -> Nil",
        doc: "Makes a folder and those above it; one that is there already is fine.",
        example: { source: 'file.make_dir("a/b")\nfile.list("a")', result: '["b"]' },
        ...writing,
        run: (path: string): null => {
          use("file.make_dir", "write", path, () => files.makeDir(path));
          return null;
        },
      },
      {
        name: "remove",
        type: "(path: String, recursive: Bool = false) -> Nil",
        doc:
          "Removes a file or an empty folder, or with `recursive: true` a folder and all that is in it.",
        example: {
          source: 'file.remove("notes.txt")\nfile.exists("notes.txt")',
          result: "false",
        },
        ...writing,
        run: (path: string, recursive = false): null => {
          use("file.remove", "write", path, () => {
            if (!recursive && files.info(path)?.isFolder && files.list(path).length > 0) {
              throw ioError(
                "file.remove",
                path,
                "not_empty",
                `the folder ${JSON.stringify(path)} is not empty`,
                "recursive: true removes what is in it too",
              );
            }
            files.remove(path);
          });
          return null;
        },
      },
      {
        name: "copy",
        type: "(from: String, to: String) -> Nil",
        doc: "Copies a file; one that is there is replaced.",
        example: {
          source: 'file.copy("notes.txt", "n2.txt")\nlen(file.lines("n2.txt"))',
          result: "2",
        },
        ...writing,
        run: (from: string, to: string): null => {
          use("file.copy", "read", from, () => {
            if (files.info(from) === null) throw new Deno.errors.NotFound(from);
          });
          use("file.copy", "write", to, () => files.copy(from, to));
          return null;
        },
      },
      {
        name: "move",
        type: "(from: String, to: String) -> Nil",
        doc: "Gives a file or folder another name or place; a file that is there is replaced.",
        example: {
          source: 'file.move("notes.txt", "old.txt")\nfile.list()',
          result: '["data", "old.txt"]',
        },
        ...writing,
        run: (from: string, to: string): null => {
          use("file.move", "write", from, () => {
            if (files.info(from) === null) throw new Deno.errors.NotFound(from);
          });
          use("file.move", "write", to, () => files.rename(from, to));
          return null;
        },
      },
      {
        name: "stdin",
        type: "() -> String",
        doc: "All of standard input as text.",
        example: { source: "string.lines(file.stdin())", result: '["typed"]' },
        effect: "effect",
        run: (): string => textOf("file.stdin", "standard input", files.readInput()),
      },
      {
        name: "current_dir",
        type: "() -> String",
        doc: "The folder that relative paths start from.",
        example: { source: "file.current_dir()", result: '"/work"' },
        ...reading,
        run: (): string => {
          requirePermission(host.permissions, "read", ".");
          return files.folder();
        },
      },
    ],
  };
}

/** The table of `path`: paths as texts, without looking at any file. */
export function pathTable(): Table {
  const one = (
    name: string,
    doc: string,
    source: string,
    result: string,
    run: (path: string) => string,
  ): Entry => ({ name, type: "(path: String) -> String", doc, example: { source, result }, run });
  return {
    module: "path",
    doc: "Paths as texts; nothing here looks at a file.",
    entries: [
      {
        name: "join",
        type: "(...parts: String) -> String",
        doc: "The parts as one path.",
        example: { source: 'path.join("data", "2026", "../a.csv")', result: '"data/a.csv"' },
        run: (first = ".", ...rest: string[]): string => paths().join(first, ...rest),
      },
      one(
        "name",
        "The last part.",
        'path.name("data/a.csv")',
        '"a.csv"',
        (p) => paths().basename(p),
      ),
      one(
        "stem",
        "The last part without its extension.",
        'path.stem("data/a.csv")',
        '"a"',
        (p) => paths().basename(p, paths().extname(p)),
      ),
      one(
        "extension",
        "The extension with its dot, or an empty text.",
        'path.extension("data/a.csv")',
        '".csv"',
        (p) => paths().extname(p),
      ),
      one(
        "parent",
        "The path without its last part.",
        'path.parent("data/a.csv")',
        '"data"',
        (p) => paths().dirname(p),
      ),
      one(
        "normalize",
        "The path without `.`, `..` and doubled separators.",
        'path.normalize("a/./b//../c")',
        '"a/c"',
        (p) => paths().normalize(p),
      ),
      {
        name: "is_absolute",
        type: "(path: String) -> Bool",
        doc: "Whether the path starts at the root.",
        example: {
          source: '[path.is_absolute("/a"), path.is_absolute("a")]',
          result: "[true, false]",
        },
        run: (path: string): boolean => paths().isAbsolute(path),
      },
      {
        name: "relative",
        type: "(from: String, to: String) -> String",
        doc: "How to get from one folder to a path, both absolute.",
        example: { source: 'path.relative("/a/b", "/a/c/d")', result: '"../c/d"' },
        run: (from: string, to: string): string =>
          paths().relative(paths().resolve("/", from), paths().resolve("/", to)),
      },
    ],
  };
}

/** The error of a file: kind `io`. */
function ioError(
  name: string,
  path: string,
  reason: string,
  problem: string,
  hint?: string,
): ZixirError {
  return new ZixirError("io", `${name}: ${problem}`, {
    data: { path, reason },
    ...(hint === undefined ? {} : { hint }),
  });
}

function textOf(name: string, path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw ioError(
      name,
      path,
      "not_text",
      `${JSON.stringify(path)} is not UTF-8 text`,
      "file.read_bytes reads any file",
    );
  }
}

function fileError(
  host: Host,
  name: string,
  kind: "read" | "write",
  path: string,
  error: unknown,
): ZixirError {
  if (!(error instanceof Error) || error instanceof ZixirError) return asZixirError(error);
  const shown = JSON.stringify(path);
  switch (error.name) {
    case "NotFound": {
      const [problem, hint] = missing(host, kind, path);
      return ioError(name, path, "not_found", problem, hint);
    }
    case "PermissionDenied":
      return ioError(
        name,
        path,
        "denied",
        `the system does not let this user ${kind} ${shown}`,
        "look at the owner and mode of the file and its folder",
      );
    case "IsADirectory":
      return ioError(name, path, "is_folder", `${shown} is a folder`, "file.list gives its names");
    case "NotADirectory":
      return ioError(name, path, "not_folder", `${shown} is no folder, or leads through a file`);
    case "AlreadyExists":
      return ioError(name, path, "exists", `${shown} is there already`);
    case "NotCapable":
      return asZixirError(error);
  }
  // Deno puts the path and the number of the system call behind the words of the system.
  const words = error.message.replace(/ \(os error \d+\).*$/s, "");
  return ioError(name, path, "failed", `${shown}: ${words}`);
}

/** What is missing on the way to a path, and what to try: the nearest name, or making the folder. */
function missing(host: Host, kind: "read" | "write", path: string): [string, string | undefined] {
  const { basename, dirname, join } = paths();
  const folder = dirname(path);
  try {
    if (host.files.info(folder) === null) {
      const hint = kind === "write"
        ? `file.make_dir(${JSON.stringify(folder)}) makes it`
        : undefined;
      return [`there is no folder ${JSON.stringify(folder)}`, hint];
    }
    requirePermission(host.permissions, "read", folder);
    const near = nearest(basename(path), host.files.list(folder));
    const hint = near === null ? undefined : `did you mean ${JSON.stringify(join(folder, near))}?`;
    return [`there is no file ${JSON.stringify(path)}`, hint];
  } catch {
    // The folder may not be looked into; then there is nothing to suggest.
    return [`there is no file ${JSON.stringify(path)}`, undefined];
  }
}
