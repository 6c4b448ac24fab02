/**
 * A plain walk over the syntax tree, for questions such as "does this body contain a lambda?".
 *
 * @module
 */

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
