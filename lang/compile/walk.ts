/**
 * A plain walk over the syntax tree, for questions such as "does this body contain a lambda?".
 *
 * @module
 */
import type { Expr, ReturnExpr } from "../syntax/ast.ts";

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
      pending.push(...item);
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

function isNode(item: object): item is AnyNode {
  return typeof (item as { kind?: unknown }).kind === "string";
}

/** What the body of a function contains. */
export interface BodyFacts {
  /** A call of anything. */
  readonly hasCalls: boolean;
  /** A lambda or a function of its own. */
  readonly hasClosures: boolean;
  /** What its `return`s give, those inside `try` and of inner functions left out. */
  readonly returned: readonly Expr[];
}

/** Walks a body once. */
export function bodyFacts(body: Expr): BodyFacts {
  let hasCalls = false;
  let hasClosures = false;
  const returned: Expr[] = [];
  const visit = (item: unknown, isOwn: boolean): void => {
    if (typeof item !== "object" || item === null) return;
    if (Array.isArray(item)) {
      for (const each of item) visit(each, isOwn);
      return;
    }
    let inside = isOwn;
    if (isNode(item)) {
      if (item.kind === "call") hasCalls = true;
      if (item.kind === "lambda" || item.kind === "function") {
        hasClosures = true;
        inside = false;
      }
      if (item.kind === "try") inside = false;
      if (item.kind === "return" && isOwn) {
        const { value } = item as unknown as ReturnExpr;
        if (value !== null) returned.push(value);
      }
    }
    for (const key in item) {
      if (key !== "span") visit((item as Record<string, unknown>)[key], inside);
    }
  };
  visit(body, true);
  return { hasCalls, hasClosures, returned };
}
