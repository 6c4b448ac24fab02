/**
 * A plain walk over the syntax tree, for questions such as "does this body contain a lambda?".
 *
 * @module
 */
import type { Expr, Statement } from "../syntax/ast.ts";
import { eachInside } from "../syntax/inside.ts";

/** Anything with a kind. */
export interface AnyNode {
  readonly kind: string;
}

/**
 * Whether a node for which `test` holds is `root` or lies inside it.
 *
 * @param enter false keeps the walk out of a node's inside (the node itself is still tested)
 */
export function containsNode(
  root: AnyNode,
  test: (node: AnyNode) => boolean,
  enter: (node: AnyNode) => boolean = () => true,
): boolean {
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const item = pending.pop();
    if (typeof item !== "object" || item === null) continue;
    if (Array.isArray(item)) {
      for (const each of item) pending.push(each);
      continue;
    }
    if (isNode(item)) {
      if (test(item)) return true;
      if (item !== root && !enter(item)) continue;
    }
    pending.push(...Object.values(item));
  }
  return false;
}

/**
 * Like {@linkcode containsNode}, of expressions and statements only: patterns, names and written types
 * are not looked at.
 */
export function containsInside(
  root: Statement,
  test: (node: Statement) => boolean,
  enter: (node: Statement) => boolean = () => true,
): boolean {
  let found = false;
  const visit = (node: Statement): void => {
    if (found) return;
    if (test(node)) found = true;
    else if (enter(node)) eachInside(node, visit);
  };
  if (test(root)) return true;
  eachInside(root, visit);
  return found;
}

function isNode(item: object): item is AnyNode {
  return typeof (item as { kind?: unknown }).kind === "string";
}

/** What runs as a function of its own. */
export const CLOSURES: ReadonlySet<Statement["kind"]> = new Set([
  "function",
  "lambda",
  "parallel",
  "parallelFor",
  "checkpoint",
]);

/** What the body of a function contains. */
export interface BodyFacts {
  /** A lambda or a function of its own. */
  readonly hasClosures: boolean;
  /** What its `return`s give, those inside `try` and of inner functions left out. */
  readonly returned: readonly Expr[];
}

/** Walks a body once. */
export function bodyFacts(body: Expr): BodyFacts {
  let hasClosures = false;
  const returned: Expr[] = [];
  const visitInside = (node: Statement): void => {
    switch (node.kind) {
      case "lambda":
      case "function":
        hasClosures = true;
        break;
    }
    eachInside(node, visitInside);
  };
  const visit = (node: Statement): void => {
    switch (node.kind) {
      case "lambda":
      case "function":
      case "try":
        return visitInside(node);
      case "return":
        if (node.value !== null) returned.push(node.value);
        break;
    }
    eachInside(node, visit);
  };
  visit(body);
  return { hasClosures, returned };
}
