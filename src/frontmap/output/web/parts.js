// ---- Files beside the page: what claims say, opened when a reader comes to it. They are scripts, as a page opened from a folder may
// read nothing else; each hands over packed data and names the build that it belongs to. ---------------------------------------------

const IN_VIEW = 64; // files whose areas and movements a view draws; with more it says that they show from closer
const KEPT = 96; // files that stay open; beyond that the least lately used is closed
const AT_ONCE = 6;

function openBeside(plan) {
  const beside = { plan, open: new Map(), wanted: new Map(), queue: [], running: 0, missed: new Set(), used: new Set(), pinned: new Set(), failed: "" };
  const find = (kind, row) => partOpen(beside, partName(kind, Math.floor(row / plan.rows)));
  beside.stretch = (i) => find("claims", i);
  beside.reports = (number) => find("documents", number);
  beside.find = (id) => findClaim(beside, id);
  Object.defineProperty(window, "frontmapPart", { value: (kind, number, build, text) => receive(beside, partName(kind, number), build, text) });
  return beside;
}

function partName(kind, number) {
  return `${kind}_${String(number).padStart(4, "0")}`;
}

// An open file, or null; what was used or missed is noted for `openedContent`.
function partOpen(beside, name) {
  const part = beside.open.get(name) ?? null;
  beside.used.add(name);
  if (!part) beside.missed.add(name);
  return part;
}

// ---- Opening ------------------------------------------------------------------------------------------------------------

function openPart(beside, name) {
  if (beside.open.has(name)) return Promise.resolve(beside.open.get(name));
  return bytesOfPart(beside, name).then((bytes) => beside.open.get(name) ?? keepPart(beside, name, readPart(beside, name, readPack(bytes).columns)));
}

function openParts(beside, names) {
  return Promise.all(names.map((name) => openPart(beside, name)));
}

function readPart({ plan }, name, columns) {
  const [kind, number] = name.split("_"), first = Number(number) * plan.rows;
  return kind === "claims" ? readStretch(columns, first, Math.min(first + plan.rows, plan.counts.claims)) : { columns, first };
}

function keepPart(beside, name, part) {
  beside.open.set(name, part);
  if (beside.failed.includes(name)) beside.failed = "";
  for (const other of beside.open.keys()) {
    if (beside.open.size <= KEPT) break;
    if (!beside.pinned.has(other) && other !== name) beside.open.delete(other);
  }
  return part;
}

// The latest wish is met first: it is where the reader is now.
function bytesOfPart(beside, name) {
  if (!beside.wanted.has(name)) {
    const wish = {};
    wish.promise = new Promise((resolve, reject) => Object.assign(wish, { resolve, reject }));
    beside.wanted.set(name, wish);
    beside.queue.push(name);
    startParts(beside);
  }
  return beside.wanted.get(name).promise;
}

function startParts(beside) {
  while (beside.running < AT_ONCE && beside.queue.length) addPart(beside, beside.queue.pop());
}

function addPart(beside, name) {
  const script = document.createElement("script"), file = `${beside.plan.folder}/${name}.js`;
  beside.running++;
  const done = () => {
    const wish = beside.wanted.get(name);
    script.remove();
    beside.wanted.delete(name);
    beside.running--;
    startParts(beside);
    if (wish.text) inflate(wish.text).then(wish.resolve, wish.reject);
    else wish.reject(new Error(file));
  };
  script.addEventListener("load", done);
  script.addEventListener("error", done);
  script.src = file;
  document.head.append(script);
}

function receive(beside, name, build, text) {
  const wish = beside.wanted.get(name);
  if (wish && build === beside.plan.build) wish.text = text;
}

async function findClaim(beside, id) {
  let sum = 0;
  for (let i = 0; i < id.length; i++) sum += (id.charCodeAt(i) & 255) + (id.charCodeAt(i) >> 8);
  const { columns } = await openPart(beside, partName("ids", sum % beside.plan.buckets));
  const found = columns.id.indexOf(id);
  return found < 0 ? -1 : columns.row[found];
}

// ---- Showing ------------------------------------------------------------------------------------------------------------

// What a card or the list shows may lie in files that are not open yet: they are opened, and then it is shown again.
function openMissed(app, again) {
  const { beside } = app.data, missed = [...beside.missed];
  beside.missed.clear();
  if (!missed.length) return false;
  openParts(beside, missed).then(again, (error) => partFailed(app, error));
  return true;
}

function openedContent(app, build, again) {
  const { beside } = app.data;
  beside.used.clear();
  beside.missed.clear();
  const content = build();
  beside.pinned = new Set(beside.used);
  return openMissed(app, again) ? [content[0], make("p", { className: "alone", text: t(app, "part.loading") })] : content;
}

// The files whose claims lie in a view, as far as they are open; the others are opened.
function shownStretches(app, frame) {
  const { beside } = app.data;
  app.stretchBoxes ??= boxesOfStretches(app.data);
  const names = app.stretchBoxes.flatMap((box, n) => (inFrame(frame, box) ? [partName("claims", n)] : []));
  app.tooFar = names.length > IN_VIEW;
  if (app.tooFar) return tellParts(app, []);
  const closed = names.filter((name) => !beside.open.has(name));
  const news = closed.filter((name) => !beside.wanted.has(name));
  if (news.length && !beside.failed) openParts(beside, news).then(() => app.layer.redrawSoon(), (error) => partFailed(app, error));
  for (const name of names) if (beside.open.has(name)) keepLast(beside.open, name);
  return tellParts(app, names.map((name) => beside.open.get(name)).filter(Boolean));
}

function keepLast(map, key) {
  const value = map.get(key);
  map.delete(key);
  map.set(key, value);
}

function boxesOfStretches({ count, points, claim, beside }) {
  const { rows } = beside.plan, boxes = Array.from({ length: Math.ceil(count / rows) }, () => [Infinity, Infinity, -Infinity, -Infinity]);
  const point = claim("point");
  for (let i = 0; i < count; i++) {
    const box = boxes[Math.floor(i / rows)], x = points.x[point[i]], y = points.y[point[i]];
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return boxes;
}

// One line on the map says what is not there yet, so that nobody takes a part for the whole.
function tellParts(app, value) {
  const { failed } = app.data.beside;
  const text = failed ? t(app, "part.failed", { file: failed }) : app.scanned !== undefined ? t(app, "part.searching", { n: number(app, app.scanned) }) : app.tooFar ? t(app, "part.closer") : "";
  const line = byId("partial");
  if (line.textContent !== text) line.textContent = text;
  line.hidden = !text;
  return value;
}

function partFailed(app, error) {
  app.data.beside.failed = error.message;
  tellParts(app);
}
