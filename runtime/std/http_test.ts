import { assert, assertEquals, assertRejects } from "@std/assert";
import { ALL_PERMISSIONS, DEFAULT_PERMISSIONS } from "../permissions.ts";
import { within } from "../resilience/scope.ts";
import {
  Duration,
  inspect,
  record,
  type RecordSlot,
  type Slot,
  ZixirError,
} from "../values/mod.ts";
import { entryOf } from "../../tests/std/calls.ts";
import type { Host } from "./host.ts";
import { realHost } from "./real_host.ts";

type Handler = (request: Request, url: URL) => Response | Promise<Response>;

/** Runs a test against a real server on this machine. */
async function serving(handler: Handler, test: (base: string) => Promise<void>): Promise<void> {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) => handler(request, new URL(request.url)),
  );
  try {
    await test(`http://127.0.0.1:${server.addr.port}`);
  } finally {
    await server.shutdown();
  }
}

const open = realHost({ permissions: ALL_PERMISSIONS });

function http(name: string, ...args: (Slot | undefined)[]): Promise<RecordSlot> {
  return httpOf(open, name, ...args);
}

function httpOf(host: Host, name: string, ...args: (Slot | undefined)[]): Promise<RecordSlot> {
  const run = entryOf(`http.${name}`, host).run as (...args: unknown[]) => Promise<RecordSlot>;
  return run(...args);
}

const echo: Handler = async (request, url) =>
  Response.json({
    method: request.method,
    path: url.pathname + url.search,
    type: request.headers.get("content-type"),
    mark: request.headers.get("x-mark"),
    body: await request.text(),
  });

Deno.test("http.get() gives status, headers and body, with query and headers sent", async () => {
  await serving(echo, async (base) => {
    const response = await http("get", `${base}/a?x=1`, { "X-Mark": "m" }, {
      q: "a b",
      list: [1, "z"],
      none: null,
    });
    assertEquals(response.status, 200);
    assertEquals(record.get(response.headers as RecordSlot, "content-type"), "application/json");
    const body = JSON.parse(response.body as string);
    assertEquals(body.path, "/a?x=1&q=a+b&list=1&list=z");
    assertEquals([body.method, body.mark, body.type], ["GET", "m", null]);
  });
});

Deno.test("http.post() sends texts as they are, Bytes raw, other values as JSON", async () => {
  await serving(echo, async (base) => {
    const sent = async (body: Slot, headers: Slot = {}): Promise<[string, string]> => {
      const response = await http("post", base, body, headers);
      const seen = JSON.parse(response.body as string);
      return [seen.type, seen.body];
    };
    assertEquals(await sent("text é"), ["text/plain;charset=UTF-8", "text é"]);
    assertEquals(await sent({ a: [1, 2n ** 70n] }), [
      "application/json",
      '{"a":[1,1180591620717411303424]}',
    ]);
    assertEquals(await sent(new Uint8Array([65])), ["application/octet-stream", "A"]);
    assertEquals(await sent("<a/>", { "content-type": "text/xml" }), ["text/xml", "<a/>"]);
  });
});

Deno.test("http functions use their methods", async () => {
  await serving(echo, async (base) => {
    const method = async (name: string, ...args: Slot[]): Promise<string> =>
      JSON.parse((await http(name, ...args)).body as string).method;
    assertEquals(await method("put", base, "x"), "PUT");
    assertEquals(await method("patch", base, "x"), "PATCH");
    assertEquals(await method("delete", base), "DELETE");
    assertEquals(await method("request", "options", base), "OPTIONS");
    await assertRejects(() => http("request", "a b", base), ZixirError, "is no HTTP method");
  });
});

Deno.test("http raises kind http for a status of 400 or more, with when to try again", async () => {
  await serving((_, url) => {
    const seconds = url.searchParams.get("after");
    return new Response("slow down", {
      status: 429,
      headers: seconds === null ? {} : { "retry-after": seconds },
    });
  }, async (base) => {
    const error = await assertRejects(() => http("get", `${base}/x?after=7&key=s`), ZixirError);
    assertEquals(error.kind, "http");
    assertEquals(error.message, `http.get: GET ${base}/x gave status 429`);
    const data = error.data as RecordSlot;
    assertEquals([data.status, data.body, inspect(data.retry_after)], [429, "slow down", "7s"]);
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const later = await assertRejects(
      () => http("get", `${base}/?after=${encodeURIComponent(date)}`),
      ZixirError,
    );
    const wait = (later.data as RecordSlot).retry_after as Duration;
    assert(wait.ms > 3_000_000 && wait.ms <= 3_600_000);
    const plain = await assertRejects(() => http("get", base), ZixirError);
    assertEquals((plain.data as RecordSlot).retry_after, null);
    const unchecked = await http("get", base, {}, {}, null, false);
    assertEquals([unchecked.status, unchecked.body], [429, "slow down"]);
  });
});

Deno.test("http follows redirects, keeping method and body where the standard says so", async () => {
  await serving(async (request, url) => {
    const status = Number(url.searchParams.get("status"));
    if (status > 0) {
      await request.body?.cancel();
      return new Response(null, { status, headers: { location: "/end" } });
    }
    return await echo(request, url);
  }, async (base) => {
    const seen = async (status: number): Promise<string> => {
      const response = await http("post", `${base}/?status=${status}`, { a: 1 });
      const { method, type, body } = JSON.parse(response.body as string);
      return `${method} ${type} ${body}`;
    };
    for (const status of [301, 302, 303]) assertEquals(await seen(status), "GET null ");
    for (const status of [307, 308]) {
      assertEquals(await seen(status), 'POST application/json {"a":1}');
    }
  });
});

Deno.test("http gives up after 20 redirects", async () => {
  await serving(
    () => new Response(null, { status: 302, headers: { location: "/" } }),
    async (base) => {
      await assertRejects(() => http("get", base), ZixirError, "more than 20 redirects");
    },
  );
});

Deno.test("http asks the permission of every hop, and drops credentials between origins", async () => {
  await serving(async (request, url) => {
    await request.body?.cancel();
    return new Response(request.headers.get("authorization") ?? "none", {
      headers: { "x-path": url.pathname },
    });
  }, async (target) => {
    await serving(
      () => new Response(null, { status: 302, headers: { location: `${target}/end` } }),
      async (base) => {
        const first = new URL(base).host;
        const host = realHost({ permissions: { ...DEFAULT_PERMISSIONS, net: [first] } });
        const error = await assertRejects(() => httpOf(host, "get", base), ZixirError);
        assertEquals(error.kind, "permission");
        assertEquals(error.message, `no permission to use the network at ${new URL(target).host}`);
        const response = await http("get", base, { authorization: "Bearer x" });
        assertEquals(response.body, "none");
      },
    );
  });
});

Deno.test("http ends with its timeout, and with the scope around it", async () => {
  const release = Promise.withResolvers<void>();
  await serving(async () => {
    await release.promise;
    return new Response("late");
  }, async (base) => {
    const error = await assertRejects(
      () => http("get", base, {}, {}, new Duration(20)),
      ZixirError,
    );
    assertEquals(error.kind, "timeout");
    const outer = await assertRejects(
      () => within({ timeMs: 20 }, () => http("get", base)),
      ZixirError,
    );
    assertEquals(outer.kind, "timeout");
    release.resolve();
  });
});

Deno.test("http says which host cannot be reached and what is no URL", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const error = await assertRejects(() => http("get", `http://127.0.0.1:${port}/`), ZixirError);
  assertEquals(error.kind, "http");
  assertEquals(error.message, `http.get: cannot reach 127.0.0.1:${port}: Connection refused`);
  assertEquals((error.data as RecordSlot).status, null);
  const relative = await assertRejects(() => http("get", "/x"), ZixirError);
  assertEquals(relative.message, 'http.get: "/x" is no URL');
  await assertRejects(
    () => http("get", "file:///etc/passwd"),
    ZixirError,
    "is not http: or https:",
  );
  await assertRejects(
    () => http("get", "http://x", { "a b": "c" }),
    ZixirError,
    "is no HTTP header",
  );
});

Deno.test("http reads bodies in the encoding their type names", async () => {
  await serving(
    () =>
      new Response(new Uint8Array([0xe9]), {
        headers: { "content-type": "text/plain; charset=iso-8859-1" },
      }),
    async (base) => {
      assertEquals((await http("get", base)).body, "é");
      assertEquals(inspect(await http("get_bytes", base)), "<bytes 1: e9>");
    },
  );
});
