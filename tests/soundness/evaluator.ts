/**
 * A slow and obvious evaluator of syntax trees: what a program means, told by walking it.
 *
 * It shares nothing with the compiler but the syntax tree and the checker's answers on names and
 * conversions. It knows the part of the language and the library that `generator.ts` writes.
 *
 * @module
 */
import type { CheckedModule } from "../../lang/check/checked.ts";
import type {
  Block,
  CallExpr,
  Expr,
  FunctionDecl,
  Pattern,
  Statement,
} from "../../lang/syntax/ast.ts";
import { resolve, type Type } from "../../lang/types/type.ts";
import { library } from "./library.ts";
import { negate, operate } from "./operators.ts";
import { match } from "./patterns.ts";
import {
  display,
  FloatValue,
  FunctionValue,
  isList,
  QuantityValue,
  Raised,
  RangeValue,
  type RecordValue,
  show,
  TupleValue,
  type Value,
  VariantValue,
} from "./values.ts";

/** The value of a program, in literal notation, or the kind of its error. */
export function evaluateProgram(checked: CheckedModule): string {
  try {
    const value = new Evaluator(checked).block(checked.module.statements, new Environment(null));
    return value === null ? "" : show(value);
  } catch (thrown) {
    if (thrown instanceof Raised) return `error ${thrown.kind}`;
    if (thrown instanceof RangeError) return "error limit";
    throw thrown;
  }
}

/** Names and their values, in blocks inside blocks. */
class Environment {
  readonly #values = new Map<string, Value>();
  readonly #outer: Environment | null;

  constructor(outer: Environment | null) {
    this.#outer = outer;
  }

  get(name: string): Value {
    const found = this.#values.get(name);
    if (found !== undefined) return found;
    if (this.#outer === null) throw new Error(`the program uses ${name}, which has no value`);
    return this.#outer.get(name);
  }

  define(name: string, value: Value): void {
    this.#values.set(name, value);
  }

  defineAll(bindings: ReadonlyMap<string, Value>): void {
    for (const [name, value] of bindings) this.#values.set(name, value);
  }

  assign(name: string, value: Value): void {
    if (this.#values.has(name)) this.#values.set(name, value);
    else this.#outer!.assign(name, value);
  }
}

/** `return`, on its way out of a function. */
class Return {
  constructor(readonly value: Value) {}
}

const BREAK = Symbol("break");
const CONTINUE = Symbol("continue");

class Evaluator {
  readonly #checked: CheckedModule;

  constructor(checked: CheckedModule) {
    this.#checked = checked;
  }

  /** The value of the last statement. Functions of the block see each other. */
  block(statements: readonly Statement[], env: Environment): Value {
    for (const item of statements) {
      if (item.kind === "function") env.define(item.name.name, this.#declared(item, env));
    }
    let value: Value = null;
    for (const item of statements) {
      value = null;
      switch (item.kind) {
        case "let":
          this.#bind(item.pattern, this.eval(item.value, env), env);
          break;
        case "var":
          env.define(item.name.name, this.eval(item.value, env));
          break;
        case "function":
        case "type":
          break;
        default:
          value = this.eval(item as Expr, env);
      }
    }
    return value;
  }

  /** The value of an expression, converted as the checker says. */
  eval(expr: Expr, env: Environment): Value {
    const value = this.#plain(expr, env);
    const target = this.#checked.conversionOf(expr);
    return target === undefined ? value : convert(value, target);
  }

  #plain(expr: Expr, env: Environment): Value {
    switch (expr.kind) {
      case "int":
      case "bool":
        return expr.value;
      case "float":
        return new FloatValue(expr.value);
      case "nil":
        return null;
      case "duration":
        return new QuantityValue("ms", expr.ms);
      case "size":
        return new QuantityValue("B", expr.bytes);
      case "cast":
        return this.eval(expr.value, env);
      case "string":
        return expr.parts.map((part) =>
          typeof part === "string" ? part : display(this.eval(part, env))
        ).join("");
      case "list":
        return expr.items.map((item) => this.eval(item, env));
      case "tuple":
        return new TupleValue(expr.items.map((item) => this.eval(item, env)));
      case "record":
        return this.#record(expr, env);
      case "name":
        return this.#name(expr, env);
      case "field": {
        const symbol = this.#checked.symbolOf(expr);
        if (symbol?.kind === "host") return library(`${symbol.module}.${symbol.entry.name}`);
        const target = this.eval(expr.target, env);
        if (expr.optional && target === null) return null;
        return (target as RecordValue).get(expr.name.name)!;
      }
      case "tupleField":
        return (this.eval(expr.target, env) as TupleValue).items[expr.index];
      case "index":
        return index(this.eval(expr.target, env), this.eval(expr.index, env));
      case "call":
        return this.#call(expr, env);
      case "unary": {
        const operand = this.eval(expr.operand, env);
        return expr.op === "!" ? !operand : negate(operand);
      }
      case "binary":
        return this.#binary(expr, env);
      case "range": {
        const start = this.eval(expr.start, env) as bigint;
        const end = this.eval(expr.end, env) as bigint;
        return new RangeValue(start, expr.inclusive ? end + 1n : end);
      }
      case "if":
        if (this.eval(expr.condition, env)) return this.eval(expr.then, env);
        return expr.otherwise === null ? null : this.eval(expr.otherwise, env);
      case "match": {
        const subject = this.eval(expr.subject, env);
        const result = this.#clauses(expr.clauses, subject, env);
        if (result === undefined) throw new Raised("match", "no clause matches");
        return result;
      }
      case "for":
        this.#loop(expr.pattern, expr.iterable, env, (inner) => this.eval(expr.body, inner));
        return null;
      case "while":
        while (this.eval(expr.condition, env)) if (!this.#turn(expr.body, env)) break;
        return null;
      case "block":
        return this.block(expr.statements, new Environment(env));
      case "lambda":
        return this.#function(expr.params, expr.body, env);
      case "try":
        return this.#try(expr, env);
      case "raise": {
        const value = this.eval(expr.value, env);
        if (typeof value === "string") throw new Raised("user", value);
        const record = value as RecordValue;
        throw new Raised(record.get("kind") as string, record.get("message") as string);
      }
      case "return":
        throw new Return(expr.value === null ? null : this.eval(expr.value, env));
      case "break":
        throw BREAK;
      case "continue":
        throw CONTINUE;
      case "assign": {
        const { name } = expr.target;
        // `x += e` is `x = x + e`: the old value is read before `e` is evaluated.
        const old = expr.op === null ? null : env.get(name);
        const right = this.eval(expr.value, env);
        const value = expr.op === null ? right : operate(expr.op, old, right);
        const symbol = this.#checked.symbolOf(expr);
        if (symbol?.kind !== "local") throw new Error("no variable");
        env.assign(name, convert(value, symbol.scheme.type));
        return null;
      }
      case "comprehension":
        return this.#comprehension(expr, env);
      default:
        throw new Error(`the generator makes no ${expr.kind}`);
    }
  }

  #record(expr: Extract<Expr, { kind: "record" }>, env: Environment): Value {
    const record: RecordValue = new Map();
    for (const entry of expr.entries) {
      const value = this.eval(entry.value, env);
      if (entry.kind === "field") record.set(entry.key.name, value);
      else for (const [key, each] of value as RecordValue) record.set(key, each);
    }
    return record;
  }

  #name(expr: Extract<Expr, { kind: "name" }>, env: Environment): Value {
    const symbol = this.#checked.symbolOf(expr);
    switch (symbol?.kind) {
      case "host":
        return library(symbol.entry.name);
      case "constructor": {
        const { typeId, name, decl } = symbol;
        const count = decl.fields.length;
        if (count === 0) return new VariantValue(typeId, name, []);
        return new FunctionValue(count, (args) => new VariantValue(typeId, name, args));
      }
      default:
        return env.get(expr.name);
    }
  }

  #call(expr: CallExpr, env: Environment): Value {
    const plan = this.#checked.argumentsOf(expr);
    const callee = this.eval(expr.callee, env) as FunctionValue;
    const found = this.#applied(expr, plan, callee, env);
    // The sum of nothing is one of what would have been summed.
    const type = resolve(this.#checked.typeOf(expr));
    if (found !== 0n || type.kind !== "con") return found;
    if (type.id === "Duration") return new QuantityValue("ms", 0);
    return type.id === "Size" ? new QuantityValue("B", 0) : found;
  }

  #applied(
    expr: CallExpr,
    plan: ReturnType<CheckedModule["argumentsOf"]>,
    callee: FunctionValue,
    env: Environment,
  ): Value {
    const values = new Map<Expr, Value>();
    for (const arg of expr.args) values.set(arg.value, this.eval(arg.value, env));
    if (plan === undefined) return callee.call(expr.args.map((arg) => values.get(arg.value)!));
    return callee.call(
      plan.map((item) =>
        item.kind === "default" ? undefined as unknown as Value : values.get(item as Expr)!
      ),
    );
  }

  #binary(expr: Extract<Expr, { kind: "binary" }>, env: Environment): Value {
    const left = this.eval(expr.left, env);
    if (expr.op === "&&") return left && this.eval(expr.right, env);
    if (expr.op === "||") return left || this.eval(expr.right, env);
    if (expr.op === "??") return left ?? this.eval(expr.right, env);
    return operate(expr.op, left, this.eval(expr.right, env));
  }

  #clauses(
    clauses: Extract<Expr, { kind: "match" }>["clauses"],
    subject: Value,
    env: Environment,
  ): Value | undefined {
    for (const clause of clauses) {
      const bindings = match(this.#checked, clause.pattern, subject);
      if (bindings === null) continue;
      const inner = new Environment(env);
      inner.defineAll(bindings);
      if (clause.guard !== null && !this.eval(clause.guard, inner)) continue;
      return this.eval(clause.body, inner);
    }
    return undefined;
  }

  #try(expr: Extract<Expr, { kind: "try" }>, env: Environment): Value {
    try {
      return this.eval(expr.body, env);
    } catch (thrown) {
      if (!(thrown instanceof Raised)) throw thrown;
      const { kind, message, data } = thrown;
      const record: RecordValue = new Map<string, Value>([
        ["kind", kind],
        ["message", message],
        ["data", data],
      ]);
      const result = this.#clauses(expr.clauses, record, env);
      if (result === undefined) throw thrown;
      return result;
    }
  }

  #loop(
    pattern: Pattern,
    iterable: Expr,
    env: Environment,
    body: (inner: Environment) => void,
  ): void {
    for (const item of items(this.eval(iterable, env))) {
      const inner = new Environment(env);
      try {
        this.#bind(pattern, item, inner);
        body(inner);
      } catch (thrown) {
        if (thrown === BREAK) return;
        if (thrown !== CONTINUE) throw thrown;
      }
    }
  }

  #turn(body: Block, env: Environment): boolean {
    try {
      this.eval(body, env);
      return true;
    } catch (thrown) {
      if (thrown === CONTINUE) return true;
      if (thrown === BREAK) return false;
      throw thrown;
    }
  }

  #comprehension(expr: Extract<Expr, { kind: "comprehension" }>, env: Environment): Value {
    const result: Value[] = [];
    const clause = (i: number, inner: Environment): void => {
      const item = expr.clauses[i];
      if (item === undefined) result.push(this.eval(expr.body, inner));
      else if (item.kind === "if") {
        if (this.eval(item.condition, inner)) clause(i + 1, inner);
      } else this.#loop(item.pattern, item.iterable, inner, (deeper) => clause(i + 1, deeper));
    };
    clause(0, env);
    return result;
  }

  #declared(decl: FunctionDecl, env: Environment): FunctionValue {
    const symbol = this.#checked.functionSymbol(decl);
    const type = resolve(symbol.scheme.type);
    if (type.kind !== "function") throw new Error("a function has a function type");
    const plain = this.#function(decl.params, decl.body, env);
    return new FunctionValue(plain.arity, (args) => {
      const given = args.map((arg, i) =>
        arg === undefined ? arg : convertFloat(arg, type.params[i])
      );
      return convertFloat(plain.call(given), type.returns);
    });
  }

  #function(
    params: FunctionDecl["params"],
    body: Expr,
    env: Environment,
  ): FunctionValue {
    return new FunctionValue(params.length, (args) => {
      const inner = new Environment(env);
      params.forEach((param, i) => {
        const value = args[i] === undefined ? this.eval(param.defaultValue!, inner) : args[i];
        this.#bind(param.pattern, value, inner);
      });
      try {
        return this.eval(body, inner);
      } catch (thrown) {
        if (thrown instanceof Return) return thrown.value;
        throw thrown;
      }
    });
  }

  #bind(pattern: Pattern, value: Value, env: Environment): void {
    const bindings = match(this.#checked, pattern, value);
    if (bindings === null) throw new Raised("match", "does not fit");
    env.defineAll(bindings);
  }
}

/** The elements of something that can be looped over. */
function items(value: Value): readonly Value[] {
  if (isList(value)) return value;
  if (value instanceof RangeValue) {
    const found: Value[] = [];
    for (let i = value.start; i < value.end; i++) found.push(i);
    return found;
  }
  throw new Error("the generator loops over lists and ranges");
}

function index(target: Value, at: Value): Value {
  if (target instanceof Map) {
    const found = target.get(at as string);
    if (found === undefined) throw new Raised("index", "no key");
    return found;
  }
  const list = target as readonly Value[];
  const i = (at as bigint) < 0n ? (at as bigint) + BigInt(list.length) : at as bigint;
  if (i < 0n || i >= BigInt(list.length)) throw new Raised("index", "out of range");
  return list[Number(i)];
}

/** An Int where exactly Float is expected. */
function convertFloat(value: Value, type: Type): Value {
  const t = resolve(type);
  const isFloat = t.kind === "con" && t.id === "Float";
  return isFloat && typeof value === "bigint" ? new FloatValue(Number(value)) : value;
}

/** A value converted to a type: Ints become Floats, ranges lists, also inside containers. */
export function convert(value: Value, type: Type): Value {
  const t = resolve(type);
  switch (t.kind) {
    case "var":
      return value;
    case "con":
      if (t.id === "Float") return convertFloat(value, t);
      if (t.id === "Option") return value === null ? null : convert(value, t.args[0]);
      if (t.id === "List") return items(value).map((item) => convert(item, t.args[0]));
      if (t.id === "Map") {
        return new Map([...value as RecordValue].map(([k, v]) => [k, convert(v, t.args[0])]));
      }
      return value;
    case "tuple":
      return new TupleValue(
        (value as TupleValue).items.map((item, i) => convert(item, t.items[i])),
      );
    case "record": {
      const record = new Map(value as RecordValue);
      for (const [name, field] of t.fields) {
        if (record.has(name)) record.set(name, convert(record.get(name)!, field));
      }
      return record;
    }
    case "function": {
      const fn = value as FunctionValue;
      return new FunctionValue(fn.arity, (args) => convert(fn.call(args), t.returns));
    }
  }
}
