/**
 * The world of a program whose workflows are recorded in a store.
 *
 * @module
 */
import { resolve } from "@std/path";
import type { Intent } from "./intent.ts";
import type { World } from "./program.ts";
import type { Host } from "./std/host.ts";
import type { ConstructorLookup } from "./store/mod.ts";
import type { Driver } from "./workflow/driver.ts";
import { durableFlow } from "./workflow/durable_flow.ts";
import { makeWorld } from "./world.ts";

/** What a durable world is made of. */
export interface DurableWorldOptions {
  /** Files, network, clock, output as the program sees them. */
  readonly host: Host;
  /** The way to the engine and to Python. */
  readonly intent: Intent;
  /** What drives its runs; asked when the first begins. */
  readonly driver: () => Promise<Driver>;
  /** The program's file, or a name such as `<eval>`. */
  readonly file: string;
  /** Finds the constructors of its user types, to read recorded values. */
  readonly constructors: ConstructorLookup;
}

/** Makes the world of a program with everything the language has. */
export function durableWorld(
  { host, intent, driver, file, constructors }: DurableWorldOptions,
): World {
  const flow = durableFlow({
    driver,
    file: file.startsWith("<") ? file : resolve(file),
    policies: (name) => rows.get(name),
    constructors,
  });
  const world = makeWorld({ host, intent, flow });
  const always = world.tables.filter(({ module }) => module === "");
  const rows = new Map(always.flatMap(({ entries }) => entries.map((row) => [row.name, row])));
  return world;
}
