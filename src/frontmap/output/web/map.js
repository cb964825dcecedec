// ---- The start: data, map, panels, and what happens when something changes --------------------------------------------------

// Called by folium's own script with the Leaflet map that it made.
function frontmap(map, pack) {
  const data = openData(pack);
  const app = { data, map, state: newState(data), lang: data.meta.lang, theme: document.documentElement.dataset.theme, tab: "claims", rows: [], version: 0, tilesOn: false };
  byId("stage").prepend(map.getContainer());
  readLook(app);
  app.histogram = createHistogram(app);
  showTimeBar(app);
  map.invalidateSize({ animate: false, pan: false });
  const asked = readHash(app);
  placeView(app, asked.view);
  app.layer = createCanvasLayer(app);
  applyFilters(app);
  app.layer.addTo(map);
  for (const id of ["panel", "tools", "readout", "credits"]) byId(id).hidden = false;
  byId("loading").remove();
  setUpList(app);
  setUpTabs(app);
  setUpSearch(app);
  setUpMap(app);
  setUpKeys(app);
  setUpPrint(app);
  buildPage(app);
  openAsked(app, asked.claim);
  document.body.dataset.ready = "true";
  setTimeout(() => searchIndex(app), 400);
}

// Everything that holds words: built again when the language or the theme changes.
function buildPage(app) {
  translatePage(app);
  app.dayFormats = undefined;
  const title = plainTitle(app);
  document.title = title;
  byId("title").textContent = title;
  byId("search").value = app.state.query;
  buildTools(app);
  buildFilters(app);
  buildLegend(app);
  buildTime(app);
  buildUnplaced(app);
  buildCredits(app);
  byId("tab-unplaced").textContent = `${t(app, "tab.unplaced")} ${number(app, app.data.meta.unplacedTotal)}`;
  closeCard(app);
  refilter(app);
  refreshScale(app);
  app.layer.reset();
}

function plainTitle(app) {
  return app.data.meta.title || t(app, "title");
}

// ---- Changes ---------------------------------------------------------------------------------------------------------------------

function refilter(app) {
  app.version++;
  applyFilters(app);
  app.layer.redrawSoon();
  refreshCounts(app);
  refreshSubtitle(app);
  refreshTime(app);
  refreshList(app);
  refreshCompare(app);
  writeHash(app);
}

function refreshSubtitle(app) {
  const { data, state } = app;
  const sources = data.sources.filter((source) => !state.hidden.source[source.number] && state.counts.source[source.number]).length;
  const key = state.shown === data.count ? "subtitle" : "subtitle.filtered";
  byId("subtitle").textContent = t(app, key, { n: number(app, state.shown), all: number(app, data.count), sources: number(app, sources) });
}

function setUpSearch(app) {
  const input = byId("search");
  input.addEventListener("input", () => {
    clearTimeout(app.searchTimer);
    app.searchTimer = setTimeout(() => {
      app.state.query = input.value;
      app.state.hits = searchClaims(app, input.value);
      refilter(app);
    }, app.data.count > 20000 ? 120 : 30);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !app.rows.length && app.state.shown) fitShown(app);
  });
}

// ---- The map ------------------------------------------------------------------------------------------------------------------

// The legend stands open where there is room for it, until the reader closes it.
function hasOpenLegend() {
  return byId("legend").firstElementChild?.open ?? matchMedia("(min-width: 1280px) and (min-height: 760px)").matches;
}

function isPhone() {
  return matchMedia("(max-width: 760px)").matches;
}

// The outlines end somewhere: the map does not move beyond them.
function keepInWindow(app) {
  const { bounds: box } = app.data.meta.base;
  if (!box) return;
  const bounds = L.latLngBounds([box[1], box[0]], [box[3], box[2]]);
  app.map.setMinZoom(Math.min(app.map.getZoom(), app.map.getBoundsZoom(bounds, true)));
  app.map.setMaxBounds(bounds);
  app.map.options.maxBoundsViscosity = 1;
}

function placeView(app, view) {
  if (view) app.map.setView([view[1], view[2]], view[0], { animate: false });
  else fitBox(app, densestBox(app.data), 11);
  keepInWindow(app);
  app.fitZoom = view ? Math.max(7, view[0] - 1) : app.map.getZoom();
}

function fitAll(app) {
  fitBox(app, boxOfPoints(app.data, weightedPoints(app.data)));
}

// The claims that the filters and the search let through.
function fitShown(app) {
  const { data, state } = app, points = data.claim("point"), list = [];
  for (let i = 0; i < data.count; i++) if (state.mask[i]) list.push({ point: points[i] });
  fitBox(app, boxOfPoints(data, list), 10);
}

function fitBox(app, box, maxZoom = 12) {
  if (!box) return;
  const bounds = [[latitudeOf(box[3]), longitudeOf(box[0])], [latitudeOf(box[1]), longitudeOf(box[2])]];
  const margins = isPhone() ? { paddingTopLeft: [40, 64], paddingBottomRight: [56, 40] } : { paddingTopLeft: [60, 50], paddingBottomRight: [hasOpenLegend() ? 250 : 130, 60] };
  app.map.fitBounds(bounds, { ...margins, maxZoom, animate: false });
}

// Points that carry marks, with their number of claims; those of whole regions only where there is nothing else.
function weightedPoints(data) {
  const precision = data.claim("geo_precision"), points = data.claim("point");
  const weight = (least) => {
    const weights = new Uint32Array(data.points.count);
    for (let i = 0; i < data.count; i++) if (precision[i] < least) weights[points[i]]++;
    return Array.from(weights, (claims, point) => ({ point, claims })).filter(({ claims }) => claims);
  };
  const marks = weight(3);
  return marks.length ? marks : weight(10);
}

function boxOfPoints({ points: { x, y } }, list) {
  if (!list.length) return null;
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { point } of list) {
    box[0] = Math.min(box[0], x[point]);
    box[1] = Math.min(box[1], y[point]);
    box[2] = Math.max(box[2], x[point]);
    box[3] = Math.max(box[3], y[point]);
  }
  return box;
}

// The map opens where the claims are: on the nearest five sixths of them around their median, and at least half of their places, so
// that one far report does not shrink a front to a dot. "Show everything" shows the rest.
function densestBox(data) {
  const list = weightedPoints(data), { x, y } = data.points;
  const all = boxOfPoints(data, list);
  const total = list.reduce((sum, { claims }) => sum + claims, 0);
  const middle = (axis) => {
    let passed = 0;
    return axis[[...list].sort((a, b) => axis[a.point] - axis[b.point]).find(({ claims }) => (passed += claims) * 2 >= total)?.point];
  };
  const cx = middle(x), cy = middle(y);
  const far = ({ point }) => Math.max(Math.abs(x[point] - cx), Math.abs(y[point] - cy));
  let taken = 0;
  const near = [...list].sort((a, b) => far(a) - far(b)).filter(({ claims }, n) => (taken += claims) - claims < total / 1.2 || n < list.length / 2);
  const box = boxOfPoints(data, near);
  const size = (b) => Math.max(b[2] - b[0], b[3] - b[1]);
  return box && size(box) < 0.6 * size(all) ? box : all;
}

function setUpMap(app) {
  const { map } = app;
  const container = map.getContainer();
  container.setAttribute("role", "application");
  container.dataset.label = "map.label";
  map.on("moveend", () => {
    refreshScale(app);
    if (app.state.inView) refreshList(app);
    writeHash(app);
  });
  map.on("mousemove", (event) => {
    showCoordinates(event.latlng);
    hover(app, event);
  });
  map.on("mouseout", () => (byId("tip").hidden = true));
  map.on("click", (event) => press(app, event));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (app.theme === "auto") setTheme(app, "auto");
  });
  window.addEventListener("hashchange", () => {
    if (location.hash !== app.hash) followHash(app);
  });
  window.addEventListener("resize", () => refreshTime(app));
}

function followHash(app) {
  const asked = readHash(app);
  if (asked.view) app.map.setView([asked.view[1], asked.view[2]], asked.view[0], { animate: false });
  buildPage(app);
  openAsked(app, asked.claim);
}

// The claim that the address names.
function openAsked(app, id) {
  const open = (i) => i >= 0 && openClaim(app, i, {});
  if (!id) return;
  if (app.data.whole) open(claimInPage(app.data, id));
  else app.data.beside.find(id).then(open, (error) => partFailed(app, error));
}

function canvasPoint(app, event) {
  const corner = L.DomUtil.getPosition(app.layer.canvases()[0]);
  return [event.layerPoint.x - corner.x, event.layerPoint.y - corner.y];
}

function targetAt(app, [x, y], slack = 4) {
  let best = null, distance = Infinity;
  for (const mark of app.targets.marks) {
    const far = Math.hypot(mark.x - x, mark.y - y) - mark.radius;
    if (far < slack && far < distance) [best, distance] = [{ mark }, far];
  }
  if (best) return best;
  const chip = app.targets.chips.find(({ box }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]);
  if (chip) return { region: chip.group };
  for (const { line, claim } of app.targets.lines) if (distanceToLine(line, x, y) < slack + 5) return { claim };
  return null;
}

function distanceToLine(line, x, y) {
  let least = Infinity;
  for (let i = 1; i < line.length; i++) {
    const [ax, ay] = line[i - 1], [bx, by] = line[i];
    const length = (bx - ax) ** 2 + (by - ay) ** 2 || 1;
    const along = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
    least = Math.min(least, Math.hypot(ax + (bx - ax) * along - x, ay + (by - ay) * along - y));
  }
  return least;
}

function hover(app, event) {
  const target = app.measuring ? null : targetAt(app, canvasPoint(app, event));
  app.map.getContainer().classList.toggle("over", Boolean(target));
  const tip = byId("tip");
  tip.hidden = !target;
  if (!target) return;
  tip.replaceChildren(...tipContent(app, target));
  const box = app.map.getContainer().getBoundingClientRect();
  tip.style.left = `${Math.min(box.left + event.containerPoint.x + 14, window.innerWidth - 270)}px`;
  tip.style.top = `${box.top + event.containerPoint.y + 14}px`;
}

function tipContent(app, { mark, claim, region }) {
  if (region) return [make("strong", { text: t(app, "tip.region", { n: number(app, region.claims.length) }) })];
  if (claim !== undefined) return [typeLabel(app, claim), quoted("div", app.data.sources[app.data.claim("source")[claim]].name, "who")];
  const tallies = mark.slices.map(({ side, count, color }) => make("div", { className: "tally" }, swatch(color), make("span", { text: `${sideLabel(app, side)} ${number(app, count)}` })));
  return [quoted("strong", nameOfMark(app, mark)), relationLine(app, mark), ...tallies].filter(Boolean);
}

// Where a symbol that does not stand at its place does stand: "west of it".
function relationLine(app, mark) {
  if (placeOfMark(app, mark).own || !app.data.whole) return null;
  const claims = claimsAtPoints(app, mark.points), texts = new Set(claims.map((i) => relationOf(app, i)));
  const [text] = texts;
  return texts.size === 1 && text ? make("div", { text }) : null;
}

function press(app, event) {
  closeMenu();
  if (app.measuring) return addMeasurePoint(app, event.latlng);
  const touch = event.originalEvent.pointerType === "touch";
  const target = targetAt(app, canvasPoint(app, event), touch ? 12 : 4);
  if (!target) return closeCard(app);
  app.openPlace = null;
  if (target.region) return openClaims(app, target.region.claims);
  return target.mark ? openPlaceCard(app, target.mark) : openClaim(app, target.claim, { focus: true });
}

function setUpKeys(app) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (closeMenu()) return;
      if (app.measuring) toggleMeasure(app);
      else closeCard(app);
    } else if (event.key === "/" && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName)) {
      event.preventDefault();
      byId("search").focus();
    }
  });
  byId("grip").addEventListener("click", () => raisePanel(!byId("panel").classList.contains("raised")));
}

// ---- Colours and fonts come from the style sheet, so that both themes stand in one place -----------------------------------------

function readLook(app) {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "ink", "faint", "land", "water", "border", "region", "country", "region-name", "halo", "mention", "focus", "neutral", "sans", "serif"];
  app.look = Object.fromEntries(names.map((name) => [name.replace(/-(\w)/, (_, letter) => letter.toUpperCase()), style.getPropertyValue(`--${name}`).trim()]));
  app.dark = style.getPropertyValue("--dark").trim() === "1";
}
