/** An interpreter over a union of objects, by switching on their kind. */
type Expr =
  | { readonly kind: "num"; readonly value: number }
  | { readonly kind: "arg" }
  | { readonly kind: "add"; readonly a: Expr; readonly b: Expr }
  | { readonly kind: "mul"; readonly a: Expr; readonly b: Expr }
  | { readonly kind: "neg"; readonly a: Expr }
  | { readonly kind: "ifZero"; readonly c: Expr; readonly a: Expr; readonly b: Expr };

function build(depth: number): Expr {
  if (depth === 0) return { kind: "num", value: depth + 3 };
  switch (depth % 4) {
    case 0:
      return { kind: "add", a: build(depth - 1), b: { kind: "arg" } };
    case 1:
      return { kind: "mul", a: build(depth - 1), b: build(depth - 1) };
    case 2:
      return {
        kind: "ifZero",
        c: { kind: "add", a: { kind: "arg" }, b: { kind: "num", value: -5 } },
        a: build(depth - 1),
        b: { kind: "neg", a: build(depth - 1) },
      };
    default:
      return { kind: "add", a: build(depth - 1), b: build(depth - 1) };
  }
}

function modulo(a: number, b: number): number {
  const rest = a % b;
  return rest < 0 ? rest + b : rest;
}

function evaluate(e: Expr, arg: number): number {
  switch (e.kind) {
    case "num":
      return e.value;
    case "arg":
      return arg;
    case "add":
      return modulo(evaluate(e.a, arg) + evaluate(e.b, arg), 10007);
    case "mul":
      return modulo(evaluate(e.a, arg) * evaluate(e.b, arg), 10007);
    case "neg":
      return -evaluate(e.a, arg);
    case "ifZero":
      return evaluate(e.c, arg) === 0 ? evaluate(e.a, arg) : evaluate(e.b, arg);
  }
}

/** The sum of `n` evaluations. */
export function run(n: number): number {
  const program = build(16);
  let total = 0;
  for (let i = 0; i < n; i++) total += evaluate(program, i % 10);
  return total;
}
