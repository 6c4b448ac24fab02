/**
 * `zixir doctor`: what Zixir found on this machine, and what to do about what it did not.
 *
 * @module
 */
import { asZixirError } from "../values/error.ts";
import { VERSION } from "../version.ts";
import type { Invocation } from "./command.ts";
import { writeOut } from "./output.ts";

/** One thing that was looked at. */
interface Finding {
  readonly part: string;
  /** It can be used. */
  readonly ok: boolean;
  /** What it is, in a few words. */
  readonly state: string;
  /** Further lines: paths, what was tried, what to do. */
  readonly notes: readonly string[];
}

/** Looks at each part, and reports. The exit status is 0 also when something optional is missing. */
export async function execute({ flags }: Invocation): Promise<number> {
  const findings = [runtime(), await engine(), await python(), await store(flags)];
  if (flags.has("json")) {
    writeOut(JSON.stringify({ version: VERSION, parts: findings }) + "\n");
    return 0;
  }
  writeOut(`zixir    ${VERSION}\n`);
  for (const { part, ok, state, notes } of findings) {
    writeOut(`${part.padEnd(8)} ${ok ? "" : "not usable: "}${state}\n`);
    for (const note of notes) writeOut(`${" ".repeat(9)}${note}\n`);
  }
  return 0;
}

function runtime(): Finding {
  const { os, arch } = Deno.build;
  return { part: "deno", ok: true, state: `${Deno.version.deno} on ${arch} ${os}`, notes: [] };
}

async function engine(): Promise<Finding> {
  const { engineInfo, runEngine } = await import("../../engine/mod.ts");
  try {
    const { kind, level, path, tried } = engineInfo();
    const sum = runEngine("list_sum", [new Float64Array(1000).fill(0.5)]);
    if (sum !== 500) throw new Error(`a sum that must be 500 came out as ${sum}`);
    const isX86 = kind === "native" && Deno.build.arch === "x86_64";
    return {
      part: "engine",
      ok: true,
      state: kind + (isX86 ? `, for x86-64-v${level}` : ""),
      notes: [
        ...(path === undefined ? [] : [path]),
        ...tried.map((line) => `not taken: ${line}`),
        ...(kind === "wasm"
          ? ["deno task build makes the native engine, about 3 times faster"]
          : []),
      ],
    };
  } catch (error) {
    return notUsable("engine", error);
  }
}

async function python(): Promise<Finding> {
  const { Intent } = await import("../intent.ts");
  const intent = new Intent({ program: "<doctor>" });
  try {
    const facts = await intent.pythonFacts();
    return {
      part: "python",
      ok: true,
      state: `${facts.version}, ${facts.mode}, numpy ${facts.numpy ?? "not installed"}`,
      notes: [
        `${facts.executable} (by ${facts.source})`,
        ...(facts.library === undefined ? [] : [facts.library]),
        ...(facts.reason === undefined ? [] : [facts.reason]),
        ...facts.attempts.filter(({ outcome }) => outcome !== "found")
          .map(({ source, path, outcome }) => `passed over: ${source}: ${path}: ${outcome}`),
      ],
    };
  } catch (error) {
    return notUsable("python", error);
  } finally {
    await intent.close();
  }
}

/** The store, its circuits that are not closed, and the processes at work on it with their parts. */
async function store(flags: ReadonlyMap<string, string>): Promise<Finding> {
  const [{ openStore }, { storeLocation }] = await Promise.all([
    import("../store/mod.ts"),
    import("./run_store.ts"),
  ]);
  const location = storeLocation(flags);
  const opened = openStore(location, { create: false });
  try {
    const { format, kv } = await opened.describe();
    const [{ circuitStates }, { publishedTrees, treeText }] = await Promise.all([
      import("../resilience/mod.ts"),
      import("../supervision/mod.ts"),
    ]);
    const circuits = (await circuitStates(opened)).filter(({ state }) => state.status !== "closed");
    const trees = await publishedTrees(opened);
    return {
      part: "store",
      ok: true,
      state: `${location}, format ${format}, Deno KV ${kv === "package" ? "package" : "built in"}`,
      notes: [
        ...circuits.map(({ name, state }) =>
          `circuit "${name}": ${state.status.replace("_", " ")}`
        ),
        ...trees.flatMap(({ pid, host, tree }) => [
          `process ${pid} on ${host}:`,
          ...treeText(tree, Date.now()).map((line) => `  ${line}`),
        ]),
      ],
    };
  } catch (error) {
    const { code, message } = asZixirError(error);
    const isAbsent = code === "E0650" && message.startsWith("there is no store");
    if (!isAbsent) return notUsable("store", error);
    return { part: "store", ok: true, state: `none yet at ${location}`, notes: [] };
  } finally {
    await opened.close();
  }
}

/** A part that failed; further lines of its message, and its hint, stand below. */
function notUsable(part: string, error: unknown): Finding {
  const { message, hint } = asZixirError(error);
  const [state, ...notes] = message.split("\n").map((line) => line.trim());
  return { part, ok: false, state, notes: hint === undefined ? notes : [...notes, hint] };
}
