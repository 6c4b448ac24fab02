/**
 * Writes a file so that whoever reads it, after whatever happened to the writer, finds all of the
 * old content or all of the new.
 *
 * A step that dies while it writes runs again, and often reads what it wrote before: a file cut to
 * nothing would then be taken for an answer.
 *
 * @module
 */
/**
 * Replaces the content of a file at once, or makes the file: the bytes go to a file beside it, which
 * then takes its name.
 *
 * A link is followed and stays a link, and the file's mode stays what it was. A pipe or a device is
 * written to as it is. Where no file can be made beside it, it is written in place: whoever may
 * write one file of a folder only can have no more than that.
 *
 * @param path the file
 * @param bytes its new content
 * @throws {Error} as `Deno.writeFileSync` does; what was there before is then still there
 * @example
 * ```ts
 * import { replaceFile } from "./whole_file.ts";
 *
 * const path = `${Deno.makeTempDirSync()}/state.txt`;
 * replaceFile(path, new TextEncoder().encode("1"));
 * Deno.readTextFileSync(path); // "1"
 * ```
 */
export function replaceFile(path: string, bytes: Uint8Array): void {
  const there = lookAt(path);
  if (there === "in place") return Deno.writeFileSync(path, bytes);
  const beside = `${there.path}.${crypto.randomUUID()}.part`;
  if (!make(beside, there.mode)) return Deno.writeFileSync(path, bytes);
  try {
    Deno.writeFileSync(beside, bytes);
    Deno.renameSync(beside, there.path);
  } catch (error) {
    Deno.removeSync(beside);
    throw error;
  }
}

/** The file that a path leads to and its mode (null for none yet), or that it is no plain file. */
function lookAt(path: string): { path: string; mode: number | null } | "in place" {
  try {
    const info = Deno.lstatSync(path);
    if (!info.isFile && !info.isSymlink) return "in place";
    // `/dev/stdout` leads to whatever file the process was given to write to.
    if (/^\/(dev|proc)\//.test(path)) return "in place";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { path, mode: null };
    throw error;
  }
  try {
    const { isFile, mode } = Deno.statSync(path);
    if (!isFile) return "in place";
    // A file that may not be written must not be replaced either.
    Deno.openSync(path, { write: true }).close();
    return { path: Deno.realPathSync(path), mode };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "in place";
    throw error;
  }
}

/** Makes an empty file of a mode; false where that is not permitted here. */
function make(path: string, mode: number | null): boolean {
  try {
    Deno.openSync(path, { write: true, createNew: true }).close();
    if (mode !== null && Deno.build.os !== "windows") Deno.chmodSync(path, mode & 0o7777);
    return true;
  } catch {
    return false;
  }
}
