/**
 * The module `process`.
 *
 * @module
 */
import { requirePermission } from "../permissions.ts";
import {
  asZixirError,
  inspect,
  type List,
  list,
  record,
  type RecordSlot,
  type Slot,
  ZixirError,
} from "../values/mod.ts";
import type { Table } from "../table.ts";
import { bytesOf } from "./bytes.ts";
import type { Host } from "./host.ts";

/** The table of `process`. */
export function processTable(host: Host): Table {
  return {
    module: "process",
    doc: "Child processes.",
    entries: [
      {
        name: "run",
        type:
          "(command: String, args: [String] = [], input: Any = nil, dir: String? = nil, env: Map<String> = {}, check: Bool = false) -> {code: Int, stdout: String, stderr: String}",
        doc:
          'Runs a command to its end, without a shell. A timeout or a cancelled run ends it; with `check: true` a code other than 0 raises kind "process".',
        example: { source: 'process.run("echo", ["hello"]).stdout', result: '"hello\\n"' },
        effect: "async",
        permission: "run",
        run: (
          command: string,
          args: List = [],
          input: Slot = null,
          dir: string | null = null,
          env: RecordSlot = {},
          check = false,
        ): Promise<RecordSlot> => run(host, command, args, input, dir, env, check),
      },
    ],
  };
}

async function run(
  host: Host,
  command: string,
  args: List,
  input: Slot,
  dir: string | null,
  env: RecordSlot,
  check: boolean,
): Promise<RecordSlot> {
  requirePermission(host.permissions, "run", command);
  const signal = host.signal();
  let result;
  try {
    result = await host.processes.run(command, {
      args: list.slots(args) as readonly string[],
      ...(input === null ? {} : { input: bytesOf("process.run", input) }),
      ...(dir === null ? {} : { folder: dir }),
      env: Object.fromEntries(record.entries(env) as [string, string][]),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw startError(host, command, dir, error);
  }
  const decoder = new TextDecoder();
  const { code } = result;
  const stdout = decoder.decode(result.stdout);
  const stderr = decoder.decode(result.stderr);
  if (check && code !== 0) {
    const said = stderr.trim() || stdout.trim();
    const last = said.split("\n").at(-1);
    throw new ZixirError(
      "process",
      `process.run: ${command} ended with code ${code}${last ? `: ${last}` : ""}`,
      { code: "E0310", data: { command, code, stdout, stderr } },
    );
  }
  return { code, stdout, stderr };
}

function startError(
  host: Host,
  command: string,
  dir: string | null,
  error: unknown,
): ZixirError {
  if (!(error instanceof Error) || error.name !== "NotFound") return asZixirError(error);
  const data = { command, reason: "not_found" };
  if (dir !== null && host.files.info(dir) === null) {
    return new ZixirError("io", `process.run: there is no folder ${inspect(dir)}`, { data });
  }
  return new ZixirError("io", `process.run: there is no command ${inspect(command)}`, {
    data,
    hint: /\s/.test(command)
      ? 'arguments go into the list: process.run("ls", ["-l"])'
      : "is it installed, and in a folder of PATH?",
  });
}
