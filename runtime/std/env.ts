/**
 * The module `env`.
 *
 * @module
 */
import { requirePermission } from "../permissions.ts";
import { type List, type Slot, ZixirError } from "../values/mod.ts";
import type { Table } from "../table.ts";
import type { Host } from "./host.ts";

/** The table of `env`. */
export function envTable(host: Host): Table {
  const { environment, permissions, secrets } = host;
  const common = { effect: "effect", permission: "env" } as const;

  function lookUp(name: string): string | undefined {
    requirePermission(permissions, "env", name);
    return environment.get(name);
  }

  function required(by: string, name: string): string {
    const value = lookUp(name);
    if (value !== undefined) return value;
    throw new ZixirError("value", `${by}: the environment variable ${name} is not set`, {
      code: "E0308",
      data: { name },
      hint: `set it before the program starts: ${name}=... zixir run ...`,
    });
  }

  return {
    module: "env",
    doc: "The environment: variables, secrets, the program's arguments.",
    entries: [
      {
        name: "get",
        type: "(name: String) -> String?",
        doc: "The value of an environment variable, or nil when it is not set.",
        example: { source: 'env.get("MODE") ?? "fast"', result: '"slow"' },
        ...common,
        run: (name: string): Slot => lookUp(name) ?? null,
      },
      {
        name: "require",
        type: "(name: String) -> String",
        doc: 'The value of an environment variable; raises kind "value" when it is not set.',
        example: { source: 'env.require("MODE")', result: '"slow"' },
        ...common,
        run: (name: string): string => required("env.require", name),
      },
      {
        name: "secret",
        type: "(name: String) -> String",
        doc: "As `env.require`, and from then on the value is masked in logs and error messages.",
        example: { source: 'len(env.secret("API_KEY"))', result: "8" },
        ...common,
        run: (name: string): string => {
          const value = required("env.secret", name);
          secrets.add(value);
          return value;
        },
      },
      {
        name: "args",
        type: "() -> [String]",
        doc: "The arguments given to the program after its file.",
        example: { source: "env.args()", result: '["--fast"]' },
        effect: "effect",
        run: (): List => [...environment.args],
      },
    ],
  };
}
