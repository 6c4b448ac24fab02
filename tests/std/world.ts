/**
 * The world in which the examples of the tables run: every file, host and command they name is here.
 *
 * @module
 */
import type { Loader } from "../../lang/mod.ts";
import { Intent } from "../../runtime/intent.ts";
import { ALL_PERMISSIONS, type Permissions } from "../../runtime/permissions.ts";
import { type RunResult, runSource, type World } from "../../runtime/program.ts";
import { currentScope, Scope, systemClock } from "../../runtime/resilience/mod.ts";
import { type MemoryHost, memoryHost } from "../../runtime/std/mod.ts";
import { openStore } from "../../runtime/store/mod.ts";
import { makeWorld } from "../../runtime/world.ts";

/**
 * A fresh world, and its host to look at what a program did.
 *
 * @param permissions what programs may do there; everything by default, as nothing is real
 */
export function exampleWorld(
  permissions: Permissions = ALL_PERMISSIONS,
): { world: World; host: MemoryHost } {
  const memory = memoryHost({
    permissions,
    files: { "notes.txt": "one\ntwo\n", "data/orders.csv": "id,qty\na,3\n" },
    input: "typed\n",
    env: { MODE: "slow", API_KEY: "k-123456" },
    args: ["--fast"],
    fetch: serve,
    run: (command, { args }) => {
      const nothing = new Uint8Array();
      if (command === "false") return { code: 1, stdout: nothing, stderr: nothing };
      if (command !== "echo") throw new Deno.errors.NotFound(command);
      const stdout = new TextEncoder().encode(`${args.join(" ")}\n`);
      return { code: 0, stdout, stderr: nothing };
    },
  });
  // Waits are real, so that policies can end them.
  const clock = { ...memory.clock, sleep: (ms: number) => currentScope().sleep(ms) };
  const host = { ...memory, clock };
  const intent = new Intent({ permissions });
  return { world: makeWorld({ host, intent }), host };
}

/**
 * Runs a program in a fresh world with a store of its own.
 *
 * @param source the program
 * @param load finds the files it imports; by default there are none
 * @param permissions what it may do; everything by default
 */
export async function runExample(
  source: string,
  load?: Loader,
  permissions?: Permissions,
): Promise<RunResult> {
  const store = openStore(":memory:");
  const scope = new Scope(null, { world: { clock: systemClock, random: Math.random, store } });
  try {
    const options = {
      world: exampleWorld(permissions).world,
      ...(load === undefined ? {} : { load }),
    };
    return await scope.run(() => runSource(source, options));
  } finally {
    await store.close();
  }
}

/** The server `api.example`: greets, echoes, and knows nothing else. */
async function serve(request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (url.pathname === "/echo") return new Response(await request.text());
  if (url.pathname !== "/hello") return new Response("not found", { status: 404 });
  return new Response(`hello ${url.searchParams.get("name") ?? "there"}`);
}
