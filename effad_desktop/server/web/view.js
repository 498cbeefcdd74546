// What the page shows.

export const $ = (id) => document.getElementById(id);

const WORDS = { normal: "OK", anomalous: "NG", failed: "No verdict", waiting: "Inspecting" };
const SIGNS = { normal: "#ok", anomalous: "#ng", failed: "#failed", waiting: "#waiting", none: "#waiting" };
const UNSEEN = "This browser cannot show the image.";
const UNSEEN_BUT_HEAT = "This browser cannot show the image; the heat map stands alone.";
const THUMB = { width: 104, height: 80 };

// normal, anomalous, failed or waiting
export function outcome(entry) {
  if (entry.problem) return "failed";
  return entry.answer ? entry.answer.verdict : "waiting";
}

export function showEntry(entry) {
  const kind = outcome(entry);
  $("work").dataset.view = entry.answer ? "done" : kind;
  $("name").textContent = entry.name;
  $("again").hidden = kind === "waiting";
  showVerdict(kind, entry);
  showPhoto(entry);
  if (entry.answer) showAnswer(entry.answer);
}

function showVerdict(kind, entry) {
  $("verdict").dataset.verdict = kind;
  $("score").dataset.verdict = kind;
  $("sign").setAttribute("href", SIGNS[kind]);
  $("word").textContent = WORDS[kind];
  $("saying").textContent = saying(kind, entry);
}

function saying(kind, entry) {
  if (kind === "normal") return "Nothing unusual found";
  if (kind === "anomalous") return "Unlike the good images";
  if (kind === "failed") return [entry.problem.message, entry.problem.detail].filter(Boolean).join(": ");
  return entry.note || entry.name;
}

function showPhoto(entry) {
  const picture = $("picture");
  const layer = $("layer");
  if ($("photo").src !== entry.url) {
    $("photo").src = entry.url;
    picture.classList.remove("unseen");
    $("unseen").hidden = true;
  }
  $("photo").alt = entry.name;
  $("unseen").textContent = entry.answer ? UNSEEN_BUT_HEAT : UNSEEN;
  layer.hidden = !entry.answer?.heatmap;
  if (!layer.hidden) layer.src = `data:image/png;base64,${entry.answer.heatmap}`;
  else layer.removeAttribute("src");
}

// The frame takes the shape of the photo, else of the heat map.
export function watchPicture() {
  const shape = (image) => image.naturalHeight && $("picture").style.setProperty("--ratio", image.naturalWidth / image.naturalHeight);
  $("photo").addEventListener("load", () => shape($("photo")));
  $("photo").addEventListener("error", () => {
    $("picture").classList.add("unseen");
    $("unseen").hidden = false;
    shape($("layer"));
  });
  $("layer").addEventListener("load", () => $("picture").classList.contains("unseen") && shape($("layer")));
}

function showAnswer(answer) {
  const { anomaly_score: score, threshold } = answer;
  $("score-value").textContent = figure(score);
  $("threshold-value").textContent = figure(threshold);
  const mark = $("mark");
  mark.dataset.at = placeOnScale(score, threshold);
  mark.style.setProperty("--at", `${mark.dataset.at}%`);
  const side = answer.verdict === "anomalous" ? "above" : "not above";
  $("scale").setAttribute("aria-label", `Score ${figure(score)}, ${side} the threshold ${figure(threshold)}`);
  $("fact-recipe").textContent = answer.recipe;
  $("fact-time").textContent = milliseconds(answer);
  $("fact-id").textContent = answer.inspection_id.slice(0, 12);
  $("fact-id").title = answer.inspection_id;
}

// The threshold is in the middle, twice it at the right end; in percent.
function placeOnScale(score, threshold) {
  if (score === null) return 97;
  const span = 2 * Math.max(Math.abs(threshold), 0.05);
  return Math.min(97, Math.max(3, 50 + ((score - threshold) / span) * 100));
}

export function figure(number) {
  if (number === null) return "none";
  return Math.abs(number) < 10 ? number.toFixed(3) : number.toPrecision(4);
}

function milliseconds(answer) {
  return `${(answer.seconds.total * 1000).toFixed(answer.seconds.total < 0.1 ? 1 : 0)} ms`;
}

export function spoken(entry) {
  const kind = outcome(entry);
  if (!entry.answer) return `${WORDS[kind]}: ${entry.name}. ${saying(kind, entry)}`;
  return `${WORDS[kind]}: ${entry.name}. Score ${figure(entry.answer.anomaly_score)}, threshold ${figure(entry.answer.threshold)}.`;
}

// On a phone the table is far below what it opens.
export function scrollToVerdict() {
  const top = $("work").getBoundingClientRect().top;
  if (top < 0) $("work").scrollIntoView({ block: "start" });
}

export function makeRow(entry, open) {
  const row = document.createElement("tr");
  const thumb = element("canvas", "thumb", { ...THUMB });
  const button = element("button", "open", { type: "button" });
  button.append(...breakable(entry.name));
  row.append(cell(thumb), cell(button), cell(element("span", "badge")), cell("", "number"), cell("", "wide number"), cell("", "wide"), cell("", "wide number"));
  row.addEventListener("click", open);
  drawThumb(thumb, entry.file);
  return row;
}

export function fillRow(row, entry) {
  const kind = outcome(entry);
  const [, , badge, score, threshold, recipe, time] = row.children;
  badge.firstChild.dataset.verdict = kind;
  badge.firstChild.replaceChildren(sign(kind), WORDS[kind]);
  const answer = entry.answer;
  score.textContent = answer ? figure(answer.anomaly_score) : "";
  threshold.textContent = answer ? figure(answer.threshold) : "";
  recipe.textContent = answer ? answer.recipe : "";
  time.textContent = answer ? milliseconds(answer) : "";
}

function sign(kind) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", SIGNS[kind]);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

function cell(content, classes = "") {
  const td = element("td", classes);
  td.append(content);
  return td;
}

function element(name, classes, properties = {}) {
  return Object.assign(document.createElement(name), { className: classes, ...properties });
}

// File names have no spaces to break lines at.
function breakable(name) {
  return name.split(/(?<=[_-])/).flatMap((piece) => [piece, document.createElement("wbr")]);
}

async function drawThumb(canvas, file) {
  try {
    const bitmap = await createImageBitmap(file, { resizeHeight: THUMB.height * 2, resizeQuality: "medium" });
    const scale = Math.max(THUMB.width / bitmap.width, THUMB.height / bitmap.height);
    const [width, height] = [bitmap.width * scale, bitmap.height * scale];
    canvas.getContext("2d").drawImage(bitmap, (THUMB.width - width) / 2, (THUMB.height - height) / 2, width, height);
    bitmap.close();
  } catch {
    canvas.classList.add("blank"); // a format that this browser does not know
  }
}

export function tally(entries) {
  const count = (kind) => entries.filter((entry) => outcome(entry) === kind).length;
  const parts = [`${count("normal")} OK`, `${count("anomalous")} NG`];
  if (count("failed")) parts.push(`${count("failed")} without verdict`);
  if (count("waiting")) parts.push(`${count("waiting")} waiting`);
  $("tally").textContent = parts.join(" · ");
}

export function banner(text, kind = "warning") {
  const box = $("banner");
  box.hidden = !text;
  box.dataset.kind = kind;
  if (box.textContent !== text) box.textContent = text;
}

export function showStation(state, text) {
  $("station").dataset.state = state;
  $("station-text").textContent = text;
}
