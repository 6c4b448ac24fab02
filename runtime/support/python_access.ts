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
  /** `object.name`, at once. */
  getField(object: PyHandle, name: string): Slot;
  /** `object[key]`, at once. */
  getIndex(object: PyHandle, key: Slot): Slot;
}
