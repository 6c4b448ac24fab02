/**
 * Random programs that are well typed by construction.
 *
 * Every expression is made for a wanted type, from the names in sight. Programs always end: loops
 * run over small ranges, and recursion counts down.
 *
 * @module
 */
import { Choices } from "./random.ts";
import {
  BOOL,
  dataType,
  FLOAT,
  INT,
  sameType,
  STRING,
  type Ty,
  typeText,
  type UserTy,
} from "./types.ts";

/** A name in sight. */
interface Name {
  readonly name: string;
  readonly type: Ty;
  readonly mutable: boolean;
}

/** A generic function without annotations, and how to call it at a type. */
interface Helper {
  readonly text: string;
  /** Whether it can give a value of the type. */
  fits(type: Ty): boolean;
  /** A call that gives a value of the type. */
  call(type: Ty, part: (type: Ty) => string, random: Choices): string;
}

/** The type with what options hold in their place. */
function withoutOptions(type: Ty): Ty {
  switch (type.k) {
    case "Option":
      return withoutOptions(type.of);
    case "List":
    case "Map":
      return { k: type.k, of: withoutOptions(type.of) };
    case "Tuple":
      return { k: "Tuple", items: type.items.map(withoutOptions) };
    case "Record":
      return {
        k: "Record",
        fields: type.fields.map(([name, field]) => [name, withoutOptions(field)] as const),
      };
    default:
      return type;
  }
}

function hasOption(type: Ty): boolean {
  return !sameType(type, withoutOptions(type)) || type.k === "User";
}

const isNumber = (t: Ty): boolean => t.k === "Int" || t.k === "Float";
const isOrdered = (t: Ty): boolean => isNumber(t) || t.k === "String";
const anything = (): boolean => true;

const HELPERS: readonly Helper[] = [
  { text: "fn same(x): x", fits: anything, call: (t, part) => `same(${part(t)})` },
  {
    text: "fn choose(a, b, first): if first: a else: b",
    fits: anything,
    call: (t, part) => `choose(${part(t)}, ${part(t)}, ${part(BOOL)})`,
  },
  {
    text: "fn square(x): x * x",
    fits: isNumber,
    call: (t, part) => `square(${part(t)})`,
  },
  {
    text: "fn blend(x, y): x * y - x",
    fits: isNumber,
    call: (t, part, random) =>
      t.k === "Float"
        ? random.pick([
          () => `blend(${part(INT)}, ${part(FLOAT)})`,
          () => `blend(${part(FLOAT)}, ${part(INT)})`,
          () => `blend(${part(FLOAT)}, ${part(FLOAT)})`,
        ])()
        : `blend(${part(t)}, ${part(t)})`,
  },
  {
    text: "fn halved(x): x / 2 + 1",
    fits: (t) => t.k === "Float",
    call: (_t, part, random) => `halved(${part(random.pick([INT, FLOAT]))})`,
  },
  {
    text: "fn lesser(x, y): if x < y: x else: y",
    fits: isOrdered,
    call: (t, part) => `lesser(${part(t)}, ${part(t)})`,
  },
  {
    text: "fn doubled(x): x + x",
    fits: (t) => isOrdered(t) || t.k === "List",
    call: (t, part) => `doubled(${part(t)})`,
  },
  {
    text: "fn field(r): r.a",
    fits: anything,
    call: (t, part) => `field(${part({ k: "Record", fields: [["a", t], ["b", INT]] })})`,
  },
  {
    text: "fn replaced(r, v): {...r, a: v}",
    fits: (t) => t.k === "Record" && t.fields[0][0] === "a",
    call: (t, part) => `replaced(${part(t)}, ${part((t as Ty & { k: "Record" }).fields[0][1])})`,
  },
  {
    text: "fn twice(f, x): f(f(x))",
    fits: anything,
    call: (t, part) => `twice(${part({ k: "Fn", params: [t], returns: t })}, ${part(t)})`,
  },
  {
    text: "fn composed(f, g): x => g(f(x))",
    fits: anything,
    call: (t, part) =>
      `composed(${part({ k: "Fn", params: [INT], returns: FLOAT })}, ${
        part({ k: "Fn", params: [FLOAT], returns: t })
      })(${part(INT)})`,
  },
  {
    text: "fn joined(xs): reduce(xs, xs[0], (a, b) => a + b)",
    fits: isOrdered,
    call: (t, part) => `joined(${part({ k: "List", of: t })})`,
  },
  {
    text: "fn counted(n, acc): if n <= 0: acc else: counted(n - 1, acc + acc)",
    fits: (t) => isNumber(t),
    call: (t, part, random) => `counted(${random.int(0, 4)}, ${part(t)})`,
  },
  {
    text: "fn folded(xs, acc): match xs { [] => acc, [h, ..t] => folded(t, acc + h) }",
    fits: isOrdered,
    call: (t, part) => `folded(${part({ k: "List", of: t })}, ${part(t)})`,
  },
  {
    text: "fn skipped(xs): match xs { [a, _, ..t] => [a] + skipped(t), [a] => [a], _ => [] }",
    fits: (t) => t.k === "List",
    call: (t, part) => `skipped(${part(t)})`,
  },
  {
    text: [
      "fn tallied(xs) {",
      'var m = {"": 0}',
      "var before = m",
      "for x in xs { m = map.set(m, x, (map.get(m, x) ?? 0) + 1); if len(m) == 2 { before = m } }",
      '[len(m), len(before), m[""]]',
      "}",
    ].join("\n"),
    fits: (t) => t.k === "List" && t.of.k === "Int",
    call: (_t, part) => `tallied(${part({ k: "List", of: STRING })})`,
  },
  {
    text: "fn listed(x, y): [x, y]",
    fits: (t) => t.k === "List",
    call: (t, part) => {
      const { of } = t as Ty & { k: "List" };
      return `listed(${part(of)}, ${part(of)})`;
    },
  },
  {
    text: "fn each(f, xs): [f(x) for x in xs]",
    fits: (t) => t.k === "List",
    call: (t, part) => {
      const { of } = t as Ty & { k: "List" };
      const fn: Ty = { k: "Fn", params: [INT], returns: of };
      return `each(${part(fn)}, ${part({ k: "List", of: INT })})`;
    },
  },
  {
    text: "fn shifted(x, by = 1): x + by",
    fits: (t) => t.k === "Int",
    call: (t, part, random) =>
      random.pick([
        () => `shifted(${part(t)})`,
        () => `shifted(${part(t)}, ${part(t)})`,
        () => `shifted(by: ${part(t)}, x: ${part(t)})`,
      ])(),
  },
];

/** A program for a seed. */
export function generateProgram(seed: number): string {
  return new Generator(new Choices(seed)).program();
}

class Generator {
  readonly #random: Choices;
  readonly #users: UserTy[] = [];
  readonly #functions: {
    readonly name: string;
    readonly type: Ty & { k: "Fn" };
    /** Whether an Int may be given where it takes a Float. */
    readonly annotated: boolean;
  }[] = [];
  /** Generic functions in sight. */
  #helpers: readonly Helper[] = [];
  #names: Name[] = [];
  #counter = 0;
  /** How much may still be written. */
  #budget = 220;
  #loopDepth = 0;
  /**
   * Inside a function without annotations. A parameter that is given where an option or a Float is
   * expected is inferred to be one itself, so what is written there does neither.
   */
  #inferring = false;

  constructor(random: Choices) {
    this.#random = random;
  }

  program(): string {
    const r = this.#random;
    const lines: string[] = [];
    for (let i = r.int(0, 2); i > 0; i--) lines.push(this.#userType());
    this.#helpers = HELPERS.filter(() => r.chance(0.4));
    for (const { text } of this.#helpers) lines.push(text);
    for (let i = r.int(1, 3); i > 0; i--) lines.push(this.#function());
    const statements = r.int(2, 6);
    for (let i = 0; i < statements; i++) lines.push(...this.#statement(2));
    const shown = this.#names.slice(-4).filter((n) => n.type.k !== "Fn").map((n) => n.name);
    const last = this.expr(this.#type(2), 3);
    lines.push(`(${[...shown, last, "0"].join(", ")})`);
    return lines.join("\n");
  }

  /** A random type without functions. */
  #type(depth: number): Ty {
    const type = dataType(this.#random, this.#inferring ? [] : this.#users, depth);
    return this.#inferring ? withoutOptions(type) : type;
  }

  #fresh(stem: string): string {
    return `${stem}${this.#counter++}`;
  }

  #userType(): string {
    const r = this.#random;
    const name = this.#fresh("T");
    const count = r.int(2, 4);
    const constructors = [];
    for (let i = 0; i < count; i++) {
      const fields: Ty[] = [];
      for (let f = r.int(0, 2); f > 0; f--) {
        // The first constructor is never recursive, so that values end.
        const recursive = i > 0 && r.chance(0.3);
        fields.push(recursive ? { k: "User", name } : this.#type(1));
      }
      constructors.push({ name: `${name}C${i}`, fields });
    }
    this.#users.push({ name, constructors });
    const text = constructors.map((c) =>
      c.fields.length === 0 ? c.name : `${c.name}(${c.fields.map(typeText).join(", ")})`
    );
    return `type ${name} = ${text.join(" | ")}`;
  }

  #function(): string {
    const r = this.#random;
    const name = this.#fresh("f");
    const recursive = r.chance(0.3);
    const annotated = recursive || r.chance(0.6);
    this.#inferring = !annotated;
    const params: Name[] = [];
    if (recursive) params.push({ name: this.#fresh("n"), type: INT, mutable: false });
    for (let i = r.int(recursive ? 0 : 1, 2); i > 0; i--) {
      params.push({ name: this.#fresh("p"), type: this.#type(1), mutable: false });
    }
    const returns = this.#type(1);
    const type = { k: "Fn" as const, params: params.map((p) => p.type), returns };
    const outer = this.#names;
    this.#names = [...params];
    // What a parameter is used for may not say its type, so most are annotated.
    const head = params.map((p) => annotated ? `${p.name}: ${typeText(p.type)}` : p.name).join(
      ", ",
    );
    let body: string;
    if (recursive) {
      const again = params.map((p, i) => i === 0 ? `${p.name} - 1` : this.expr(p.type, 1));
      const call = `${name}(${again.join(", ")})`;
      const rest = r.chance(0.5) ? call : this.#around(call, returns);
      body = `if ${params[0].name} <= 0: ${this.expr(returns, 2)} else: ${rest}`;
    } else body = this.#body(returns, 3);
    this.#names = outer;
    this.#inferring = false;
    this.#functions.push({ name, type, annotated });
    return `fn ${name}(${head})${annotated ? ` -> ${typeText(returns)}` : ""}: ${body}`;
  }

  /** An expression of the type around a call, so that it is no tail call. */
  #around(call: string, type: Ty): string {
    switch (type.k) {
      case "Int":
        return `(${call} % 1000 + ${this.expr(INT, 1)})`;
      case "Float":
        return `(${call} + ${this.expr(FLOAT, 1)})`;
      case "String":
        return `("-" + ${call})`;
      case "Bool":
        return `(!${call})`;
      default:
        return call;
    }
  }

  /** An expression or a block. */
  #body(type: Ty, depth: number): string {
    return this.#random.chance(0.4) ? this.#block(type, depth) : this.expr(type, depth);
  }

  #block(type: Ty, depth: number): string {
    const outer = this.#names;
    this.#names = [...outer];
    const lines: string[] = [];
    for (let i = this.#random.int(1, 2); i > 0; i--) lines.push(...this.#statement(depth - 1));
    lines.push(this.expr(type, depth - 1));
    this.#names = outer;
    return `{\n${lines.join("\n")}\n}`;
  }

  #statement(depth: number): string[] {
    const r = this.#random;
    this.#budget -= 2;
    const variables = this.#names.filter((n) => n.mutable);
    switch (r.int(0, 8)) {
      case 0:
      case 1: {
        const type = this.#type(2);
        const name = this.#fresh("v");
        const line = `var ${name}: ${typeText(type)} = ${this.expr(type, depth)}`;
        this.#names = [...this.#names, { name, type, mutable: true }];
        return [line];
      }
      case 2:
        if (variables.length > 0) {
          const { name, type } = r.pick(variables);
          if (r.chance(0.4) && (type.k === "Int" || type.k === "Float" || type.k === "String")) {
            const op = type.k === "String" ? "+" : r.pick(["+", "-", "*"]);
            const value = type.k === "Int" ? `(${this.expr(type, 1)} % 100)` : this.expr(type, 1);
            if (type.k !== "String" || this.#loopDepth === 0) return [`${name} ${op}= ${value}`];
          }
          if (type.k === "List" && r.chance(0.7)) {
            const item = this.expr(type.of, depth - 1);
            return [r.chance(0.5) ? `${name} += [${item}]` : `${name} = ${name} + [${item}]`];
          }
          return [`${name} = ${this.expr(type, depth)}`];
        }
        break;
      case 3:
        if (depth > 0 && this.#budget > 0 && this.#loopDepth < 2) return [this.#for(depth)];
        break;
      case 4:
        if (depth > 0 && this.#budget > 0) {
          const outer = this.#names;
          const then = this.#statement(depth - 1);
          this.#names = outer;
          const otherwise = this.#statement(depth - 1);
          this.#names = outer;
          const condition = this.expr(BOOL, 1);
          return [`if ${condition} {`, ...then, "} else {", ...otherwise, "}"];
        }
        break;
      case 5: {
        const params = [this.#type(1)];
        const returns = this.#type(1);
        const name = this.#fresh("g");
        const type: Ty = { k: "Fn", params, returns };
        const line = `let ${name} = ${this.#lambda(type, depth)}`;
        this.#names = [...this.#names, { name, type, mutable: false }];
        return [line];
      }
      case 6:
        return [this.#destructuring(depth)];
    }
    const type = this.#type(2);
    const name = this.#fresh("x");
    const annotation = r.chance(0.3) ? `: ${typeText(type)}` : "";
    const line = `let ${name}${annotation} = ${this.expr(type, depth)}`;
    this.#names = [...this.#names, { name, type, mutable: false }];
    return [line];
  }

  #destructuring(depth: number): string {
    const types = [this.#type(1), this.#type(1)];
    const names = types.map((type) => ({ name: this.#fresh("d"), type, mutable: false }));
    const value = this.expr({ k: "Tuple", items: types }, depth);
    const line = `let (${names.map((n) => n.name).join(", ")}) = ${value}`;
    this.#names = [...this.#names, ...names];
    return line;
  }

  #for(depth: number): string {
    const r = this.#random;
    const outer = this.#names;
    const name = this.#fresh("i");
    const overList = r.chance(0.4);
    const type = overList ? this.#type(1) : INT;
    const iterable = overList
      ? this.expr({ k: "List", of: type }, 1)
      : `${r.int(-2, 2)}..${r.chance(0.3) ? "=" : ""}${r.int(1, 4)}`;
    this.#names = [...outer, { name, type, mutable: false }];
    this.#loopDepth++;
    const lines: string[] = [];
    for (let i = r.int(1, 2); i > 0; i--) lines.push(...this.#statement(depth - 1));
    if (r.chance(0.2)) lines.push(`if ${this.expr(BOOL, 1)} { ${r.pick(["break", "continue"])} }`);
    for (let i = r.int(0, 1); i > 0; i--) lines.push(...this.#statement(depth - 1));
    this.#loopDepth--;
    this.#names = outer;
    return `for ${name} in ${iterable} {\n${lines.join("\n")}\n}`;
  }

  #lambda(type: Ty & { k: "Fn" }, depth: number): string {
    const outer = this.#names;
    const params = type.params.map((param) => ({
      name: this.#fresh("y"),
      type: param,
      mutable: false,
    }));
    this.#names = [...outer, ...params];
    const head = params.map((p) => `${p.name}: ${typeText(p.type)}`).join(", ");
    const body = this.expr(type.returns, depth);
    this.#names = outer;
    return `(fn(${head}) -> ${typeText(type.returns)}: ${body})`;
  }

  /** An expression of exactly this type. */
  expr(type: Ty, depth: number): string {
    const r = this.#random;
    this.#budget--;
    const small = depth <= 0 || this.#budget <= 0;
    const inSight = this.#names.filter((n) => sameType(n.type, type));
    if (inSight.length > 0 && r.chance(small ? 0.8 : 0.25)) return r.pick(inSight).name;
    if (small) return this.#literal(type);
    const general = this.#general(type, depth);
    if (general !== null) return general;
    return this.#specific(type, depth);
  }

  /** Forms that can have any type. */
  #general(type: Ty, depth: number): string | null {
    const r = this.#random;
    switch (r.int(0, 15)) {
      case 0:
        return `(if ${this.expr(BOOL, depth - 1)}: ${this.expr(type, depth - 1)} else: ${
          this.expr(type, depth - 1)
        })`;
      case 1:
        return this.#match(type, depth);
      case 2: {
        const callable = this.#functions.filter((f) =>
          sameType(f.type.returns, type) && !(this.#inferring && f.type.params.some(hasOption))
        );
        if (callable.length === 0) return null;
        const f = r.pick(callable);
        const args = f.type.params.map((param, i) => {
          // A first Int parameter may count a recursion down.
          if (i === 0 && param.k === "Int") return String(r.int(-1, 5));
          return f.annotated ? this.#argument(param, depth - 1) : this.expr(param, depth - 1);
        });
        return `${f.name}(${args.join(", ")})`;
      }
      case 3: {
        const callable = this.#names.filter((n) =>
          n.type.k === "Fn" && sameType(n.type.returns, type)
        );
        if (callable.length === 0) return null;
        const f = r.pick(callable);
        const params = (f.type as Ty & { k: "Fn" }).params;
        return `${f.name}(${params.map((param) => this.expr(param, depth - 1)).join(", ")})`;
      }
      case 4: {
        const list = this.expr({ k: "List", of: type }, depth - 1);
        return `${list}[${r.int(-2, 2)}]`;
      }
      case 5: {
        const other = this.#type(1);
        const items = r.chance(0.5) ? [type, other] : [other, type];
        const at = sameType(items[0], type) ? 0 : 1;
        return `${this.expr({ k: "Tuple", items }, depth - 1)}.${at}`;
      }
      case 6: {
        const fields = [["a", type], ["b", this.#type(0)]] as const;
        return `${this.expr({ k: "Record", fields }, depth - 1)}.a`;
      }
      case 7:
        if (type.k === "Option") return null;
        return `(${this.#subject({ k: "Option", of: type }, depth - 1)} ?? ${
          this.expr(type, depth - 1)
        })`;
      case 8:
        return `(try: ${this.expr(type, depth - 1)} catch e => ${this.expr(type, depth - 1)})`;
      case 9: {
        const item = this.#type(1);
        const list = this.expr({ k: "List", of: item }, depth - 1);
        const init = this.expr(type, depth - 1);
        const fn: Ty & { k: "Fn" } = { k: "Fn", params: [type, item], returns: type };
        return `reduce(${list}, ${init}, ${this.#lambda(fn, depth - 2)})`;
      }
      case 10:
        return this.#blockValue(type, depth);
      case 11:
      case 12:
        return this.#helperCall(type, depth);
      default:
        return null;
    }
  }

  /** A call of a generic function at this type. */
  #helperCall(type: Ty, depth: number): string | null {
    const fitting = this.#helpers.filter((helper) => helper.fits(type));
    if (fitting.length === 0) return null;
    const part = (t: Ty): string =>
      t.k === "Fn" ? this.#lambda(t, depth - 2) : this.expr(t, depth - 1);
    return this.#random.pick(fitting).call(type, part, this.#random);
  }

  #blockValue(type: Ty, depth: number): string {
    return `(if true ${this.#block(type, depth)} else { ${this.#literal(type)} })`;
  }

  /** An argument of a declared function: an Int may be given for a Float. */
  #argument(type: Ty, depth: number): string {
    if (type.k === "Float" && !this.#inferring && this.#random.chance(0.3)) {
      return this.expr(INT, depth);
    }
    return this.expr(type, depth);
  }

  #match(type: Ty, depth: number): string {
    const r = this.#random;
    const users = this.#inferring ? [] : this.#users;
    const subjectType = r.pick<Ty>([
      INT,
      { k: "List", of: r.pick([INT, FLOAT, STRING]) },
      { k: "Tuple", items: [INT, BOOL] },
      { k: "Option", of: r.pick([INT, FLOAT]) },
      ...users.map(({ name }) => ({ k: "User" as const, name })),
      ...users.map(({ name }) => ({ k: "User" as const, name })),
    ]);
    const subject = this.#subject(subjectType, depth - 1);
    const clauses = this.#clauses(subjectType).map(({ pattern, names }) => {
      const outer = this.#names;
      this.#names = [...outer, ...names];
      const guard = r.chance(0.15) ? ` if ${this.expr(BOOL, 1)}` : "";
      const body = this.expr(type, depth - 1);
      this.#names = outer;
      return `${pattern}${guard} => ${body}`;
    });
    clauses.push(`_ => ${this.expr(type, depth - 1)}`);
    return `(match ${subject} {\n${clauses.join(",\n")}\n})`;
  }

  /** A value of a type, or for an option something that the checker too takes for one. */
  #subject(type: Ty, depth: number): string {
    if (type.k !== "Option") return this.expr(type, depth);
    return `list.get(${this.expr({ k: "List", of: type.of }, depth)}, ${this.#random.int(-1, 2)})`;
  }

  #clauses(type: Ty): { readonly pattern: string; readonly names: readonly Name[] }[] {
    const r = this.#random;
    const bind = (of: Ty): Name => ({ name: this.#fresh("m"), type: of, mutable: false });
    switch (type.k) {
      case "Int":
        return [
          { pattern: `${r.int(-1, 3)}`, names: [] },
          { pattern: `${r.int(-3, 0)}..${r.int(1, 5)}`, names: [] },
          { pattern: "10 | 20", names: [] },
        ];
      case "List": {
        const head = bind(type.of);
        const rest = bind(type);
        const last = bind(type.of);
        return r.pick([
          [{ pattern: "[]", names: [] }, {
            pattern: `[${head.name}, ..${rest.name}]`,
            names: [head, rest],
          }],
          [{ pattern: `[${head.name}, .., ${last.name}]`, names: [head, last] }],
          [{ pattern: `[${head.name}, ${last.name}]`, names: [head, last] }],
        ]);
      }
      case "Tuple": {
        const whole = bind(type);
        const first = bind(type.items[0]);
        return [
          { pattern: `(${r.int(0, 2)}, _)`, names: [] },
          { pattern: `(${first.name}, true) as ${whole.name}`, names: [first, whole] },
        ];
      }
      case "Option":
        return [{ pattern: "nil", names: [] }];
      case "User": {
        const user = this.#users.find((u) => u.name === type.name)!;
        const shown = user.constructors.filter(() => r.chance(0.8));
        return shown.map((c) => {
          const names = c.fields.map(bind);
          const pattern = names.length === 0
            ? c.name
            : `${c.name}(${names.map((n) => n.name).join(", ")})`;
          return { pattern, names };
        });
      }
      default:
        return [];
    }
  }

  #specific(type: Ty, depth: number): string {
    const r = this.#random;
    const sub = (t: Ty): string => this.expr(t, depth - 1);
    switch (type.k) {
      case "Int":
        return r.pick([
          () => `(${sub(INT)} ${r.pick(["+", "-", "*"])} ${sub(INT)})`,
          () => `(${sub(INT)} ${r.pick(["+", "-"])} ${sub(INT)} * ${sub(INT)})`,
          () => `(${sub(INT)} ${r.pick(["//", "%"])} ${r.pick([3, 7, -2, 10, 1000])})`,
          () => `(${sub(INT)} ${r.pick(["//", "%"])} ${sub(INT)})`,
          () => `(-${sub(INT)})`,
          () => `len(${sub({ k: "List", of: this.#type(1) })})`,
          () => `len(${sub(STRING)})`,
          () => `sum(${sub({ k: "List", of: INT })})`,
        ])();
      case "Float":
        return r.pick([
          () => `(${sub(FLOAT)} ${r.pick(["+", "-", "*"])} ${sub(FLOAT)})`,
          () => `(${sub(FLOAT)} ${r.pick(["+", "-", "*"])} ${sub(INT)})`,
          () => `(${sub(INT)} ${r.pick(["+", "-", "*"])} ${sub(FLOAT)})`,
          () => `(${sub(INT)} / ${sub(INT)})`,
          () => `(${sub(FLOAT)} / ${sub(FLOAT)})`,
          () => `(${sub(FLOAT)} ${r.pick(["//", "%"])} ${r.pick(["2.0", "-1.5", "0.25"])})`,
          () => `(-${sub(FLOAT)})`,
        ])();
      case "Bool":
        return this.#condition(depth);
      case "String":
        return r.pick([
          () => `(${sub(STRING)} + ${sub(STRING)})`,
          () => `"<\${${sub(this.#type(1))}}>"`,
          () => `str(${sub(this.#type(1))})`,
        ])();
      case "List":
        return this.#list(type, depth);
      case "Option":
        return r.pick([
          () => sub(type.of),
          () => `list.get(${sub({ k: "List", of: type.of })}, ${r.int(-1, 2)})`,
          () => `list.first(${sub({ k: "List", of: type.of })})`,
        ])();
      case "Record": {
        if (r.chance(0.3)) {
          const [name, field] = r.pick(type.fields);
          return `{...${sub(type)}, ${name}: ${sub(field)}}`;
        }
        return this.#literalOf(type, sub);
      }
      case "Fn":
        return this.#lambda(type, depth - 1);
      default:
        return this.#literalOf(type, sub);
    }
  }

  #condition(depth: number): string {
    const r = this.#random;
    const sub = (t: Ty): string => this.expr(t, depth - 1);
    const compared = this.#type(1);
    const listed = r.pick([INT, FLOAT, STRING]);
    return r.pick([
      () => `(${sub(INT)} ${r.pick(["<", "<=", ">", ">=", "==", "!="])} ${sub(INT)})`,
      () => `(${sub(FLOAT)} ${r.pick(["<", "<=", ">", ">=", "==", "!="])} ${sub(FLOAT)})`,
      () => `(${sub(INT)} ${r.pick(["<", ">=", "=="])} ${sub(FLOAT)})`,
      () => `(${sub(STRING)} ${r.pick(["<", "<=", ">", ">="])} ${sub(STRING)})`,
      () => `(${sub(compared)} ${r.pick(["==", "!="])} ${sub(compared)})`,
      () => `(${sub(BOOL)} ${r.pick(["&&", "||"])} ${sub(BOOL)})`,
      () => `(!${sub(BOOL)})`,
      () => `(${sub(listed)} in ${sub({ k: "List", of: listed })})`,
      () => `${r.pick(["any", "all"])}(${sub({ k: "List", of: INT })}, ${this.#test(INT, depth)})`,
    ])();
  }

  #test(type: Ty, depth: number): string {
    return this.#lambda({ k: "Fn", params: [type], returns: BOOL }, depth - 2);
  }

  #list(type: Ty & { k: "List" | "Option" }, depth: number): string {
    const r = this.#random;
    const sub = (t: Ty): string => this.expr(t, depth - 1);
    const from = this.#type(1);
    return r.pick([
      () => this.#literalOf(type, sub),
      () => `(${sub(type)} + ${sub(type)})`,
      () => {
        const fn: Ty & { k: "Fn" } = { k: "Fn", params: [from], returns: type.of };
        return `map(${sub({ k: "List", of: from })}, ${this.#lambda(fn, depth - 1)})`;
      },
      () => `filter(${sub(type)}, ${this.#test(type.of, depth)})`,
      () => `reverse(${sub(type)})`,
      () => {
        const outer = this.#names;
        const name = this.#fresh("c");
        const list = sub({ k: "List", of: from });
        this.#names = [...outer, { name, type: from, mutable: false }];
        const filter = r.chance(0.4) ? ` if ${this.expr(BOOL, 1)}` : "";
        const body = sub(type.of);
        this.#names = outer;
        return `[${body} for ${name} in ${list}${filter}]`;
      },
    ])();
  }

  #literal(type: Ty): string {
    const r = this.#random;
    switch (type.k) {
      case "Int":
        return r.pick([
          () => String(r.int(0, 9)),
          () => String(r.int(0, 9)),
          () => String(r.int(10, 1000)),
          () => `(-${r.int(1, 50)})`,
          () => r.pick(["9007199254740991", "4503599627370496", "2147483647", "33554432"]),
          () => r.pick(["9007199254740993", "(-9007199254740992)", "123456789012345678901"]),
        ])();
      case "Float":
        return r.pick(["0.0", "1.0", "2.0", "0.5", "(-1.5)", "3.25", "1e3", "(-0.0)", "1e300"]);
      case "Bool":
        return r.pick(["true", "false"]);
      case "String":
        return r.pick(['""', '"a"', '"b c"', '"é"', '"\u{1F600}"']);
      default:
        return this.#literalOf(type, (t) => this.#literal(t));
    }
  }

  /** A literal of a compound type, its parts made by `part`. */
  #literalOf(type: Ty, part: (type: Ty) => string): string {
    const r = this.#random;
    switch (type.k) {
      case "List": {
        // An element says the type where the list is not annotated.
        const items = Array.from({ length: r.int(1, 3) }, () => part(type.of));
        return `[${items.join(", ")}]`;
      }
      case "Map":
        return `{"k": ${part(type.of)}}`;
      case "Option":
        return part(type.of);
      case "Tuple":
        return `(${type.items.map(part).join(", ")})`;
      case "Record":
        return `{${type.fields.map(([name, field]) => `${name}: ${part(field)}`).join(", ")}}`;
      case "User": {
        const user = this.#users.find((u) => u.name === type.name)!;
        this.#budget -= 3;
        const constructor = this.#budget > 0 ? r.pick(user.constructors) : user.constructors[0];
        if (constructor.fields.length === 0) return constructor.name;
        return `${constructor.name}(${constructor.fields.map(part).join(", ")})`;
      }
      case "Fn":
        return this.#lambda(type, 0);
      default:
        return this.#literal(type);
    }
  }
}
