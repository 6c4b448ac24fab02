/**
 * What a program may touch outside itself: the network, files, child processes, the environment,
 * Python. As in Deno, nothing of the first four unless it was granted.
 *
 * Python is granted by default because a program names it in its own source and everything else
 * works without it; but Python code is *not* confined by the other permissions. Whoever runs
 * programs he does not trust takes `python` away (`--deny-python`).
 *
 * @module
 */
import { paths } from "./paths.ts";
import { ZixirError } from "./values/error.ts";

/** What can be granted. */
export type PermissionKind = "net" | "read" | "write" | "run" | "env" | "python";

/** Everything (`true`), nothing (`false`), or only the hosts, folders, commands, names listed. */
export type Grant = boolean | readonly string[];

/** What a program may do, by kind. */
export type Permissions = Readonly<Record<PermissionKind, Grant>>;

/** The kinds, in the order in which help and messages name them. */
export const PERMISSION_KINDS: readonly PermissionKind[] = [
  "net",
  "read",
  "write",
  "run",
  "env",
  "python",
];

/** What a program has when nothing is said: Python and nothing else. */
export const DEFAULT_PERMISSIONS: Permissions = {
  net: false,
  read: false,
  write: false,
  run: false,
  env: false,
  python: true,
};

/** What `-A` grants. */
export const ALL_PERMISSIONS: Permissions = {
  net: true,
  read: true,
  write: true,
  run: true,
  env: true,
  python: true,
};

/**
 * Whether something is granted.
 *
 * What `resource` is depends on the kind: `host` or `host:port` for `net`, a path for `read` and
 * `write` (granted when it lies in a granted folder, links followed), the command as written for
 * `run`, the variable's name for `env`, the module's name for `python`.
 *
 * @param permissions what was granted
 * @param kind what is about to be used
 * @param resource which one
 *
 * @example
 * ```ts
 * import { DEFAULT_PERMISSIONS, isGranted } from "./permissions.ts";
 * const permissions = { ...DEFAULT_PERMISSIONS, net: ["api.example.com"] };
 * if (!isGranted(permissions, "net", "api.example.com:443")) throw new Error("host");
 * if (isGranted(permissions, "net", "example.com:443")) throw new Error("other host");
 * ```
 */
export function isGranted(
  permissions: Permissions,
  kind: PermissionKind,
  resource: string,
): boolean {
  const grant = permissions[kind];
  if (typeof grant === "boolean") return grant;
  switch (kind) {
    case "net":
      return grant.some((granted) => coversHost(granted, resource));
    case "read":
    case "write":
      return grant.some((folder) => coversPath(folder, resource));
    case "python":
      return grant.some((name) => resource === name || resource.startsWith(`${name}.`));
    case "run":
    case "env":
      return grant.includes(resource);
  }
}

/**
 * Lets the caller go on only where the resource is granted.
 *
 * @param permissions what was granted
 * @param kind what is about to be used
 * @param resource which one (see {@linkcode isGranted})
 * @throws {ZixirError} of kind `permission` (E0700), naming the flag that would grant it
 *
 * @example
 * ```ts
 * import { DEFAULT_PERMISSIONS, requirePermission } from "./permissions.ts";
 * let message = "";
 * try {
 *   requirePermission(DEFAULT_PERMISSIONS, "net", "example.com:443");
 * } catch (error) {
 *   message = (error as Error).message;
 * }
 * if (message !== "no permission to use the network at example.com:443") throw new Error(message);
 * ```
 */
export function requirePermission(
  permissions: Permissions,
  kind: PermissionKind,
  resource: string,
): void {
  if (isGranted(permissions, kind, resource)) return;
  const hint = kind === "python"
    ? "Python was denied to this program; run it without --deny-python"
    : `run the program with ${permissionFlag(kind, resource)}`;
  throw new ZixirError("permission", `no permission to ${ACTION[kind]} ${shown(kind, resource)}`, {
    data: { permission: kind, resource },
    hint,
  });
}

/** The flag that grants exactly this: `--allow-net=example.com`. */
export function permissionFlag(kind: PermissionKind, resource: string): string {
  const value = kind === "net" ? splitHost(resource).host : resource;
  return `--allow-${kind}=${/[\s"'$]/.test(value) ? JSON.stringify(value) : value}`;
}

const ACTION: Readonly<Record<PermissionKind, string>> = {
  net: "use the network at",
  read: "read",
  write: "write",
  run: "run",
  env: "read the environment variable",
  python: "call the Python module",
};

function shown(kind: PermissionKind, resource: string): string {
  return kind === "net" || kind === "env" ? resource : JSON.stringify(resource);
}

function coversHost(granted: string, resource: string): boolean {
  const wanted = splitHost(resource.toLowerCase());
  const given = splitHost(granted.toLowerCase());
  if (given.port !== null && given.port !== wanted.port) return false;
  if (given.host.startsWith("*.")) return wanted.host.endsWith(given.host.slice(1));
  return given.host === wanted.host;
}

/** Parts of `host:port`; an IPv6 host stands in brackets, alone it has no port. */
function splitHost(text: string): { host: string; port: string | null } {
  const found = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(text);
  return found === null ? { host: text, port: null } : { host: found[1], port: found[2] };
}

function coversPath(folder: string, path: string): boolean {
  const { isAbsolute, relative, resolve } = paths();
  const way = relative(realPath(resolve(folder)), realPath(resolve(path)));
  return way === "" || (way !== ".." && !/^\.\.[\\/]/.test(way) && !isAbsolute(way));
}

/**
 * The path with links followed as far as it exists: a file about to be written does not exist yet,
 * but the link to its folder, or a link with nothing behind it, may lead out of what was granted.
 */
function realPath(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    const { dirname, join, resolve } = paths();
    const parent = dirname(path);
    if (!(error instanceof Deno.errors.NotFound) || parent === path) return path;
    const target = linkTarget(path);
    if (target !== null) return realPath(resolve(parent, target));
    return join(realPath(parent), path.slice(parent.length));
  }
}

/** Where a link leads; null for anything else, and for what is not there. */
function linkTarget(path: string): string | null {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return null;
  }
}
