/** Calls and integer arithmetic. */
function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

/** The `n`th Fibonacci number. */
export function run(n: number): number {
  return fib(n);
}
