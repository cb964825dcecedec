// ---- Filters: every choice with the number of claims that it shows now, or would show ----------------------------------

function buildFilters(app) {
  const page = byId("page-filters");
  const reset = make("button", { type: "button", className: "link", id: "reset", text: t(app, "filter.reset"), on: { click: () => resetFilters(app) } });
  page.replaceChildren(reset, layerSwitches(app), sourceTree(app), ...["type", "modality", "evidence"].map((facet) => facetList(app, facet)));
  refreshCounts(app);
}

function layerSwitches(app) {
  const boxes = Object.keys(app.state.layers).map((layer) => {
    const input = make("input", { type: "checkbox", data: { layer } });
    input.checked = app.state.layers[layer];
    input.addEventListener("change", () => {
      app.state.layers[layer] = input.checked;
      app.layer.redraw();
      writeHash(app);
    });
    return make("label", { className: "check" }, input, make("span", { text: t(app, `layer.${layer}`) }));
  });
  return fieldset(t(app, "filter.layers"), make("div", { className: "switches" }, ...boxes, ...overlaySwitches(app)));
}

function overlaySwitches(app) {
  const { overlaysOff } = app.state;
  return [...new Set(app.data.meta.overlays.map((overlay) => overlay.name))].map((name) => {
    const input = make("input", { type: "checkbox", data: { overlay: name } });
    input.checked = !overlaysOff.has(name);
    input.addEventListener("change", () => {
      if (input.checked) overlaysOff.delete(name);
      else overlaysOff.add(name);
      app.layer.redraw();
      writeHash(app);
    });
    return make("label", { className: "check" }, input, quoted("span", name, "name"));
  });
}

function fieldset(legend, ...content) {
  return make("fieldset", {}, make("legend", { text: legend }), ...content);
}

// One family a side, one entry a source; the side's own box switches all of its sources.
function sourceTree(app) {
  const families = app.data.sides.map((side, number) => sideFamily(app, number)).filter(Boolean);
  return fieldset(t(app, "filter.source"), ...families);
}

function sideFamily(app, side) {
  const totals = totalsOf(app, "source");
  const own = app.data.sources.filter((source) => source.side === side).sort((a, b) => totals[b.number] - totals[a.number] || a.number - b.number);
  if (!own.length) return null;
  const head = make("input", { type: "checkbox", data: { side } });
  head.addEventListener("change", () => setHidden(app, "source", own.map((source) => source.number), !head.checked));
  const label = make("label", { className: "check family" }, head, swatch(sideColor(app, side)), make("span", { className: "name", text: sideLabel(app, side) }), make("span", { className: "count", data: { sideCount: side } }));
  const shown = own.slice(0, 8), rest = own.slice(8);
  const entries = make("div", { className: "entries" }, ...shown.map((source) => facetEntry(app, "source", source.number, source.name)));
  if (rest.length) entries.append(moreEntries(app, rest));
  return make("div", { className: "tree", role: "group", "aria-label": sideLabel(app, side) }, label, entries);
}

function moreEntries(app, rest) {
  const more = make("details", {}, make("summary", { text: t(app, "filter.more", { n: number(app, rest.length) }) }));
  more.addEventListener("toggle", () => {
    if (more.open && more.children.length === 1) {
      more.append(...rest.slice(0, 500).map((source) => facetEntry(app, "source", source.number, source.name)));
      refreshCounts(app);
    }
  });
  return more;
}

function totalsOf(app, facet) {
  app.totals ??= {};
  if (!app.totals[facet]) {
    const totals = new Uint32Array(facetSize(app.data, facet));
    for (const code of app.data.claim(facet)) totals[code]++;
    app.totals[facet] = totals;
  }
  return app.totals[facet];
}

function swatch(color, rim = color) {
  const dot = make("span", { className: "swatch", "aria-hidden": "true" });
  dot.style.backgroundColor = color;
  dot.style.borderColor = rim;
  return dot;
}

function sourceSwatch(app, number) {
  return swatch(sourceColor(app, number), sideColor(app, app.data.sources[number].side));
}

function facetList(app, facet) {
  const totals = totalsOf(app, facet);
  const codes = app.data.values(facet).map((code, number) => ({ code, number })).filter(({ code }) => code);
  codes.sort((a, b) => totals[b.number] - totals[a.number]);
  const entries = codes.map(({ code, number: n }) => facetEntry(app, facet, n, word(app, facet, code)));
  return codes.length > 1 ? fieldset(t(app, `filter.${facet}`), make("div", { className: "entries" }, ...entries)) : null;
}

function facetEntry(app, facet, code, name) {
  const input = make("input", { type: "checkbox", data: { facet, code } });
  input.addEventListener("change", () => setHidden(app, facet, [code], !input.checked));
  const only = make("button", { type: "button", className: "only", text: t(app, "filter.only"), "aria-label": `${t(app, "filter.only")}: ${name}`, on: { click: () => showOnly(app, facet, code) } });
  return make("div", { className: "entry" },
    make("label", { className: "check" }, input, facet === "source" ? sourceSwatch(app, code) : null, quoted("span", name, "name"), make("span", { className: "count", data: { facet, code } })), only);
}

function setHidden(app, facet, codes, hide) {
  for (const code of codes) app.state.hidden[facet][code] = hide ? 1 : 0;
  refilter(app);
}

function showOnly(app, facet, code) {
  const hidden = app.state.hidden[facet];
  const alone = hidden.every((value, other) => (other === code ? !value : value));
  hidden.fill(alone ? 0 : 1);
  hidden[code] = 0;
  refilter(app);
}

function resetFilters(app) {
  const { state } = app;
  for (const facet of FACETS) state.hidden[facet].fill(0);
  Object.assign(state, { query: "", hits: null, span: null, undated: true });
  byId("search").value = "";
  refilter(app);
}

function refreshCounts(app) {
  const page = byId("page-filters"), { state, data } = app;
  for (const input of page.querySelectorAll("input[data-facet]")) input.checked = !state.hidden[input.dataset.facet][input.dataset.code];
  for (const count of page.querySelectorAll(".count[data-facet]")) {
    const { facet, code } = count.dataset;
    count.textContent = number(app, state.counts[facet][code]);
    count.closest(".entry").classList.toggle("off", Boolean(state.hidden[facet][code]));
  }
  for (const head of page.querySelectorAll("input[data-side]")) refreshFamily(page, head, state, data, app);
  byId("reset").hidden = !isFiltered(state);
}

function refreshFamily(page, head, state, data, app) {
  const side = Number(head.dataset.side);
  const own = data.sources.filter((source) => source.side === side);
  const hidden = own.filter((source) => state.hidden.source[source.number]);
  head.checked = hidden.length < own.length;
  head.indeterminate = hidden.length > 0 && hidden.length < own.length;
  let shown = 0;
  for (const source of own) if (!state.hidden.source[source.number] || hidden.length === own.length) shown += state.counts.source[source.number];
  page.querySelector(`.count[data-side-count="${side}"]`).textContent = number(app, shown);
}

function isFiltered(state) {
  return FACETS.some((facet) => state.hidden[facet].includes(1)) || Boolean(state.query) || Boolean(state.span) || !state.undated;
}

// ---- Disagreement: what several sides say, what only one says, what is disputed or denied -------------------------------

const STANDINGS = ["both", "one", "disputed", "denied"];

// How a claim stands to all others, whatever the filters are.
function standings(app) {
  if (app.standing) return app.standing;
  const { data } = app, groups = data.claim("group"), against = data.columns["group.against"];
  const modality = data.claim("modality"), denied = data.values("modality").indexOf("denied");
  const evidence = data.claim("evidence"), disputed = data.values("evidence").indexOf("disputed");
  const sides = new Uint32Array(against.length);
  for (let i = 0; i < data.count; i++) if (modality[i] !== denied) sides[groups[i]] |= 1 << data.sideOfClaim[i];
  app.standing = new Uint8Array(data.count);
  for (let i = 0; i < data.count; i++) {
    const bits = sides[groups[i]], several = bits & (bits - 1);
    app.standing[i] = modality[i] === denied ? 3 : against[groups[i]] || evidence[i] === disputed ? 2 : several ? 0 : 1;
  }
  return app.standing;
}

function refreshCompare(app) {
  const page = byId("page-compare");
  if (page.hidden) return;
  const standing = standings(app), { data, state } = app;
  const places = STANDINGS.map(() => new Map());
  for (let i = 0; i < data.count; i++) {
    if (!state.mask[i]) continue;
    const place = data.claim("place")[i], found = places[standing[i]];
    if (found.has(place)) found.get(place).push(i);
    else found.set(place, [i]);
  }
  page.replaceChildren(make("p", { className: "intro", text: t(app, "compare.intro") }), groundTable(app), ...STANDINGS.map((key, number) => standingSection(app, key, places[number])));
}

function standingSection(app, key, places) {
  const rows = [...places].sort((a, b) => b[1].length - a[1].length);
  const claims = rows.reduce((sum, [, own]) => sum + own.length, 0);
  const summary = make("summary", {}, make("span", { className: "name", text: t(app, `compare.${key}`) }), make("span", { className: "count", text: number(app, claims) }));
  const details = make("details", { className: `standing-${key}`, open: key === "both" || key === "disputed" }, summary, make("p", { className: "hint", text: t(app, `compare.${key}.hint`) }));
  details.append(make("ul", { className: "places" }, ...rows.slice(0, 100).map(([place, own]) => placeRow(app, place, own))));
  if (rows.length > 100) details.append(make("p", { className: "more", text: t(app, "card.more", { n: number(app, rows.length - 100) }) }));
  return details;
}

function placeRow(app, place, claims) {
  const dots = bySide(app, claims).map(([side, own]) => make("span", { className: "tally" }, swatch(sideColor(app, side)), make("span", { text: number(app, own.length) })));
  const types = [...new Set(claims.map((i) => word(app, "type", textOf(app.data, "type", i))))].slice(0, 3).join(", ");
  const open = () => {
    openClaims(app, claims);
    flyToClaim(app, claims[0]);
  };
  return make("li", {}, make("button", { type: "button", className: "place-row", on: { click: open } },
    quoted("span", app.data.places[place].name, "name"), make("span", { className: "kinds", text: types }), make("span", { className: "tallies" }, ...dots)));
}

// Who says that who holds how much ground. With every claim shown the figures are the geodesic ones of the layer control_areas;
// with filters they are counted on a grid over the claims that are left.
function groundTable(app) {
  const { ground } = app.data.meta;
  if (!ground.length) return null;
  const sideNumber = new Map(app.data.sides.map((side, n) => [side.key, n]));
  const counted = isFiltered(app.state) && app.data.whole ? groundShown(app) : null;
  const rows = ground.map((row, n) => groundRow(app, row, sideNumber.get(row.claimant) ?? 0, counted ? counted[n] : row)).filter(Boolean);
  if (!rows.length) return null;
  const heads = ["claimant", "area", "only", "disputed"].map((key) => make("th", { scope: "col", text: t(app, `ground.${key}`) }));
  return make("table", { className: "ground" }, make("caption", { text: t(app, "ground.title") }), make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows), isFiltered(app.state) && !counted ? make("tfoot", {}, make("tr", {}, make("td", { colspan: 4, className: "hint", text: t(app, "ground.unfiltered") }))) : null);
}

function groundRow(app, row, side, { area_km2: area, only_km2: only, disputed_km2: disputed }) {
  if (!area) return null;
  const says = make("th", { scope: "row" }, swatch(sideColor(app, side)), make("span", { text: t(app, "ground.holds", { claimant: sideLabel(app, side), holder: row.holder }) }));
  const cell = (value) => make("td", { className: "km2", text: number(app, value, { maximumSignificantDigits: value < 1000 ? 2 : 3 }) });
  return make("tr", {}, says, cell(area), cell(only), cell(disputed));
}

// The same figures for the claims that the filters let through.
function groundShown(app) {
  const { data, state } = app, byShape = new Map();
  const areas = data.claim("area"), pairs = data.claim("ground"), shapes = data.whole.areas;
  for (let i = 0; i < data.count; i++) {
    if (state.mask[i] && areas[i] && pairs[i]) byShape.set(areas[i], (byShape.get(areas[i]) ?? 0) | (1 << (pairs[i] - 1)));
  }
  const byPairs = new Map();
  for (const cluster of overlapping(shapes.shapes, [...byShape])) countCells(shapes, cluster, byPairs);
  return data.meta.ground.map((row, n) => groundOfPair(data.meta.ground, n, byPairs));
}

function groundOfPair(ground, n, byPairs) {
  const others = (test) => ground.reduce((bits, row, other) => (row.claimant !== ground[n].claimant && test(row) ? bits | (1 << other) : bits), 0);
  const same = others((row) => row.holder === ground[n].holder), against = others((row) => row.holder !== ground[n].holder);
  const figures = { area_km2: 0, only_km2: 0, disputed_km2: 0 };
  for (const [bits, km2] of byPairs) {
    if (!(bits & (1 << n))) continue;
    figures.area_km2 += km2;
    if (!(bits & same)) figures.only_km2 += km2;
    if (bits & against) figures.disputed_km2 += km2;
  }
  return figures;
}

// Groups of areas whose boxes touch, found by sweeping from west to east.
function overlapping(shapes, entries) {
  const open = [], groups = [];
  entries.sort((a, b) => shapes[a[0] - 1].box[0] - shapes[b[0] - 1].box[0]);
  for (const entry of entries) {
    const box = shapes[entry[0] - 1].box;
    const touching = open.filter((group) => group.live && group.box[2] >= box[0] && group.box[1] <= box[3] && group.box[3] >= box[1]);
    const group = { live: true, box: [...box], entries: [entry] };
    for (const other of touching) {
      other.live = false;
      group.entries.push(...other.entries);
      group.box = [Math.min(group.box[0], other.box[0]), Math.min(group.box[1], other.box[1]), Math.max(group.box[2], other.box[2]), Math.max(group.box[3], other.box[3])];
    }
    open.push(group);
    groups.push(group);
  }
  return groups.filter((group) => group.live);
}

const CELLS = 160;

function countCells(shapes, { box, entries }, ground) {
  const width = box[2] - box[0], height = box[3] - box[1], step = Math.max(width, height) / CELLS;
  const columns = Math.max(1, Math.ceil(width / step)), rows = Math.max(1, Math.ceil(height / step));
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: columns, height: rows });
  const ctx = canvas.getContext("2d", { willReadFrequently: true });
  const frame = { scale: 1 / step, left: box[0] / step, top: box[1] / step };
  const bits = new Uint32Array(columns * rows);
  for (const [area, sides] of entries) {
    ctx.clearRect(0, 0, columns, rows);
    ctx.beginPath();
    traceShape(ctx, shapes, shapes.shapes[area - 1], frame, true);
    ctx.fill();
    const pixels = ctx.getImageData(0, 0, columns, rows).data;
    for (let i = 0; i < bits.length; i++) if (pixels[i * 4 + 3] > 127) bits[i] |= sides;
  }
  for (let i = 0; i < bits.length; i++) {
    if (!bits[i]) continue;
    const latitude = latitudeOf(box[1] + (Math.floor(i / columns) + 0.5) * step);
    const side = step * 40075.017 * Math.cos((latitude * Math.PI) / 180);
    ground.set(bits[i], (ground.get(bits[i]) ?? 0) + side * side);
  }
}

// ---- Not placed ---------------------------------------------------------------------------------------------------------

function buildUnplaced(app) {
  const { unplaced, unplacedTotal } = app.data.meta;
  const rows = unplaced.slice(0, 300).map(([name, reason, candidates, document, quote]) => unplacedRow(app, name, reason, candidates, document, quote));
  const more = unplacedTotal > rows.length ? make("p", { className: "more", text: t(app, "unplaced.more", { n: number(app, unplacedTotal - rows.length) }) }) : null;
  byId("page-unplaced").replaceChildren(make("p", { className: "intro", text: t(app, rows.length ? "unplaced.intro" : "unplaced.none") }), make("ul", { className: "unplaced" }, ...rows), more ?? "");
}

function unplacedRow(app, name, reason, candidates, document, quote) {
  const options = candidates.split("; ").filter(Boolean).slice(0, 5).map((option) => quoted("li", option));
  return make("li", {},
    quoted("h2", unplacedName(app, name)),
    reason ? quoted("p", reason, "hint") : null,
    quote ? quoted("p", quote, "row-quote") : null,
    options.length ? make("div", {}, make("p", { className: "label", text: t(app, "unplaced.candidates") }), make("ul", { className: "candidates" }, ...options)) : null,
    quoted("p", document, "role"));
}

// A direction that gave no line stands as `toward:Alpha`.
function unplacedName(app, name) {
  return /^(from|toward):./.test(name) ? capital(directionsText(app, name)) : name || t(app, "unplaced.noname");
}

// ---- Tabs ----------------------------------------------------------------------------------------------------------------

const TABS = ["claims", "filters", "compare", "unplaced"];

function setUpTabs(app) {
  for (const name of TABS) byId(`tab-${name}`).addEventListener("click", () => openTab(app, name));
  byId("tabs").addEventListener("keydown", (event) => {
    const rtl = document.documentElement.dir === "rtl";
    const step = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 }[event.key];
    if (!step) return;
    const next = TABS[(TABS.indexOf(app.tab) + step + TABS.length) % TABS.length];
    openTab(app, next);
    byId(`tab-${next}`).focus();
  });
}

function openTab(app, name) {
  app.tab = name;
  for (const other of TABS) {
    const tab = byId(`tab-${other}`);
    tab.setAttribute("aria-selected", String(other === name));
    tab.tabIndex = other === name ? 0 : -1;
    byId(`page-${other}`).hidden = other !== name;
  }
  raisePanel(true);
  if (name === "claims") drawRows(app);
  if (name === "compare") refreshCompare(app);
}
