/**
 * The world of a program, put together: the standard library over a host, the engine, Python.
 *
 * @module
 */
import { engineTable, giveDeadList } from "../engine/mod.ts";
import { cacheTable } from "./cache/table.ts";
import { engineModule, type Intent } from "./intent.ts";
import type { World } from "./program.ts";
import { policyTable } from "./resilience/table.ts";
import { workflowTable } from "./workflow/table.ts";
import { type Host, standardLibrary } from "./std/mod.ts";
import type { Flow } from "./support/mod.ts";

/** What a world is made of. */
export interface WorldOptions {
  /** Files, network, clock, output as the program sees them. */
  readonly host: Host;
  /** The way to the engine and to Python. */
  readonly intent: Intent;
  /** Orchestration; without it nothing is recorded. */
  readonly flow?: Flow;
}

/** Makes the world of a program. */
export function makeWorld(options: WorldOptions): World {
  const { host, intent, flow } = options;
  const tables = [
    ...standardLibrary(host),
    policyTable(),
    workflowTable(),
    cacheTable(),
    engineModule(engineTable, giveDeadList),
  ];
  return { tables, python: intent, ...(flow === undefined ? {} : { flow }) };
}
