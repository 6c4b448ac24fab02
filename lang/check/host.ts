/**
 * The names that every file can use: the tables of the host as definitions.
 *
 * @module
 */
import { parseNotation } from "../types/notation.ts";
import type { HostModule } from "./checked.ts";
import type { HostDef, ModuleDef } from "./definition.ts";
import { Scope } from "./scope.ts";

const scopes = new WeakMap<readonly HostModule[], Scope>();

/**
 * The outermost scope: global functions and host modules. Made once per array of tables; the types
 * of entries are read when they are first used.
 */
export function hostScope(hosts: readonly HostModule[]): Scope {
  let scope = scopes.get(hosts);
  if (scope === undefined) {
    scope = makeScope(hosts);
    scopes.set(hosts, scope);
  }
  return scope;
}

function makeScope(hosts: readonly HostModule[]): Scope {
  const scope = new Scope(null, "host");
  const modules: ModuleDef[] = [];
  for (const host of hosts) {
    const entries = new Map<string, HostDef>();
    for (const entry of host.entries) entries.set(entry.name, hostDefinition(host.module, entry));
    if (host.module === "") {
      for (const [name, entry] of entries) scope.define(entry, name);
      continue;
    }
    const module: ModuleDef = {
      kind: "module",
      name: host.module,
      file: null,
      host: host.module,
      member: (name) => entries.get(name) ?? null,
      type: () => null,
      names: () => entries.keys(),
    };
    modules.push(module);
  }
  for (const module of modules) {
    const value = scope.own(module.name, 0);
    if (value?.kind === "host") value.namespace = module;
    else scope.define(module, module.name);
  }
  return scope;
}

function hostDefinition(module: string, entry: HostModule["entries"][number]): HostDef {
  let parsed: ReturnType<typeof parseNotation> | null = null;
  const signature = () => parsed ??= parseNotation(entry.type, entry.effect ?? "pure");
  return {
    kind: "host",
    module,
    entry,
    namespace: null,
    get scheme() {
      return signature().scheme;
    },
    get parameters() {
      return signature().parameters;
    },
  };
}
