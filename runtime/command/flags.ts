/**
 * The flags that several commands share, and what the permission flags mean together.
 *
 * @module
 */
import {
  ALL_PERMISSIONS,
  DEFAULT_PERMISSIONS,
  type Grant,
  PERMISSION_KINDS,
  type PermissionKind,
  type Permissions,
} from "../permissions.ts";
import type { Flag } from "./command.ts";

/** `--json`. */
export const JSON_FLAG: Flag = { name: "json", doc: "Write one line of JSON for other programs" };

/** `--quiet`. */
export const QUIET_FLAG: Flag = {
  name: "quiet",
  short: "q",
  doc: "Write no warnings and no notes",
};

/** `--store`. */
export const STORE_FLAG: Flag = {
  name: "store",
  value: "PATH|URL",
  doc: "Where runs and cached values are kept (default: ZIXIR_STORE, else .zixir/store.db)",
};

/** `--explain-cache`. */
export const EXPLAIN_CACHE_FLAG: Flag = {
  name: "explain-cache",
  doc: "Say of each cached step whether it was found, and if not, what changed",
};

const RESOURCE: Readonly<Record<PermissionKind, string>> = {
  net: "HOST",
  read: "PATH",
  write: "PATH",
  run: "COMMAND",
  env: "NAME",
  python: "MODULE",
};

const GRANTS: Readonly<Record<PermissionKind, string>> = {
  net: "Let the program use the network (these hosts only)",
  read: "Let it read files (in these folders only)",
  write: "Let it write files (in these folders only)",
  run: "Let it run other programs (these only)",
  env: "Let it read the environment (these variables only)",
  python: "Let it call only these Python modules (all by default)",
};

/** The flags by which a program gets its permissions. */
export const PERMISSION_FLAGS: readonly Flag[] = [
  ...PERMISSION_KINDS.map((kind): Flag => ({
    name: `allow-${kind}`,
    value: `${RESOURCE[kind]},...`,
    valueOptional: true,
    doc: GRANTS[kind],
  })),
  { name: "deny-python", doc: "Let it call no Python" },
  { name: "allow-all", short: "A", doc: "Let it do everything" },
];

/** The flags of every command that runs a program. */
export const PROGRAM_FLAGS: readonly Flag[] = [STORE_FLAG, ...PERMISSION_FLAGS, QUIET_FLAG];

/**
 * What the permission flags of a command line grant together.
 *
 * @param given every value of each flag, in order; `""` for a flag without one
 *
 * @example
 * ```ts
 * import { permissionsOf } from "./flags.ts";
 * const { net, read } = permissionsOf(new Map([["allow-net", ["a.example,b.example"]]]));
 * if (!Array.isArray(net) || net.length !== 2 || read !== false) throw new Error("flags");
 * ```
 */
export function permissionsOf(given: ReadonlyMap<string, readonly string[]>): Permissions {
  const base = given.has("allow-all") ? ALL_PERMISSIONS : DEFAULT_PERMISSIONS;
  const permissions: Record<PermissionKind, Grant> = { ...base };
  for (const kind of PERMISSION_KINDS) {
    const values = given.get(`allow-${kind}`);
    const isNarrower = kind === "python" || !given.has("allow-all");
    if (values === undefined || !isNarrower) continue;
    const names = values.flatMap((value) => value.split(",")).map((name) => name.trim());
    permissions[kind] = values.includes("") ? true : names.filter((name) => name !== "");
  }
  if (given.has("deny-python")) permissions.python = false;
  return permissions;
}
