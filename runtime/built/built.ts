/**
 * The built command: all modules of a checkout brought together in few files by `deno task build`,
 * which start in about half the time.
 *
 * Invariants:
 * 1. It is what the sources are: it is used only where every file it was made of still has the size
 *    and the times that it had then (`currentBuild`). Whoever edits a source runs the sources.
 * 2. It asks the user for nothing: without the permission to read these files the sources run.
 * 3. A build never changes once it is there: each has a folder of its own, and `current.json` is
 *    replaced at once, so a process goes on with the build it began with.
 *
 * @module
 */

/** A file that a build was made of, as it was then. */
export type SourceState = readonly [
  path: string,
  bytes: number,
  modifiedMs: number,
  /** When its content, name or mode last changed; 0 where the system does not tell. */
  changedMs: number,
];

/** What `current.json` tells of a build. */
export interface Build {
  /** The `file:` URL of the module to import. */
  readonly entry: string;
  /** Every file it was made of. */
  readonly sources: readonly SourceState[];
}

/** Where the builds of a checkout are. */
export function buildsFolder(root: URL): URL {
  return new URL(".cache/command/", root);
}

/**
 * The build of a checkout, where there is one made of just the files that are there now.
 *
 * @param root the checkout's folder, with a slash at its end
 * @returns the URL of the module to import; null where the sources are to be run
 *
 * @example
 * ```ts
 * import { currentBuild } from "./built.ts";
 * if (currentBuild(new URL("https://example.com/zixir/")) !== null) throw new Error("not a folder");
 * ```
 */
export function currentBuild(root: URL): string | null {
  if (root.protocol !== "file:") return null;
  if (Deno.permissions.querySync({ name: "read" }).state !== "granted") return null;
  try {
    const note = Deno.readTextFileSync(new URL("current.json", buildsFolder(root)));
    const { entry, sources } = JSON.parse(note) as Build;
    Deno.statSync(new URL(entry));
    // Some hundred files: a plain loop, since all of this runs once and so before it is compiled.
    for (const [path, bytes, modifiedMs, changedMs] of sources) {
      const { size, mtime, ctime } = Deno.statSync(path);
      if (size !== bytes || timeOf(mtime) !== modifiedMs || timeOf(ctime) !== changedMs) {
        return null;
      }
    }
    return entry;
  } catch {
    return null;
  }
}

/**
 * A file as it is now.
 *
 * @param path its path
 * @throws {Deno.errors.NotFound} when it is not there
 */
export function stateOf(path: string): SourceState {
  const { size, mtime, ctime } = Deno.statSync(path);
  return [path, size, timeOf(mtime), timeOf(ctime)];
}

function timeOf(date: Date | null): number {
  return date === null ? 0 : date.getTime();
}
