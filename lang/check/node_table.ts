/**
 * What is known of the nodes of a syntax tree, in arrays.
 *
 * A check asks millions of times what was found of a node. A `Map` with a node as key costs a hash
 * and a walk through a table of many megabytes for each; here a node bears a number, which is its
 * place in an array. What only few nodes have is better off in a `Map`: an array has room for all.
 *
 * Invariants:
 * 1. A node's number counts only for the {@linkcode NodeNumbers} that has the node at that place, so
 *    a node that an earlier check numbered is known to be new.
 * 2. A node that is numbered again is lost to the tables of the earlier check: they are good until
 *    the same tree is checked again.
 *
 * @module
 */

/** A node that may bear a number. */
interface Numbered {
  number?: number;
}

/** The numbers of the nodes in one check, shared by its tables. */
export class NodeNumbers {
  readonly #nodes: object[] = [];

  /** The node's number; -1 when it has none here. */
  find(node: object): number {
    const { number } = node as Numbered;
    return number !== undefined && this.#nodes[number] === node ? number : -1;
  }

  /** The node's number, given to it now when it has none here. */
  of(node: object): number {
    const known = this.find(node);
    if (known >= 0) return known;
    const number = this.#nodes.length;
    this.#nodes.push(node);
    (node as Numbered).number = number;
    return number;
  }
}

/**
 * A map from nodes to values.
 *
 * @example
 * ```ts
 * import { NodeNumbers, NodeTable } from "./node_table.ts";
 * const node = { kind: "nil" };
 * const table = new NodeTable<object, string>(new NodeNumbers());
 * table.set(node, "Nil");
 * if (table.get(node) !== "Nil" || table.has({ kind: "nil" })) throw new Error("table");
 * ```
 */
export class NodeTable<Node extends object, Value extends NonNullable<unknown>> {
  readonly #numbers: NodeNumbers;
  readonly #values: (Value | undefined)[] = [];

  /** A table of nodes with these numbers. */
  constructor(numbers: NodeNumbers) {
    this.#numbers = numbers;
  }

  /** The value of a node; undefined when it has none. */
  get(node: Node): Value | undefined {
    const number = this.#numbers.find(node);
    return number >= 0 && number < this.#values.length ? this.#values[number] : undefined;
  }

  /** Whether a node has a value. */
  has(node: Node): boolean {
    return this.get(node) !== undefined;
  }

  /** Gives a node its value. */
  set(node: Node, value: Value): void {
    const number = this.#numbers.of(node);
    // An array that is written far behind its end would become a hash table.
    while (this.#values.length <= number) this.#values.push(undefined);
    this.#values[number] = value;
  }

  /** Takes a node's value away. */
  delete(node: Node): void {
    const number = this.#numbers.find(node);
    if (number >= 0 && number < this.#values.length) this.#values[number] = undefined;
  }
}
