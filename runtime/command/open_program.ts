/**
 * Opening a program with all that orchestration needs: store, runs, cache.
 *
 * @module
 */
import { analyse, type Analysis } from "../../lang/mod.ts";
import { durableWorld } from "../durable_world.ts";
import { Intent } from "../intent.ts";
import { loadFile } from "../program/loader.ts";
import { constructorsOf } from "../program/workflows.ts";
import type { Program, World } from "../program.ts";
import { type Host, realHost } from "../std/mod.ts";
import type { ConstructorLookup, Store } from "../store/mod.ts";
import type { Driver } from "../workflow/driver.ts";
import type { RunState } from "../workflow/run_record.ts";
import type { Invocation } from "./command.ts";
import { writeErr, writeOut } from "./output.ts";
import { useStore } from "./program_store.ts";

/** A program read and checked, in the world that a command line gives it. */
export interface OpenedProgram {
  readonly analysis: Analysis;
  readonly world: World;
  readonly host: Host;
  /** Where its runs, circuits and cached values are; opened when first used. */
  readonly store: Store;
  /** What drives its runs; made when first asked for. */
  readonly driver: () => Promise<Driver>;
  /** Finds the constructors of its user types, once it has run. */
  readonly constructors: ConstructorLookup;
  /** To be set to the program that has run, whose constructors read stored values. */
  program: Program | undefined;
  /** Ends what was begun for it. */
  close(): Promise<void>;
}

/**
 * Reads and checks a program, and makes its world.
 *
 * @param text the program
 * @param file its name, as it is shown; imports are relative to it
 * @param invocation the command line
 * @param options whether it goes on as a session: entries after it see all its names
 */
export function openProgram(
  text: string,
  file: string,
  { flags, permissions, rest }: Invocation,
  options: { readonly isSession?: boolean } = {},
): OpenedProgram {
  const json = flags.has("json");
  const host = realHost({
    permissions,
    args: rest,
    output: { write: json ? writeErr : writeOut },
  });
  const intent = new Intent({ permissions, program: file });
  const constructors = constructorsOf(() => opened.program);
  const store = useStore(flags, constructors);
  const note = (line: string) => {
    if (!flags.has("quiet")) writeErr(`${line}\n`);
  };
  let driver: Promise<Driver> | undefined;
  const makeDriver = async (): Promise<Driver> => {
    const { Driver } = await import("../workflow/driver.ts");
    return new Driver(store, {
      leaseMs: leaseMs(),
      onStart: (runId) => note(`run ${runId}`),
      onStop: (runId, state) => note(stopNote(runId, state, !file.startsWith("<"))),
    });
  };
  const world = durableWorld({
    host,
    intent,
    driver: () => driver ??= makeDriver(),
    file,
    constructors,
  });
  const analysis = analyse(text, {
    file,
    host: world.tables,
    load: loadFile,
    ...(options.isSession === true ? { earlier: null } : {}),
  });
  const opened: OpenedProgram = {
    analysis,
    world,
    host,
    store,
    driver: () => driver ??= makeDriver(),
    constructors,
    program: undefined,
    async close() {
      await (await driver)?.close();
      await store.close();
    },
  };
  return opened;
}

/** How a run ended, and where it has a file, how it goes on. */
function stopNote(runId: string, state: RunState, hasFile: boolean): string {
  if (!hasFile) return `run ${runId} is ${state}`;
  if (state === "failed") {
    return `run ${runId} failed; once that is mended, zixir resume ${runId} goes on from here`;
  }
  return state === "cancelled"
    ? `run ${runId} is cancelled`
    : `run ${runId} is ${state}; zixir resume ${runId} goes on with it`;
}

/** Milliseconds after which a silent process loses its runs: `ZIXIR_LEASE_MS`, else the default. */
function leaseMs(): number | undefined {
  const ms = Number(Deno.env.get("ZIXIR_LEASE_MS") || "none");
  return ms > 0 ? ms : undefined;
}
