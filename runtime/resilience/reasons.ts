/**
 * Why scopes are stopped.
 *
 * @module
 */

import { ZixirError } from "../values/error.ts";

/** Why another thread asked to stop, as written into a scope's flag. */
export const StopCode = {
  none: 0,
  /** Somebody asked (`zixir cancel`). */
  cancelled: 1,
  /** The run's lease was lost to another process. */
  leaseLost: 2,
  /** The process was asked to stop (Ctrl-C); what it runs may be taken up again later. */
  interrupted: 3,
} as const;

/** The error of a limit that was reached. */
export function limitError(what: string, amount: string): ZixirError {
  return new ZixirError("limit", `the limit on ${what} was reached: ${amount}`, {
    code: "E0701",
    data: { limit: what },
  });
}

/** An amount of memory in whole units: the exact count would say no more. */
export function bytesText(bytes: number): string {
  return bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)}KB` : `${Math.ceil(bytes / 2 ** 20)}MB`;
}

/** The error that a scope's flag asks for. */
export function flagError(code: number): ZixirError {
  switch (code) {
    case StopCode.leaseLost:
      return new ZixirError("workflow", "the run was taken over by another process", {
        code: "E0603",
      });
    case StopCode.interrupted:
      return new ZixirError("cancelled", "interrupted", { code: "E0609" });
    default:
      return new ZixirError("cancelled", "cancelled");
  }
}
