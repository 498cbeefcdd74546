// Images come in by drop, choice or paste, are inspected one after another, and stay in the session's table.

import { Offline, Refused, keepToken, ping, predict, recipes } from "./station.js";
import { $, banner, fillRow, makeRow, outcome, scrollToVerdict, showEntry, showStation, spoken, tally, watchPicture } from "./view.js";

const KEPT = 200;
const PATIENCE = 30; // tries while the station is busy
const PING_EVERY = 5000;
const OFFLINE = "No connection to the station. The images wait here and go on when it answers again.";

const session = []; // newest first
const queue = [];
let shown = null;
let following = true; // whether the newest is shown; not when somebody looks at an older one
let working = false;
let recipesKnown = false;

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function take(files) {
  const images = [...files].filter((file) => file instanceof File);
  for (const file of images) enqueue(file, file.name || "pasted.png");
  if (images.length) start();
}

function enqueue(file, name) {
  const entry = { file, name, recipe: $("recipe").value, url: URL.createObjectURL(file), answer: null, problem: null, note: "" };
  entry.row = makeRow(entry, () => {
    following = false;
    look(entry);
    scrollToVerdict();
  });
  session.unshift(entry);
  queue.push(entry);
  $("rows").prepend(entry.row);
  refresh(entry);
  forgetOldest();
  $("session").hidden = false;
}

function forgetOldest() {
  while (session.length > KEPT && outcome(session.at(-1)) !== "waiting") {
    const old = session.pop();
    old.row.remove();
    if (old !== shown) URL.revokeObjectURL(old.url);
  }
}

function look(entry) {
  shown?.row.removeAttribute("aria-current");
  shown = entry;
  entry.row.setAttribute("aria-current", "true");
  showEntry(entry);
}

function refresh(entry) {
  fillRow(entry.row, entry);
  if (entry === shown) showEntry(entry);
  tally(session);
}

async function start() {
  following = true;
  if (working) return;
  working = true;
  while (queue.length) {
    const entry = queue.shift();
    if (following) look(entry);
    await inspect(entry);
    refresh(entry);
    $("live").textContent = spoken(entry);
  }
  working = false;
}

async function inspect(entry) {
  for (let tries = 1; !entry.answer && !entry.problem; tries++) {
    try {
      entry.answer = await predict(entry.file, entry.name, entry.recipe);
    } catch (error) {
      if (!(await mended(error, entry, tries))) entry.problem = error;
    }
  }
  entry.note = "";
}

// Waits for what is in the way to go; false when it never will.
async function mended(error, entry, tries) {
  if (error instanceof Refused && error.status === 401) {
    await askForToken();
    return true;
  }
  if (error instanceof Refused && error.retryAfter !== null && tries < PATIENCE) {
    note(entry, "The station is busy; trying again");
    await pause(error.retryAfter * 1000);
    return true;
  }
  if (error instanceof Offline && tries < 3) {
    note(entry, "Waiting for the station");
    await reconnected();
    return true;
  }
  return false;
}

function note(entry, text) {
  entry.note = text;
  refresh(entry);
}

async function reconnected() {
  while (!(await lookAtStation())) await pause(2000);
}

let tokenAsked = null;

// Several may wait for the one form.
function askForToken() {
  tokenAsked ??= new Promise((given) => {
    const form = $("token-form");
    form.hidden = false;
    $("token").focus();
    form.onsubmit = async (event) => {
      event.preventDefault();
      keepToken($("token").value);
      const right = await loadRecipes().catch(() => false);
      $("token-wrong").hidden = right;
      if (!right) return $("token").select();
      form.hidden = true;
      $("token").value = "";
      tokenAsked = null;
      $("files").focus();
      given();
    };
  });
  return tokenAsked;
}

async function loadRecipes() {
  const found = await recipes();
  recipesKnown = true;
  const chosen = $("recipe").value;
  const inUse = found.find((recipe) => recipe.in_use);
  const options = found.map((recipe) => new Option(recipe.name, recipe.name));
  for (const [at, option] of options.entries()) option.title = found[at].description;
  $("recipe").replaceChildren(new Option(inUse ? `In use: ${inUse.name}` : "In use", ""), ...options);
  if (found.some((recipe) => recipe.name === chosen)) $("recipe").value = chosen;
  return true;
}

// Whether it answers at all.
async function lookAtStation() {
  try {
    const now = await ping();
    showNow(now);
    if (!recipesKnown && !tokenAsked) await loadRecipes();
    return true;
  } catch (error) {
    if (error instanceof Refused) {
      if (error.status === 401) askForToken();
      return true;
    }
    showStation("offline", "offline");
    banner(OFFLINE, "fault");
    return false;
  }
}

function showNow(now) {
  showStation(now.state, now.state === "running" ? `running · ${now.recipe}` : now.state);
  $("version").textContent = `effad ${now.version}`;
  $("station").title = now.detector;
  if (now.state === "faulted") return banner(`The station is faulted and inspects nothing. ${now.reason}`, "fault");
  if (now.state === "stopped") return banner("The station is stopped and inspects nothing.");
  const wrong = [now.source?.fault, ...now.alarms].filter(Boolean);
  banner(wrong.length ? `The station runs, but: ${wrong.join("; ")}` : "");
}

async function watchStation() {
  for (;;) {
    if (!document.hidden) await lookAtStation();
    await pause(PING_EVERY);
  }
}

function listen() {
  $("files").addEventListener("change", () => {
    take($("files").files);
    $("files").value = "";
  });
  $("again").addEventListener("click", () => {
    enqueue(shown.file, shown.name);
    start();
  });
  document.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) take(event.clipboardData.files);
  });
  $("opacity").addEventListener("input", showOpacity);
  $("rows").addEventListener("keydown", walkRows);
  listenToDrops();
}

function showOpacity() {
  const percent = $("opacity").value;
  $("layer").style.opacity = percent / 100;
  $("opacity-value").textContent = `${percent} %`;
}

function walkRows(event) {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const next = step && event.target.closest("tr")?.[step];
  if (!next) return;
  event.preventDefault();
  next.querySelector("button").focus();
  following = false;
  look(session.find((entry) => entry.row === next));
}

function listenToDrops() {
  const over = (shows) => (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    $("drop").hidden = !shows;
  };
  document.addEventListener("dragover", over(true));
  document.addEventListener("dragleave", (event) => !event.relatedTarget && over(false)(event));
  document.addEventListener("drop", (event) => {
    over(false)(event);
    take(event.dataTransfer?.files ?? []);
  });
}

listen();
watchPicture();
showOpacity();
watchStation();
