/**
 * The world of a program that orchestrates nothing: only what its text names is loaded.
 *
 * @module
 */
import { engineModule, type Intent } from "./intent.ts";
import type { World } from "./program.ts";
import type { Host } from "./std/host.ts";
import { loadTables } from "./std/tables.ts";

/** What a lean world is made of. */
export interface LeanWorldOptions {
  /** Files, network, clock, output as the program sees them. */
  readonly host: Host;
  /** The way to the engine and to Python. */
  readonly intent: Intent;
  /** The whole text of the program. */
  readonly text: string;
}

/** Words without which a program neither orchestrates nor imports files. */
export const FULL_WORLD_WORDS: readonly string[] = [
  "step",
  "workflow",
  "parallel",
  "checkpoint",
  "schedule",
  "import",
  "retry",
  "timeout",
  "circuit",
  "fallback",
  "limit",
  "isolate",
  "cached",
  "cache",
  "approve",
];

/**
 * Whether a program may need what a lean world leaves out.
 *
 * @param text the whole text of the program
 */
export function needsAll(text: string): boolean {
  return text.includes("@") || FULL_WORLD_WORDS.some((word) => text.includes(word));
}

/**
 * Makes the world of a program for which {@linkcode needsAll} is false: the names that are always
 * there, and the modules whose names stand before a dot in the text.
 */
export async function leanWorld({ host, intent, text }: LeanWorldOptions): Promise<World> {
  // A module is used as `name.`; a word of a comment should not load one.
  const words = new Set(Array.from(text.matchAll(/[a-z_]+(?=\s*\.)/g), ([name]) => name));
  const [tables, engine] = await Promise.all([
    loadTables(host, (module) => words.has(module)),
    words.has("engine") ? import("../engine/mod.ts") : null,
  ]);
  if (engine !== null) tables.push(engineModule(engine.engineTable, engine.giveDeadList));
  return { tables, python: intent };
}
