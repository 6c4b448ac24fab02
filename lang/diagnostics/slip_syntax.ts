/**
 * Spellings of other languages that do not parse. The first row that fits wins, so the more exact
 * one stands first, here and in the files that the rows come from.
 *
 * @module
 */
import type { Slip } from "./slip.ts";
import { controlSlips } from "./slip_control.ts";
import { declarationSlips } from "./slip_declaration.ts";
import { literalSlips } from "./slip_literal.ts";
import { operatorSlips } from "./slip_operator.ts";

/** Made when a program first has an error: most have none. */
let made: readonly Slip[] | undefined;

/** The rows as slips. */
export const syntaxSlips = (): readonly Slip[] =>
  made ??= [...controlSlips(), ...declarationSlips(), ...operatorSlips(), ...literalSlips()].map(
    ([id, from, match, message, hint, program]) => ({
      id,
      where: "syntax",
      from,
      match,
      message,
      hint,
      program,
    }),
  );
