/**
 * The static graph of a workflow: which steps there are and which may follow which, read from the
 * program's text without running it.
 *
 * The walk carries a frontier, the nodes that may have been the last to run. A step is entered from
 * every node of the frontier and becomes the new one; branches fork the frontier and join it again;
 * a loop also leads back to its first steps. Plain functions that reach steps are walked where they
 * are called.
 *
 * @module
 */
import type { Block, Clause, Expr, FunctionDecl, Module, Statement } from "../syntax/ast.ts";

/** What a node stands for. */
export type NodeKind = "start" | "end" | "step" | "workflow" | "checkpoint" | "approval" | "sleep";

/** A place a run comes through. */
export interface GraphNode {
  /** Unique in the graph: `n0`, `n1`, ... */
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  /** How its step is retried, cached and bounded, as written: `@retry(3)`. */
  readonly policies: readonly string[];
  /** It runs once for each item of a `parallel for`. */
  readonly isFanout: boolean;
}

/** One node may follow another. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** When: `yes`, `no`, `each`, a pattern; empty for always. */
  readonly label: string;
}

/** The graph of one workflow. */
export interface Graph {
  readonly workflow: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Names of the workflows of a file, in order. */
export function workflowsOf(module: Module): FunctionDecl[] {
  return module.statements.filter((s): s is FunctionDecl =>
    s.kind === "function" && s.role === "workflow"
  );
}

/**
 * The graph of a workflow.
 *
 * @param module the file
 * @param workflow one of its workflows
 * @param source the file's text, to quote annotations
 */
export function workflowGraph(module: Module, workflow: FunctionDecl, source: string): Graph {
  const walk = new Walk(module, source);
  const start = walk.node("start", workflow.name.name, []);
  const last = walk.block(workflow.body, [{ node: start, label: "" }]);
  const end = walk.node("end", "end", []);
  walk.enter(end, [...last, ...walk.returned]);
  return { workflow: workflow.name.name, nodes: walk.nodes, edges: walk.edges };
}

interface Leaving {
  readonly node: GraphNode;
  readonly label: string;
}

type Frontier = readonly Leaving[];

class Walk {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];
  readonly returned: Leaving[] = [];
  readonly #functions = new Map<string, FunctionDecl>();
  readonly #source: string;
  readonly #inlining: FunctionDecl[] = [];
  #fanouts = 0;

  constructor(module: Module, source: string) {
    this.#source = source;
    for (const s of module.statements) {
      if (s.kind === "function") this.#functions.set(s.name.name, s);
    }
  }

  node(kind: NodeKind, label: string, policies: readonly string[]): GraphNode {
    const id = `n${this.nodes.length}`;
    const node: GraphNode = { id, kind, label, policies, isFanout: this.#fanouts > 0 };
    this.nodes.push(node);
    return node;
  }

  enter(node: GraphNode, from: Frontier): Frontier {
    for (const { node: before, label } of from) {
      const isKnown = this.edges.some((e) =>
        e.from === before.id && e.to === node.id && e.label === label
      );
      if (!isKnown) this.edges.push({ from: before.id, to: node.id, label });
    }
    return [{ node, label: "" }];
  }

  block(block: Block, from: Frontier): Frontier {
    return this.#sequence(block.statements, from);
  }

  #sequence(items: readonly (Statement | null)[], from: Frontier): Frontier {
    let frontier = from;
    for (const item of items) if (item !== null) frontier = this.#statement(item, frontier);
    return frontier;
  }

  #statement(statement: Statement, from: Frontier): Frontier {
    switch (statement.kind) {
      case "let":
      case "var":
        return this.expr(statement.value, from);
      case "function":
      case "type":
      case "import":
      case "pythonImport":
      case "schedule":
        return from;
      default:
        return this.expr(statement, from);
    }
  }

  expr(e: Expr, from: Frontier): Frontier {
    switch (e.kind) {
      case "call":
        return this.#call(e, from);
      case "if": {
        const asked = this.expr(e.condition, from);
        const yes = this.block(e.then, labelled(asked, "yes"));
        const no = labelled(asked, "no");
        if (e.otherwise === null) return joined(yes, no);
        return joined(yes, this.expr(e.otherwise, no));
      }
      case "match":
        return this.#clauses(e.clauses, this.expr(e.subject, from));
      case "try":
        return joined(
          this.block(e.body, from),
          this.#clauses(e.clauses, labelled(from, "error"), false),
        );
      case "for":
        return this.#loop(this.expr(e.iterable, from), (f) => this.block(e.body, f));
      case "while":
        return this.#loop(from, (f) => this.block(e.body, this.expr(e.condition, f)));
      case "comprehension": {
        const [first, ...others] = e.clauses;
        const begun = first.kind === "for" ? this.expr(first.iterable, from) : from;
        const inner = others.map((c) => c.kind === "for" ? c.iterable : c.condition);
        return this.#loop(begun, (f) => this.#sequence([...inner, e.body], f));
      }
      case "parallel":
        return joined(...e.entries.map((entry) => this.expr(entry.value, from)));
      case "parallelFor": {
        const begun = this.expr(e.iterable, from);
        this.#fanouts++;
        const done = this.block(e.body, labelled(begun, "each"));
        this.#fanouts--;
        return done.length === 0 ? begun : done;
      }
      case "checkpoint": {
        const before = this.block(e.body, from);
        const text = e.label.kind === "string" ? textOf(e.label.parts) : "checkpoint";
        return this.enter(this.node("checkpoint", text, []), before);
      }
      case "return":
        this.returned.push(...(e.value === null ? from : this.expr(e.value, from)));
        return [];
      case "raise":
        this.expr(e.value, from);
        return [];
      default:
        return this.#sequence(partsOf(e), from);
    }
  }

  #call(e: Extract<Expr, { kind: "call" }>, from: Frontier): Frontier {
    let frontier = e.callee.kind === "name" ? from : this.expr(e.callee, from);
    for (const { value } of e.args) frontier = this.expr(value, frontier);
    const name = e.callee.kind === "name" ? e.callee.name : "";
    const decl = this.#functions.get(name);
    if (decl !== undefined && decl.role !== "fn") {
      return this.enter(this.node(decl.role, name, this.#policies(decl)), frontier);
    }
    if (name === "approve" || (name === "sleep" && e.args.length > 0)) {
      const asked = e.args[0]?.value;
      const text = asked === undefined ? name : this.#text(asked.span);
      const kind = name === "approve" ? "approval" : "sleep";
      return this.enter(this.node(kind, text.replace(/^"|"$/g, ""), []), frontier);
    }
    if (decl !== undefined && !this.#inlining.includes(decl)) {
      this.#inlining.push(decl);
      const returned = this.returned.splice(0);
      const done = joined(this.block(decl.body, frontier), this.returned.splice(0));
      this.returned.push(...returned);
      this.#inlining.pop();
      frontier = done;
    }
    return e.block === null ? frontier : this.block(e.block, frontier);
  }

  #clauses(clauses: readonly Clause[], from: Frontier, isMatch = true): Frontier {
    return joined(...clauses.map((clause) => {
      const label = isMatch ? this.#text(clause.pattern.span) : "";
      const begun = label === "" ? from : labelled(from, label);
      const guarded = clause.guard === null ? begun : this.expr(clause.guard, begun);
      return this.expr(clause.body, guarded);
    }));
  }

  #loop(from: Frontier, body: (frontier: Frontier) => Frontier): Frontier {
    const firstNode = this.nodes.length;
    const done = body(from);
    const entered = this.nodes[firstNode];
    if (entered === undefined) return joined(from, done);
    this.enter(entered, labelled(done, "again"));
    return joined(from, done);
  }

  #policies(decl: FunctionDecl): string[] {
    return decl.annotations.map((a) => this.#text(a.span).replace(/\s+/g, " "));
  }

  #text(span: { readonly start: number; readonly end: number }): string {
    return this.#source.slice(span.start, span.end);
  }
}

/** The expressions inside one that have no say in the order of steps but may hold some. */
function partsOf(e: Expr): readonly Expr[] {
  switch (e.kind) {
    case "list":
    case "tuple":
      return e.items;
    case "record":
      return e.entries.map((entry) => entry.value);
    case "string":
      return e.parts.filter((part): part is Expr => typeof part !== "string");
    case "field":
    case "tupleField":
      return [e.target];
    case "index":
      return [e.target, e.index];
    case "unary":
      return [e.operand];
    case "binary":
      return [e.left, e.right];
    case "range":
      return [e.start, e.end];
    case "block":
      return e.statements.flatMap((s) => {
        if (s.kind === "let" || s.kind === "var") return [s.value];
        return isDeclaration(s) ? [] : [s];
      });
    case "lambda":
      return [e.body];
    case "assign":
    case "cast":
      return [e.value];
    case "python":
      return e.args.map(({ value }) => value);
    default:
      return [];
  }
}

function isDeclaration(s: Statement): s is Exclude<Statement, Expr> {
  return ["function", "type", "import", "pythonImport", "schedule", "let", "var"].includes(s.kind);
}

function labelled(frontier: Frontier, label: string): Frontier {
  return frontier.map(({ node }) => ({ node, label }));
}

function joined(...frontiers: readonly Frontier[]): Frontier {
  const all: Leaving[] = [];
  for (const leaving of frontiers.flat()) {
    if (!all.some((a) => a.node === leaving.node && a.label === leaving.label)) all.push(leaving);
  }
  return all;
}

function textOf(parts: readonly (string | Expr)[]): string {
  return parts.map((part) => typeof part === "string" ? part : "…").join("");
}
