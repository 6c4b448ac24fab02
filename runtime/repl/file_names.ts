/**
 * Names of files, for completion.
 *
 * @module
 */
import type { Candidate } from "./menu.ts";

/**
 * The files that a path may become: programs and folders, those that begin with a dot only when a
 * dot is written.
 *
 * @param written the path so far; relative to the current directory
 */
export function filesAt(written: string): Candidate[] {
  const folder = written.slice(0, written.lastIndexOf("/") + 1);
  const start = written.slice(folder.length);
  const found: Candidate[] = [];
  for (const { name, isDirectory, isSymlink } of entriesIn(folder === "" ? "." : folder)) {
    if (!name.startsWith(start) || (name.startsWith(".") && !start.startsWith("."))) continue;
    const isFolder = isDirectory || (isSymlink && isFolderAt(folder + name));
    if (isFolder) found.push({ text: `${folder}${name}/`, detail: "folder" });
    else if (name.endsWith(".zixir")) found.push({ text: folder + name, detail: "program" });
  }
  return found;
}

function entriesIn(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)];
  } catch {
    return [];
  }
}

function isFolderAt(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
