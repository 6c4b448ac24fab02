/**
 * What is wrong where the parser stopped: error nodes of the tree become findings.
 *
 * @module
 */
import type { Tree } from "@lezer/common";
import type { Lowering } from "./lowering.ts";
import * as terms from "./terms.gen.ts";

/** Reports one finding for each place where the tree has an error. */
export function findSyntaxErrors(low: Lowering, tree: Tree): void {
  if (low.tooDeep) return;
  tree.iterate({
    enter(node) {
      if (node.type.isError || node.type.id === terms.MissingClose) {
        low.report({
          code: "E0101",
          message: "unexpected text",
          span: { start: node.from, end: node.to },
        });
      } else if (node.type.id === terms.MissingQuote) {
        low.report({
          code: "E0105",
          message: "this string has no closing quote",
          span: { start: node.from, end: node.to },
        });
      }
    },
  });
}
