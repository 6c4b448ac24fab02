/**
 * The module `http`.
 *
 * Redirects are followed here and not by `fetch`, so that each hop is asked of the permissions: an
 * allowed host must not be able to send a program to one that is not.
 *
 * @module
 */
import { requirePermission } from "../permissions.ts";
import {
  asZixirError,
  display,
  Duration,
  isList,
  record,
  type RecordSlot,
  type Slot,
  ZixirError,
} from "../values/mod.ts";
import type { Entry, Table } from "../table.ts";
import { valueError } from "./arguments.ts";
import type { Host } from "./host.ts";
import { writeJson } from "./json_write.ts";

/** The table of `http`. */
export function httpTable(host: Host): Table {
  const simple = (
    name: string,
    method: string,
    doc: string,
    source: string,
    result: string,
  ): Entry => ({
    name,
    type: `(url: String, ${OPTIONS}) -> ${RESPONSE}`,
    doc,
    example: { source, result },
    effect: "async",
    permission: "net",
    run: async (url: string, ...options: Options): Promise<RecordSlot> =>
      textResponse(await exchange(host, `http.${name}`, method, url, null, options)),
  });
  const sending = (
    name: string,
    method: string,
    doc: string,
    source: string,
    result: string,
  ): Entry => ({
    name,
    type: `(url: String, body: Any = nil, ${OPTIONS}) -> ${RESPONSE}`,
    doc,
    example: { source, result },
    effect: "async",
    permission: "net",
    run: async (url: string, body: Slot = null, ...options: Options): Promise<RecordSlot> =>
      textResponse(await exchange(host, `http.${name}`, method, url, body, options)),
  });
  return {
    module: "http",
    doc:
      'HTTP requests. A status of 400 or more, and a host that cannot be reached, raise kind "http", with `status` and `retry_after` in `data`.',
    entries: [
      simple(
        "get",
        "GET",
        "Asks for a resource. `headers` are sent, `query` is added to the URL, `timeout` bounds the whole exchange; `check: false` gives any status back.",
        'http.get("https://api.example/hello", query: {name: "Ada"}).body',
        '"hello Ada"',
      ),
      sending(
        "post",
        "POST",
        "Sends a body: a String or Bytes as it is, any other value as JSON.",
        'http.post("https://api.example/echo", {a: 1}).body',
        '"{\\"a\\":1}"',
      ),
      sending(
        "put",
        "PUT",
        "Stores a body at a URL.",
        'http.put("https://api.example/echo", "text").status',
        "200",
      ),
      sending(
        "patch",
        "PATCH",
        "Sends a body that changes what is at a URL.",
        'http.patch("https://api.example/echo", {a: 2}).body',
        '"{\\"a\\":2}"',
      ),
      simple(
        "delete",
        "DELETE",
        "Deletes a resource.",
        'http.delete("https://api.example/hello").status',
        "200",
      ),
      {
        name: "request",
        type: `(method: String, url: String, body: Any = nil, ${OPTIONS}) -> ${RESPONSE}`,
        doc: "A request with any method.",
        example: {
          source: 'http.request("GET", "https://api.example/missing", check: false).status',
          result: "404",
        },
        effect: "async",
        permission: "net",
        run: async (
          method: string,
          url: string,
          body: Slot = null,
          ...options: Options
        ): Promise<RecordSlot> => {
          if (!/^[A-Za-z]+$/.test(method)) {
            throw valueError("http.request", `${JSON.stringify(method)} is no HTTP method`);
          }
          return textResponse(
            await exchange(host, "http.request", method.toUpperCase(), url, body, options),
          );
        },
      },
      {
        name: "get_bytes",
        type: `(url: String, ${OPTIONS}) -> Bytes`,
        doc: "The body of a resource as Bytes.",
        example: { source: 'len(http.get_bytes("https://api.example/hello"))', result: "11" },
        effect: "async",
        permission: "net",
        run: async (url: string, ...options: Options): Promise<Uint8Array> =>
          (await exchange(host, "http.get_bytes", "GET", url, null, options)).body,
      },
      {
        name: "encode_query",
        type: "(values: Map<Any>) -> String",
        doc: "The values as the query of a URL.",
        example: { source: 'http.encode_query({q: "a b", n: 2})', result: '"q=a+b&n=2"' },
        run: (values: RecordSlot): string => queryOf(values).toString(),
      },
    ],
  };
}

const OPTIONS =
  "headers: Map<Any> = {}, query: Map<Any> = {}, timeout: Duration? = nil, check: Bool = true";
const RESPONSE = "{status: Int, headers: Map<String>, body: String}";

type Options = [
  headers?: RecordSlot,
  query?: RecordSlot,
  timeout?: Duration | null,
  check?: boolean,
];

interface Exchange {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

const REDIRECTS_MAX = 20;

async function exchange(
  host: Host,
  name: string,
  method: string,
  address: string,
  body: Slot,
  options: Options,
): Promise<Exchange> {
  const [headers = {}, query = {}, timeout = null, check = true] = options;
  const url = urlOf(name, address);
  for (const [key, value] of queryOf(query)) url.searchParams.append(key, value);
  const ends: AbortSignal[] = [];
  const scope = host.signal();
  if (scope !== undefined) ends.push(scope);
  if (timeout !== null) ends.push(AbortSignal.timeout(Math.max(0, timeout.ms)));
  const signal = ends.length === 0 ? null : AbortSignal.any(ends);
  try {
    const response = await followed(host, {
      url,
      method,
      headers: headersOf(name, headers),
      ...bodyOf(name, body),
    }, signal);
    const received = {
      status: response.status,
      headers: response.headers,
      body: new Uint8Array(await response.arrayBuffer()),
    };
    if (check && received.status >= 400) throw statusError(host, name, method, url, received);
    return received;
  } catch (error) {
    if (error instanceof ZixirError) throw error;
    if (scope?.aborted) throw asZixirError(scope.reason);
    if (error instanceof DOMException && error.name === "TimeoutError") {
      throw new ZixirError("timeout", `${name}: no answer from ${url.host} in time`);
    }
    if (error instanceof Error && error.name === "NotCapable") throw asZixirError(error);
    throw networkError(name, method, url, error);
  }
}

/** A request before it is made, since a redirect makes it again. */
interface Draft {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer> | null;
  /** Type of the body, unless the headers name one. */
  readonly type: string | null;
}

/** The response to a request, or to where it is redirected. */
async function followed(
  host: Host,
  first: Draft,
  signal: AbortSignal | null,
): Promise<Response> {
  let draft = first;
  for (let hops = 0;; hops++) {
    const { url, method, headers, body, type } = draft;
    requirePermission(host.permissions, "net", `${url.hostname}:${portOf(url)}`);
    if (type !== null && !headers.has("content-type")) headers.set("content-type", type);
    const response = await host.net.fetch(
      new Request(url, { method, headers, body, signal, redirect: "manual" }),
    );
    const location = REDIRECTS.has(response.status) ? response.headers.get("location") : null;
    if (location === null) return response;
    await response.body?.cancel();
    if (hops === REDIRECTS_MAX) throw new Error(`more than ${REDIRECTS_MAX} redirects`);
    draft = redirected(draft, new URL(location, url), response.status);
  }
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** The request after a redirect, as the Fetch standard has it (section 4.4). */
function redirected(draft: Draft, url: URL, status: number): Draft {
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new Error(`a redirect to ${url.protocol}`);
  }
  const headers = new Headers(draft.headers);
  if (url.origin !== draft.url.origin) {
    for (const name of ["authorization", "cookie", "proxy-authorization"]) headers.delete(name);
  }
  const asGet = (status === 303 && draft.method !== "HEAD") ||
    ((status === 301 || status === 302) && draft.method === "POST");
  if (!asGet) return { ...draft, url, headers };
  headers.delete("content-type");
  return { url, method: "GET", headers, body: null, type: null };
}

function urlOf(name: string, address: string): URL {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw valueError(
      name,
      `${JSON.stringify(address)} is no URL`,
      "a URL is written in full: https://example.com/path",
    );
  }
  if (url.protocol === "http:" || url.protocol === "https:") return url;
  throw valueError(name, `${url.protocol} is not http: or https:`);
}

function portOf(url: URL): string {
  return url.port || (url.protocol === "https:" ? "443" : "80");
}

function queryOf(values: RecordSlot): URLSearchParams {
  const query = new URLSearchParams();
  for (const [key, value] of record.entries(values)) {
    if (value === null) continue;
    for (const one of isList(value) ? value : [value]) query.append(key, display(one));
  }
  return query;
}

function headersOf(name: string, values: RecordSlot): Headers {
  const headers = new Headers();
  for (const [key, value] of record.entries(values)) {
    try {
      headers.set(key, display(value));
    } catch {
      throw valueError(name, `${JSON.stringify(key)} with this value is no HTTP header`);
    }
  }
  return headers;
}

function bodyOf(name: string, body: Slot): Pick<Draft, "body" | "type"> {
  if (body === null) return { body: null, type: null };
  if (body instanceof Uint8Array) return { body: body.slice(), type: "application/octet-stream" };
  const isText = typeof body === "string";
  const text = isText ? body : writeJson(name, body, 0);
  return {
    body: new TextEncoder().encode(text),
    type: isText ? "text/plain;charset=UTF-8" : "application/json",
  };
}

function textResponse({ status, headers, body }: Exchange): RecordSlot {
  return { status, headers: headerRecord(headers), body: textOf(headers, body) };
}

/** Names in lower case; what was sent several times is joined by commas. */
function headerRecord(headers: Headers): RecordSlot {
  const all: Record<string, string> = {};
  for (const [name, value] of headers) all[name] = name in all ? `${all[name]}, ${value}` : value;
  return record.fromEntries(Object.entries(all));
}

function textOf(headers: Headers, body: Uint8Array): string {
  const charset = /charset="?([^\s;"]+)/i.exec(headers.get("content-type") ?? "")?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    // An unknown name for an encoding says nothing; most such bodies are UTF-8 all the same.
    return new TextDecoder().decode(body);
  }
}

function statusError(
  host: Host,
  name: string,
  method: string,
  url: URL,
  { status, headers, body }: Exchange,
): ZixirError {
  const text = textOf(headers, body);
  return new ZixirError("http", `${name}: ${method} ${shown(url)} gave status ${status}`, {
    data: {
      status,
      retry_after: retryAfter(host, headers.get("retry-after")),
      method,
      url: url.href,
      headers: headerRecord(headers),
      body: text,
    },
    ...(status === 401 || status === 403
      ? { hint: "the server wants credentials: headers: {authorization: ...}" }
      : {}),
  });
}

/** The wait a server asks for, in seconds or until a date (RFC 9110, section 10.2.3). */
function retryAfter(host: Host, header: string | null): Duration | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return new Duration(Number(header) * 1000);
  const until = Date.parse(header);
  return Number.isNaN(until) ? null : new Duration(Math.max(0, until - host.clock.now()));
}

function networkError(name: string, method: string, url: URL, error: unknown): ZixirError {
  // The cause behind the causes, and in it what stands after the last colon, is the system's word.
  let cause = error;
  while (cause instanceof Error && cause.cause !== undefined) cause = cause.cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  const last = message.split(": ").at(-1)!.replace(/ \(os error \d+\)$/, "");
  return new ZixirError("http", `${name}: cannot reach ${url.host}: ${last}`, {
    data: { status: null, retry_after: null, method, url: url.href, headers: {}, body: "" },
  });
}

/** A URL as errors show it: user, password and query may be secret. */
function shown(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
