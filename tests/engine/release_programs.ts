/**
 * Random programs whose lists come from the engine and go every way a list can go: read, kept, handed
 * on, captured, put into variables again, left behind by jumps and errors.
 *
 * @module
 */
import { Choices } from "../soundness/random.ts";

/** A program for a seed. It ends, and its value tells of every list it met. */
export function generateLists(seed: number): string {
  return new Generator(new Choices(seed)).program();
}

/** A list that the program can name. */
interface Name {
  readonly name: string;
  readonly mutable: boolean;
}

/** Writes programs line by line. */
class Generator {
  readonly #random: Choices;
  #lines: string[] = [];
  #names: Name[] = [];
  #count = 0;
  #budget = 40;
  #inFunction = false;
  /** Whether a loop over a list is open: one inside the other would take too many turns. */
  #overList = false;

  constructor(random: Choices) {
    this.#random = random;
  }

  program(): string {
    const r = this.#random;
    this.#lines.push(`fn same(xs: [Float]) -> [Float]: xs`);
    this.#lines.push(`fn first(xs: [Float]) -> Float: xs[0]`);
    const functions = r.int(1, 3);
    for (let i = 0; i < functions; i++) this.#function(i, r.chance(0.7));
    this.#names = [{ name: "start", mutable: false }];
    // One length that is worked on in JavaScript, and ones that are not.
    this.#line(0, `let start = [float(i % 7) * 0.5 for i in 0..${r.pick([3, 5, 64, 200])}]`);
    this.#line(0, `var total = 0.0`);
    const outer = this.#names.length;
    for (let i = r.int(1, 4); i > 0; i--) this.#statement(0);
    for (let i = 0; i < functions; i++) this.#line(0, `total = total * 0.5 + f${i}(start, 2)`);
    const seen = this.#names.slice(outer).map(({ name }) => `engine.list_sum(${name})`);
    this.#line(0, `[total, ${["first(start)", ...seen].join(", ")}]`);
    return this.#lines.join("\n");
  }

  #function(index: number, isReturning: boolean): void {
    const r = this.#random;
    this.#names = [{ name: "a", mutable: false }];
    this.#inFunction = true;
    this.#line(0, `fn f${index}(a: [Float], n: Int) -> Float:`);
    this.#line(1, `var total = 0.0`);
    this.#line(1, `var later: [(Float) -> Float] = []`);
    for (let i = r.int(2, 6); i > 0; i--) this.#statement(1);
    this.#line(1, `for g in later { total = total * 0.5 + g(1.0) }`);
    if (r.chance(0.2)) {
      this.#line(1, `if n > 0: return f${index}(${this.#list(1)}, n - 1)`);
    }
    if (isReturning) this.#line(1, `total + first(${this.#list(1)})`);
    else this.#line(1, `return total + engine.list_sum(${this.#list(2)})`);
    this.#inFunction = false;
  }

  #line(depth: number, text: string): void {
    this.#lines.push("  ".repeat(depth) + text);
  }

  #fresh(stem: string): string {
    return `${stem}${this.#count++}`;
  }

  #body(depth: number): void {
    const names = this.#names;
    for (let i = this.#random.int(1, 3); i > 0; i--) this.#statement(depth);
    this.#names = names;
  }

  #statement(depth: number): void {
    const r = this.#random;
    this.#budget--;
    const deep = depth > 4 || this.#budget < 0;
    const total = (value: string) => this.#line(depth, `total = total * 0.5 + ${value}`);
    switch (r.int(0, deep ? 9 : 19)) {
      case 0:
      case 1:
      case 2:
      case 3: {
        const list = this.#list(2);
        const name = this.#fresh("r");
        this.#line(depth, `let ${name} = ${list}`);
        this.#names = [...this.#names, { name, mutable: false }];
        return;
      }
      case 4: {
        const list = this.#list(1);
        const name = this.#fresh("v");
        this.#line(depth, `var ${name} = ${list}`);
        this.#names = [...this.#names, { name, mutable: true }];
        return;
      }
      case 5:
      case 6: {
        const variables = this.#names.filter((each) => each.mutable);
        if (variables.length === 0) return total(this.#number(2));
        return this.#line(depth, `${r.pick(variables).name} = ${this.#list(2)}`);
      }
      case 7:
      case 8:
        return total(this.#number(2));
      case 9:
        return this.#line(depth, this.#call(2));
      case 10:
      case 11: {
        const i = this.#fresh("i");
        this.#line(depth, `for ${i} in 0..${r.int(1, 4)}:`);
        return this.#loop(depth, i);
      }
      case 12: {
        if (this.#overList) return total(this.#number(2));
        const x = this.#fresh("x");
        const variables = this.#names.filter((each) => each.mutable);
        const variable = variables.length > 0 && r.chance(0.5) ? r.pick(variables).name : null;
        this.#line(depth, `for ${x} in ${variable ?? this.#list(1)}:`);
        if (variable !== null) this.#line(depth + 1, `${variable} = ${this.#call(1)}`);
        this.#line(depth + 1, `total = total * 0.5 + ${x}`);
        if (r.chance(0.3)) this.#line(depth + 1, `if total > 3.0: break`);
        this.#overList = true;
        this.#loop(depth, null);
        this.#overList = false;
        return;
      }
      case 13: {
        const i = this.#fresh("w");
        this.#line(depth, `var ${i} = 0`);
        this.#line(depth, `while ${i} < ${r.int(1, 4)}:`);
        this.#line(depth + 1, `${i} = ${i} + 1`);
        return this.#loop(depth, i);
      }
      case 14: {
        this.#line(depth, `if ${this.#number(1)} > ${r.int(0, 4)}.0:`);
        this.#body(depth + 1);
        if (r.chance(0.5)) return;
        this.#line(depth, `else:`);
        return this.#body(depth + 1);
      }
      case 15: {
        this.#line(depth, `try:`);
        this.#body(depth + 1);
        if (r.chance(0.5)) this.#line(depth + 1, `total = total + ${this.#name()}[1000]`);
        return this.#line(depth, `catch e => print("caught")`);
      }
      case 16: {
        const name = this.#fresh("r");
        this.#line(depth, `let ${name} = if total > 2.0:`);
        const names = this.#names;
        this.#statement(depth + 1);
        this.#line(depth + 1, this.#list(1));
        this.#names = names;
        this.#line(depth, `else:`);
        this.#line(depth + 1, this.#list(1));
        this.#names = [...this.#names, { name, mutable: false }];
        return;
      }
      case 17: {
        if (this.#inFunction && r.chance(0.5)) {
          // Called at the end of the function, when what it reads may have died long ago.
          return this.#line(depth, `later = later + [(k: Float) => k + ${this.#number(1)}]`);
        }
        const f = this.#fresh("g");
        this.#line(depth, `let ${f} = (k: Float) => k + ${this.#number(1)}`);
        this.#body(depth);
        return total(`${f}(1.0)`);
      }
      case 18: {
        const value = this.#fresh("q");
        this.#line(depth, `let ${value} = {list: ${this.#list(1)}, pair: (${this.#list(1)}, 1)}`);
        this.#body(depth);
        return total(`first(${value}.list) + ${value}.pair.0[0]`);
      }
      default:
        if (!this.#inFunction || r.chance(0.5)) return total(this.#number(3));
        this.#line(depth, `if total > ${r.int(2, 9)}.0: return ${this.#number(2)}`);
    }
  }

  #loop(depth: number, counter: string | null): void {
    const names = this.#names;
    this.#body(depth + 1);
    if (counter !== null && this.#random.chance(0.3)) {
      this.#line(depth + 1, `if ${counter} == 1: ${this.#random.pick(["continue", "break"])}`);
      this.#statement(depth + 1);
    }
    this.#names = names;
  }

  #name(): string {
    return this.#random.pick(this.#names).name;
  }

  /** A list: mostly a name or a call of the engine. */
  #list(depth: number): string {
    const r = this.#random;
    if (depth <= 0 || r.chance(0.2)) return this.#name();
    switch (r.int(0, 16)) {
      case 0:
        return `same(${this.#list(depth - 1)})`;
      case 1:
        return `[${this.#list(depth - 1)}, ${this.#name()}][${r.int(0, 1)}]`;
      case 2:
        return `(if ${this.#number(depth - 1)} > 1.0: ${
          this.#list(depth - 1)
        } else: ${this.#name()})`;
      case 3:
        return `[x * 0.5 for x in ${this.#list(depth - 1)}]`;
      case 4:
        return `map(${this.#list(depth - 1)}, x => x * 0.5 + ${this.#name()}[0])`;
      case 5: {
        // A variable that changes while the call it is an argument of is being made.
        const variables = this.#names.filter((each) => each.mutable);
        if (variables.length === 0) return this.#call(depth);
        const { name } = r.pick(variables);
        return `engine.vec_sub(${name}, { ${name} = ${this.#call(depth - 1)}; ${this.#name()} })`;
      }
      default:
        return this.#call(depth);
    }
  }

  /** A call of the engine that gives a list as long as all the others. */
  #call(depth: number): string {
    const r = this.#random;
    const one = () => this.#list(depth - 1);
    switch (r.int(0, 8)) {
      case 0:
        return `engine.vec_scale(${one()}, 0.75)`;
      case 1:
        return `engine.clip(${one()}, -9.0, 9.0)`;
      case 2:
        return `engine.sort_desc(${one()})`;
      case 3:
        return `engine.abs(${one()})`;
      case 4:
        return `engine.vec_sub(${one()}, ${one()})`;
      case 5:
        return `engine.map_add(${one()}, ${this.#number(depth - 1)})`;
      default:
        return `engine.vec_add(${one()}, ${one()})`;
    }
  }

  #number(depth: number): string {
    const r = this.#random;
    if (depth <= 0) return `${this.#name()}[${r.int(0, 2)}]`;
    switch (r.int(0, 9)) {
      case 0:
        return `engine.list_mean(${this.#list(depth)})`;
      case 1:
        return `${this.#list(depth)}[${r.int(-1, 2)}]`;
      case 2:
        return `float(len(${this.#list(depth)}))`;
      case 3:
        return `max(${this.#list(depth)})`;
      case 4:
        return `first(${this.#list(depth)})`;
      case 5:
        return `engine.dot_product(${this.#list(depth - 1)}, ${this.#list(depth - 1)}) / 1000.0`;
      case 6:
        return `sum([x for x in ${this.#list(depth)} if x > 1.0]) / 1000.0`;
      case 7:
        return `engine.top_k(${this.#list(depth)}, 2).values[1]`;
      default:
        return `engine.list_mean(${this.#call(depth)})`;
    }
  }
}
