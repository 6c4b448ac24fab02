import { assert, assertEquals } from "@std/assert";
import { checkText } from "../../tests/support/check_text.ts";

/** Whether `f` waits. */
function waits(program: string): string {
  const { checked, functionNamed, findings } = checkText(program);
  assertEquals(findings, []);
  return checked.functionWaits(functionNamed("f"));
}

Deno.test("functionWaits() is no for plain functions", () => {
  assertEquals(waits("fn f(x): x + 1"), "no");
  assertEquals(waits("fn f(xs): map(xs, x => x + 1)"), "no");
  assertEquals(waits("fn f(n): if n == 0: 0 else: f(n - 1)"), "no");
});

Deno.test("functionWaits() is yes for what calls something that waits", () => {
  assertEquals(waits("fn f(u): http.get(u).body"), "yes");
  assertEquals(waits("fn g(u): http.get(u).body\nfn f(us): map(us, g)"), "yes");
  assertEquals(waits("fn f(us): map(us, u => http.get(u).body)"), "yes");
  assertEquals(waits('fn f(): g()\nfn g(): if 1 > 2: f() else: http.get("u").body'), "yes");
  assertEquals(waits("step f(): 1"), "yes");
  assertEquals(waits("fn f(xs): parallel for x in xs: x"), "yes");
  assertEquals(waits("fn f(v): (json.parse(v)).run()"), "yes");
  assertEquals(waits("fn f(): retry(3) { 1 }"), "yes");
});

Deno.test("functionWaits() is depends for what calls its parameter", () => {
  assertEquals(waits("fn f(g, x): g(x)"), "depends");
  assertEquals(waits("fn f(xs, g): map(xs, g)"), "depends");
  assertEquals(waits("fn f(xs, g): map(xs, x => g(x) + 1)"), "depends");
  assertEquals(waits("fn f(g, x): h(g, x)\nfn h(g, x): g(x)"), "depends");
});

Deno.test("a function that makes a function out of what it is given depends on it", () => {
  assertEquals(waits("fn f(g, h): x => h(g(x))"), "depends");
  assertEquals(waits("fn f(g) {\n  fn inner(x): g(x)\n  inner\n}"), "depends");
  assertEquals(waits("fn f(g, x) {\n  let y = x + 1\n  y\n}"), "no");
  const { checked, statements } = checkText(
    'fn f(g): x => g(x)\nlet a = f(u => http.get(u).body)\nlet b = f(x => x + 1)\n[a("u")]',
  );
  const uses = statements.slice(1, 3).map((each) => {
    assert(each.kind === "let" && each.value.kind === "call" && each.value.callee.kind === "name");
    return checked.versionOf(each.value.callee);
  });
  assertEquals(uses, ["yes", "no"]);
});

Deno.test("a function that only gives a waiting function back does not wait", () => {
  assertEquals(waits("fn f(u): () => http.get(u).body"), "no");
});

Deno.test("waiting() of a call follows what is given", () => {
  const { checked, statements, findings } = checkText(
    'fn apply(g, x): g(x)\napply(u => http.get(u).body, "u")\napply(x => x + 1, 1)',
  );
  assertEquals(findings, []);
  const [, waitingCall, plainCall] = statements;
  assert(waitingCall.kind === "call" && plainCall.kind === "call");
  assertEquals(checked.waiting(waitingCall), "yes");
  assertEquals(checked.waiting(plainCall), "no");
  assert(waitingCall.callee.kind === "name" && plainCall.callee.kind === "name");
  assertEquals(checked.versionOf(waitingCall.callee), "yes");
  assertEquals(checked.versionOf(plainCall.callee), "no");
});

Deno.test("waiting() inside a generic function depends on its parameter", () => {
  const { checked, functionNamed } = checkText("fn f(g, x): g(x)");
  const call = functionNamed("f").body.statements[0];
  assert(call.kind === "call");
  assertEquals(checked.waiting(call), "depends");
});

Deno.test("a list of functions waits when one of them does", () => {
  const { checked, statements } = checkText(
    'let fs = [x => x, u => http.get(u).body]\nfs[0]("u")',
  );
  const call = statements[1];
  assert(call.kind === "call");
  assertEquals(checked.waiting(call), "yes");
});

Deno.test("a function held by a constructor waits when any of that type does", () => {
  const type = "type Task = Task(run: (Int) -> Int)";
  const run = "fn f(t, x): match t { Task(g) => g(x) }";
  assertEquals(waits(`${type}\n${run}\nf(Task(x => x), 1)`), "no");
  assertEquals(waits(`${type}\n${run}\nf(Task(x => len(http.get("u").body)), 1)`), "yes");
  assertEquals(waits(`pub ${type}\n${run}`), "yes");
});

Deno.test("a function held by a record is the caller's", () => {
  const run = "type Job = {run: (Int) -> Int}\nfn f(j: Job, x): j.run(x)";
  assertEquals(waits(run), "depends");
});

Deno.test("a variable that holds functions waits when one of them does", () => {
  assertEquals(
    waits('fn f(b) {\n  var g = x => x\n  if b { g = x => len(http.get("u").body) }\n  g(1)\n}'),
    "yes",
  );
});
