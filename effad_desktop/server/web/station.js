// What the page asks of the station.

const TOKEN = "effad-token";

export class Offline extends Error {}

// A problem (RFC 9457); `retryAfter` in seconds where trying again is of use.
export class Refused extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.title);
    this.status = status;
    this.detail = problem.detail ?? "";
    this.retryAfter = retryAfter;
  }
}

export function keepToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

export async function ping() {
  return (await send("ping")).json();
}

export async function recipes() {
  return (await accepted(await send("recipes"))).json();
}

export async function predict(file, name, recipe) {
  const form = new FormData();
  form.append("recipe", recipe);
  form.append("heatmap", "true");
  form.append("file", file, name);
  return (await accepted(await send("predict", { method: "POST", body: form }))).json();
}

async function send(path, options = {}) {
  const headers = new Headers();
  const token = sessionStorage.getItem(TOKEN);
  if (token) headers.set("Authorization", `Bearer ${bytesAsText(token)}`);
  try {
    return await fetch(path, { ...options, headers, cache: "no-store" });
  } catch {
    throw new Offline("No answer from the station");
  }
}

async function accepted(response) {
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({ title: `Refused (${response.status})` }));
  const after = Number.parseFloat(response.headers.get("Retry-After"));
  throw new Refused(response.status, problem, Number.isFinite(after) ? after : null);
}

// A header's characters are bytes.
function bytesAsText(text) {
  return String.fromCharCode(...new TextEncoder().encode(text));
}
