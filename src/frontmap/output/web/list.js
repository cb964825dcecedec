// ---- The list: only the rows in sight exist, so that 100,000 claims scroll like ten -----------------------------------

const ROW_HEIGHT = 96;
const LISTED = 100_000; // rows, beyond which the list would be taller than browsers draw

function setUpList(app) {
  const list = byId("list");
  list.addEventListener("scroll", () => requestAnimationFrame(() => drawRows(app)));
  list.addEventListener("keydown", (event) => moveInList(app, event));
  byId("inview").addEventListener("change", (event) => {
    app.state.inView = event.target.checked;
    refreshList(app);
  });
  new ResizeObserver(() => drawRows(app)).observe(list);
}

// The claims that the filters let through, in the map's view if asked, latest first.
function refreshList(app) {
  const { data, state } = app;
  const box = state.inView ? viewBox(app) : null;
  const seen = box ? pointsInBox(data, box) : null;
  const points = data.claim("point");
  const rows = [];
  let found = 0;
  for (const i of listOrder(app)) if (state.mask[i] && (!seen || seen[points[i]]) && ++found <= LISTED) rows.push(i);
  app.rows = rows;
  app.listing = (app.listing ?? 0) + 1;
  const key = found > rows.length ? "list.latest" : "list.status";
  byId("status").textContent = t(app, key, { n: number(app, rows.length), here: number(app, found), all: number(app, state.shown) });
  byId("list").scrollTop = 0;
  drawRows(app);
}

function listOrder(app) {
  if (!app.order) {
    const start = app.data.claim("day.start"), published = app.data.claim("day.published");
    app.order = latestFirst(start.map((day, i) => day || published[i]));
  }
  return app.order;
}

// Sorted by counting: days are few, claims may be a million. Claims of one day keep their order.
function latestFirst(days) {
  const last = days.reduce((a, b) => Math.max(a, b), 0), first = days.reduce((a, b) => (b ? Math.min(a, b) : a), last);
  const slot = (day) => (day ? last - day : last - first + 1), starts = new Uint32Array(last - first + 3), order = new Uint32Array(days.length);
  for (const day of days) starts[slot(day) + 1]++;
  for (let n = 1; n < starts.length; n++) starts[n] += starts[n - 1];
  for (let i = 0; i < days.length; i++) order[starts[slot(days[i])]++] = i;
  return order;
}

function viewBox(app) {
  const bounds = app.map.getBounds();
  return [worldX(bounds.getWest()), worldY(bounds.getNorth()), worldX(bounds.getEast()), worldY(bounds.getSouth())];
}

function pointsInBox({ points }, box) {
  const seen = new Uint8Array(points.count);
  for (let p = 0; p < points.count; p++) {
    if (points.x[p] >= box[0] && points.x[p] <= box[2] && points.y[p] >= box[1] && points.y[p] <= box[3]) seen[p] = 1;
  }
  return seen;
}

function drawRows(app) {
  const list = byId("list"), rows = byId("rows");
  const first = Math.max(0, Math.floor(list.scrollTop / ROW_HEIGHT) - 3);
  const last = Math.min(app.rows.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW_HEIGHT) + 3);
  rows.style.height = `${app.rows.length * ROW_HEIGHT}px`;
  keepRows(app, rows, first, last);
  list.setAttribute("role", app.rows.length ? "listbox" : "group"); // a list box without options is none
  if (app.data.beside) {
    fillRows(app);
    openMissed(app, () => fillRows(app));
  }
  const active = byId(`row-${app.state.selected}`);
  if (active) list.setAttribute("aria-activedescendant", active.id);
  else list.removeAttribute("aria-activedescendant");
}

// Rows that stay in sight stay the elements that they are: one drawn anew between press and release would not be pressed.
function keepRows(app, rows, first, last) {
  const key = (position) => [app.listing, position, app.rows[position] === app.state.selected].join();
  const drawn = new Map(Array.from(rows.children, (row) => [row.dataset.drawn, row]));
  const wanted = new Set();
  for (let position = first; position < last; position++) wanted.add(key(position));
  for (const [name, row] of drawn) if (!wanted.has(name)) row.remove();
  for (let position = first; position < last; position++) {
    const row = drawn.get(key(position)) ?? rowElement(app, position, key(position)), there = rows.children[position - first];
    if (row !== there) rows.insertBefore(row, there ?? null);
  }
  if (!app.rows.length) rows.replaceChildren(emptyList(app));
}

// Quotes that have come in.
function fillRows(app) {
  for (const row of byId("rows").querySelectorAll(".row")) row.querySelector(".row-quote").textContent = textOf(app.data, "quote", Number(row.id.slice(4)));
}

// Rows name the year where the claims are of more than one.
function rowDayStyle(app) {
  const range = app.histogram.current();
  const years = range ? isoDay(range[0]).slice(0, 4) !== isoDay(range[1]).slice(0, 4) : false;
  return { day: "numeric", month: "short", ...(years ? { year: "numeric" } : {}) };
}

// The day of what is claimed; where that is not known, the day of the report, which is said.
function rowDay(app, i) {
  const start = app.data.claim("day.start")[i], published = app.data.claim("day.published")[i], day = dayText(app, start || published, rowDayStyle(app));
  return start || !published ? day : t(app, "list.reported", { day });
}

function emptyList(app) {
  const { shown } = app.state, why = shown ? "list.nothere" : app.data.count ? "list.empty" : "list.none";
  const button = make("button", { type: "button", className: "link", text: t(app, "list.elsewhere", { n: number(app, shown) }), on: { click: () => fitShown(app) } });
  return make("div", { className: "empty" }, make("p", { text: t(app, why) }), shown ? button : null);
}

function rowElement(app, position, drawn) {
  const { data, state } = app, i = app.rows[position];
  const source = data.sources[data.claim("source")[i]];
  const row = make("div", {
    className: "row",
    id: `row-${i}`,
    role: "option",
    "aria-selected": String(i === state.selected),
    "aria-posinset": position + 1,
    "aria-setsize": app.rows.length,
    data: { drawn },
    on: { click: () => openClaim(app, i, { fly: true }) },
  });
  row.style.top = `${position * ROW_HEIGHT}px`;
  row.append(
    make("div", { className: "row-head" }, chip(app, i), typeLabel(app, i), quoted("span", data.places[data.claim("place")[i]].name, "where"),
      make("time", { text: rowDay(app, i) })),
    quoted("p", textOf(data, "quote", i), "row-quote"),
    make("div", { className: "row-foot" }, quoted("span", source.name, "who"), make("span", { className: "side", text: sideLabel(app, source.side) })),
  );
  row.style.setProperty("--side", sideColor(app, source.side));
  return row;
}

function typeLabel(app, i) {
  const modality = textOf(app.data, "modality", i);
  const label = make("span", { className: "what", text: word(app, "type", textOf(app.data, "type", i)) });
  if (modality !== "asserted") label.append(" ", make("em", { text: word(app, "modality", modality) }));
  return label;
}

function sideLabel(app, side) {
  const { key, label } = app.data.sides[side];
  return app.data.meta.words[`side.${key}`] ? t(app, `side.${key}`) : label;
}

function moveInList(app, event) {
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5, Home: -Infinity, End: Infinity }[event.key];
  const at = app.rows.indexOf(app.state.selected);
  if (event.key === "Enter" && at >= 0) return openClaim(app, app.state.selected, { fly: true, focus: true });
  if (step === undefined || !app.rows.length) return;
  event.preventDefault();
  const next = Math.max(0, Math.min(app.rows.length - 1, (at < 0 ? -Math.sign(step) : at) + step));
  scrollToRow(app, Math.max(0, next));
  openClaim(app, app.rows[Math.max(0, next)], { fly: true });
}

function scrollToRow(app, position) {
  const list = byId("list"), top = position * ROW_HEIGHT;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + ROW_HEIGHT > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW_HEIGHT - list.clientHeight;
  drawRows(app);
}
