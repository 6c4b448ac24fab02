/**
 * How compiled code reaches Python: what `runtime/intent.ts` offers it.
 *
 * @module
 */
import type { PyHandle } from "../../specialist/handle.ts";
import type { Slot } from "../values/mod.ts";

/** Named arguments of a call. */
export type NamedArguments = { readonly [name: string]: Slot };

/** Python as compiled code uses it; values go in and come out in slot form. */
export interface PythonAccess {
  /** `python "module" "name" (...)`. */
  pythonCall(
    module: string,
    name: string,
    args: readonly Slot[],
    keywords?: NamedArguments,
  ): Promise<Slot>;
  /** `import python "module"`. */
  pythonModule(module: string): Promise<Slot>;
  /** `object(...)`. */
  callObject(
    object: PyHandle,
    args: readonly Slot[],
    keywords?: NamedArguments,
  ): Promise<Slot>;
  /** `object.name(...)`. */
  callMethod(
    object: PyHandle,
    name: string,
    args: readonly Slot[],
    keywords?: NamedArguments,
  ): Promise<Slot>;
  /** `object.name`; a promise only where Python runs in workers alone. */
  getField(object: PyHandle, name: string): Slot | Promise<Slot>;
  /** `object[key]`; a promise only where Python runs in workers alone. */
  getIndex(object: PyHandle, key: Slot): Slot | Promise<Slot>;
}
