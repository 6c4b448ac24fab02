/** Programs that use the network, against a real server on this machine. */
import { assertEquals } from "@std/assert";
import { Intent } from "../../runtime/intent.ts";
import {
  ALL_PERMISSIONS,
  DEFAULT_PERMISSIONS,
  type Permissions,
} from "../../runtime/permissions.ts";
import { runSource } from "../../runtime/program.ts";
import { realHost } from "../../runtime/std/mod.ts";
import { makeWorld } from "../../runtime/world.ts";

/** What a program gives whose `BASE` is a server that answers with `handler`. */
async function withServer(
  handler: (request: Request) => Response | Promise<Response>,
  program: string,
  permissions: Permissions = ALL_PERMISSIONS,
): Promise<string> {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, handler);
  const intent = new Intent({ permissions });
  try {
    const source = program.replaceAll("BASE", `http://127.0.0.1:${server.addr.port}`);
    const world = makeWorld({ host: realHost({ permissions }), intent });
    const result = await runSource(source, { world });
    return result.ok ? result.text : `${result.errors[0].kind}: ${result.errors[0].message}`;
  } finally {
    await intent.close();
    await server.shutdown();
  }
}

Deno.test("retry() repeats a request that failed, and waits as long as the server asks", async () => {
  let calls = 0;
  const seen = await withServer(() => {
    calls++;
    return calls < 3
      ? new Response("later", { status: 503, headers: { "retry-after": "0" } })
      : new Response("ready");
  }, 'retry(5, backoff: 1ms, on: ["http"]) { http.get("BASE/data").body }');
  assertEquals([seen, calls], ['"ready"', 3]);
});

Deno.test("parallel requests run at once and come back in order", async () => {
  let waiting = 0;
  const all = Promise.withResolvers<void>();
  const seen = await withServer(async (request) => {
    // Nobody is answered before all three have asked.
    if (++waiting === 3) all.resolve();
    await all.promise;
    return new Response(new URL(request.url).pathname);
  }, 'parallel for n in 1..=3: http.get("BASE/${n}").body');
  assertEquals(seen, '["/1", "/2", "/3"]');
});

Deno.test("a failed request tells its status, and what the server said", async () => {
  const seen = await withServer(
    () => Response.json({ reason: "no such day" }, { status: 404 }),
    `
try: http.get("BASE/2026-02-30")
catch {kind: "http", data: {status, body}} => "\${status}: \${json.parse(body).reason}"
`,
  );
  assertEquals(seen, '"404: no such day"');
});

Deno.test("timeout() ends a request that is under way, on the wire too", async () => {
  let ended = false;
  const seen = await withServer(async (request) => {
    await new Promise((resolve) => request.signal.addEventListener("abort", resolve));
    ended = true;
    return new Response("late");
  }, 'let answer = try: timeout(30ms) { http.get("BASE").body } catch e => e.kind\nanswer');
  assertEquals([seen, ended], ['"timeout"', true]);
});

Deno.test("a program without the permission does not reach the network", async () => {
  let calls = 0;
  const handler = (): Response => {
    calls++;
    return new Response("secret");
  };
  const seen = await withServer(handler, 'http.get("BASE").body', DEFAULT_PERMISSIONS);
  assertEquals([seen.slice(0, 52), calls], [
    "permission: no permission to use the network at 127.",
    0,
  ]);
});
