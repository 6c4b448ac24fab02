/**
 * The workflows of a program that has run its top level: how they are called, and what the code of
 * every step is.
 *
 * @module
 */
import type { Program } from "../program.ts";
import type { ConstructorLookup } from "../store/mod.ts";
import type { FunctionSite } from "../support/flow.ts";
import type { Slot } from "../values/slot.ts";
import type { Constructor } from "../values/variant.ts";

/** A workflow of a program. */
export interface ProgramWorkflow {
  readonly site: FunctionSite;
  /** Calls it: slots in, slot out. */
  readonly call: (...args: readonly Slot[]) => Slot | Promise<Slot>;
}

/** The workflows of all files of a program, by name; those of the main file win. */
export function workflowsOf(program: Program): ReadonlyMap<string, ProgramWorkflow> {
  return new Map(
    listsOf<ProgramWorkflow>(program, "$workflows").map((workflow) => [
      workflow.site.name,
      workflow,
    ]),
  );
}

/** The code hash of every step and workflow of a program, by name. */
export function codesOf(program: Program): ReadonlyMap<string, string> {
  return new Map(
    listsOf<FunctionSite>(program, "$sites").map(({ name, hash }) => [name, hash]),
  );
}

/**
 * Finds the constructors of a program's user types, to read stored values. A type is known by its
 * file and name; where the file is now named in another way, its name alone tells.
 *
 * @param program gives the program, as soon as it has run its top level
 */
export function constructorsOf(program: () => Program | undefined): ConstructorLookup {
  return (typeId, name) => {
    const type = typeId.slice(typeId.lastIndexOf("#") + 1);
    let alike: Constructor | undefined;
    for (const exports of Object.values(program()?.exports ?? {})) {
      const found = exports[`${name}$c`] as Constructor | undefined;
      if (found === undefined) continue;
      if (found.info.typeId === typeId) return found;
      if (found.info.type === type) alike = found;
    }
    return alike;
  };
}

function listsOf<T>(program: Program, name: "$workflows" | "$sites"): T[] {
  return Object.values(program.exports).flatMap((exports) => (exports[name] ?? []) as T[]);
}
