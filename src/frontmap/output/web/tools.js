// ---- Tools: view, measure, share, export ---------------------------------------------------------------------------------

function buildTools(app) {
  const buttons = [
    iconButton("plus", t(app, "tool.in"), () => app.map.zoomIn()),
    iconButton("minus", t(app, "tool.out"), () => app.map.zoomOut()),
    iconButton("fit", t(app, "tool.fit"), () => fitAll(app)),
    iconButton("ruler", t(app, "tool.measure"), () => toggleMeasure(app)),
    iconButton("full", t(app, "tool.full"), toggleFullScreen),
    iconButton("share", t(app, "tool.menu"), (event) => toggleMenu(app, event.currentTarget)),
  ];
  for (const button of buttons.slice(0, 2)) button.classList.add("zoom");
  buttons[3].id = "measure";
  buttons[3].setAttribute("aria-pressed", String(Boolean(app.measuring)));
  buttons[5].id = "menu-button";
  buttons[5].setAttribute("aria-expanded", "false");
  byId("tools").replaceChildren(...buttons);
}

function toggleFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}

// ---- The menu ------------------------------------------------------------------------------------------------------------

function toggleMenu(app, button) {
  const menu = byId("menu");
  menu.hidden = !menu.hidden;
  button.setAttribute("aria-expanded", String(!menu.hidden));
  if (menu.hidden) return;
  menu.replaceChildren(...menuItems(app));
  menu.querySelector("button, select").focus();
}

function closeMenu() {
  const menu = byId("menu");
  if (menu.hidden) return false;
  menu.hidden = true;
  byId("menu-button").setAttribute("aria-expanded", "false");
  byId("menu-button").focus();
  return true;
}

function menuItems(app) {
  const item = (key, action) => make("button", { type: "button", text: t(app, key), on: { click: () => { closeMenu(); action(); } } });
  const items = [
    item("menu.link", () => copyText(app, location.href)),
    item("menu.embed", () => copyText(app, embedSnippet(app))),
    item("menu.png", () => exportPicture(app)),
    item("menu.print", () => window.print()),
    choice(app, "menu.language", Object.keys(LANGUAGE_NAMES), app.lang, (code) => LANGUAGE_NAMES[code], (code) => setLanguage(app, code)),
    choice(app, "menu.theme", ["auto", "light", "dark"], app.theme, (code) => t(app, `theme.${code}`), (code) => setTheme(app, code)),
  ];
  if (app.data.meta.tiles) items.push(tileSwitch(app));
  return items;
}

const LANGUAGE_NAMES = { en: "English", uk: "Українська", ru: "Русский", fr: "Français", es: "Español", ar: "العربية" };

function choice(app, key, codes, current, label, change) {
  const select = make("select", { on: { change: () => change(select.value) } }, ...codes.map((code) => make("option", { value: code, text: label(code) })));
  select.value = current;
  return make("label", { className: "choice" }, make("span", { text: t(app, key) }), select);
}

function tileSwitch(app) {
  const input = make("input", { type: "checkbox", id: "tiles" });
  input.checked = app.tilesOn;
  input.addEventListener("change", () => toggleTiles(app, input.checked));
  return make("label", { className: "check" }, input, make("span", { text: t(app, "menu.tiles") }));
}

// The only requests that this page can make, and only after the reader asks for them.
function toggleTiles(app, on) {
  app.tilesOn = on;
  app.tiles ??= L.tileLayer(app.data.meta.tiles, { maxZoom: 19 });
  if (on) app.tiles.addTo(app.map);
  else app.tiles.remove();
  app.layer.reset();
}

function setLanguage(app, lang) {
  app.lang = lang;
  buildPage(app);
  writeHash(app);
}

function setTheme(app, theme) {
  app.theme = theme;
  document.documentElement.dataset.theme = theme;
  readLook(app);
  buildPage(app);
}

// ---- Print: the sheet is laid out before the browser takes it, so that the map knows its size there --------------------------

function setUpPrint(app) {
  let centre, zoom, open;
  window.addEventListener("beforeprint", () => {
    [centre, zoom, open] = [app.map.getCenter(), app.map.getZoom(), byId("legend").firstElementChild.open];
    byId("legend").firstElementChild.open = true;
    fitSheet(app, true, centre, zoom);
  });
  window.addEventListener("afterprint", () => {
    byId("legend").firstElementChild.open = open;
    fitSheet(app, false, centre, zoom);
  });
}

function fitSheet(app, printing, centre, zoom) {
  document.body.classList.toggle("printing", printing);
  document.documentElement.dataset.theme = printing ? "light" : app.theme;
  readLook(app);
  app.map.invalidateSize({ animate: false });
  app.map.setView(centre, zoom, { animate: false });
  app.layer.reset();
  refreshScale(app);
}

// ---- Measure ---------------------------------------------------------------------------------------------------------------

function toggleMeasure(app) {
  app.measuring = app.measuring ? null : { points: [], line: L.layerGroup().addTo(app.map) };
  byId("measure").setAttribute("aria-pressed", String(Boolean(app.measuring)));
  document.body.classList.toggle("measuring", Boolean(app.measuring));
  if (!app.measuring) {
    app.measureLine?.remove();
    byId("measured").textContent = "";
  } else {
    byId("measured").textContent = t(app, "tool.measure.hint");
    app.measureLine = app.measuring.line;
  }
}

function addMeasurePoint(app, latlng) {
  const { points, line } = app.measuring;
  points.push(latlng);
  line.clearLayers();
  L.polyline(points, { className: "measure-line", interactive: false, color: app.look.ink, weight: 2, dashArray: "4 4" }).addTo(line);
  for (const point of points) L.circleMarker(point, { radius: 3.5, interactive: false, color: app.look.ink, weight: 2, fillOpacity: 1, fillColor: app.look.paper }).addTo(line);
  let metres = 0;
  for (let i = 1; i < points.length; i++) metres += app.map.distance(points[i - 1], points[i]);
  byId("measured").textContent = points.length > 1 ? distanceText(app, metres) : t(app, "tool.measure.hint");
}

function distanceText(app, metres) {
  return metres < 1000 ? `${number(app, Math.round(metres))} m` : `${number(app, metres / 1000, { maximumFractionDigits: metres < 20000 ? 2 : 1 })} km`;
}

// ---- Scale and coordinates -------------------------------------------------------------------------------------------------

function refreshScale(app) {
  const size = app.map.getSize(), y = size.y / 2;
  const metres = app.map.distance(app.map.containerPointToLatLng([0, y]), app.map.containerPointToLatLng([100, y]));
  const power = 10 ** Math.floor(Math.log10(metres));
  const nice = [5, 2, 1].map((step) => step * power).find((step) => step <= metres) ?? power;
  const scale = byId("scale");
  scale.style.width = `${Math.round((nice / metres) * 100)}px`;
  scale.textContent = nice >= 1000 ? `${number(app, nice / 1000)} km` : `${number(app, nice)} m`;
  byId("where").textContent = app.map.getZoom() > 8 ? countryAt(app.data, app.map.getCenter()) : "";
}

// From close by no country's name stands on the map: the one in the middle is told beside the scale.
function countryAt({ base, meta }, { lat, lng }) {
  const x = worldX(lng), y = worldY(lat), { countries = 0, labels } = meta.base;
  const n = base.shapes.slice(0, countries).findIndex((shape) => isInside(base, shape, x, y));
  return n < 0 ? "" : labels[n][0];
}

function isInside({ x, y }, { rings, box }, px, py) {
  if (px < box[0] || px > box[2] || py < box[1] || py > box[3]) return false;
  let inside = false;
  for (const [first, last] of rings) {
    for (let i = first, j = last - 1; i < last; j = i++) {
      if (y[i] > py !== y[j] > py && px < ((x[j] - x[i]) * (py - y[i])) / (y[j] - y[i]) + x[i]) inside = !inside;
    }
  }
  return inside;
}

function showCoordinates(latlng) {
  const lat = Math.abs(latlng.lat).toFixed(4), lon = Math.abs(latlng.lng).toFixed(4);
  byId("coordinates").textContent = `${lat}° ${latlng.lat < 0 ? "S" : "N"} ${lon}° ${latlng.lng < 0 ? "W" : "E"}`;
}

// ---- Share --------------------------------------------------------------------------------------------------------------------

async function copyText(app, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea", { className: "offscreen" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  app.copied = text;
  toast(app, t(app, "toast.copied"));
}

function claimLink(app, i) {
  return `${location.href.split("#")[0]}#${hashText(app, claimId(app.data, i))}`;
}

function embedSnippet(app) {
  const frame = make("iframe", { src: location.href, width: "100%", height: "600", title: document.title, loading: "lazy", sandbox: "allow-scripts allow-popups allow-downloads" });
  return frame.outerHTML;
}

function download(name, blob) {
  const address = URL.createObjectURL(blob);
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

// A form in the card: where the place really is, as a line of the file that `frontmap build --corrections` reads.
function correctionForm(app, i) {
  const { data } = app, name = textOf(data, "surface", i) || data.places[data.claim("place")[i]].name;
  const where = make("input", { type: "text", id: "right-place", "aria-label": t(app, "correct.where"), placeholder: "gn:704422 / 48.28, 37.18" });
  const centre = () => {
    const { lat, lng } = app.map.getCenter();
    where.value = `${lat.toFixed(5)}, ${lng.toFixed(5)}`;
  };
  const save = (place) => downloadCorrection(app, i, name, place);
  return make("form", { className: "correction", on: { submit: (event) => event.preventDefault() } },
    make("p", { className: "hint", text: t(app, "correct.intro", { name }) }),
    where,
    make("div", { className: "actions" },
      make("button", { type: "button", text: t(app, "correct.centre"), on: { click: centre } }),
      make("button", { type: "submit", text: t(app, "correct.save"), on: { click: () => where.value.trim() && save(where.value.trim()) } }),
      make("button", { type: "button", text: t(app, "correct.none"), on: { click: () => save("not-a-place") } })));
}

function downloadCorrection(app, i, name, place) {
  const point = place.match(/^(-?[\d.]+)[\s,]+(-?[\d.]+)$/);
  const values = { name, document: reportOf(app.data, i).id, place: point ? "" : place, lon: point ? point[2] : "", lat: point ? point[1] : "" };
  downloadRow(`correction-${claimId(app.data, i)}.csv`, values);
  toast(app, t(app, "toast.correction"));
}

// What is wrong with a claim itself goes to whoever keeps the map: one row that finds the passage again.
function downloadWrongClaim(app, i) {
  const { data } = app;
  const values = { claim_id: claimId(data, i), document: reportOf(data, i).id, start: numberOf(data, "start", i), end: numberOf(data, "end", i) };
  for (const name of ["type", "modality", "rule", "quote"]) values[name] = textOf(data, name, i);
  downloadRow(`wrong-${claimId(data, i)}.csv`, values);
  toast(app, t(app, "toast.wrong"));
}

// A leading =, +, - or @ would be run by a spreadsheet; numbers keep their sign.
function downloadRow(name, values) {
  const cell = (value) => `"${String(value).replace(/^([=+@\t\r]|-(?![\d.]+$))/, "'$1").replaceAll('"', '""')}"`;
  const text = `${Object.keys(values).join(",")}\n${Object.values(values).map(cell).join(",")}\n`;
  download(name, new Blob([text], { type: "text/csv" }));
}

// ---- Picture -------------------------------------------------------------------------------------------------------------------

// The view as it is, under its headline, above its legend and credits.
function exportPicture(app) {
  const size = app.map.getSize(), ratio = 2, head = 58, foot = 30;
  const entries = legendLines(app), perRow = Math.max(1, Math.floor((size.x - 32) / 190));
  const legendHeight = Math.ceil(entries.length / perRow) * 22 + 14;
  const canvas = make("canvas", { width: size.x * ratio, height: (size.y + head + legendHeight + foot) * ratio });
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  ctx.fillStyle = app.look.paper;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  pictureHead(app, ctx, size.x);
  pictureMap(app, ctx, size, head);
  pictureLegend(app, ctx, entries, perRow, head + size.y + 14);
  ctx.fillStyle = app.look.faint;
  ctx.font = `11px ${app.look.sans}`;
  ctx.fillText(cutText(`${creditText(app)} · ${app.data.meta.base.policy}`, Math.floor(size.x / 5.6)), 16, head + size.y + legendHeight + 14);
  canvas.toBlob((blob) => download("map.png", blob), "image/png");
}

function pictureHead(app, ctx, width) {
  ctx.textBaseline = "alphabetic";
  ctx.textAlign = "left";
  ctx.fillStyle = app.look.ink;
  ctx.font = `600 20px ${app.look.serif}`;
  ctx.fillText(cutText(plainTitle(app), Math.floor(width / 10)), 16, 28);
  ctx.fillStyle = app.look.faint;
  ctx.font = `12px ${app.look.sans}`;
  ctx.fillText([byId("subtitle"), byId("partial")].map((line) => line.textContent).filter(Boolean).join(" · "), 16, 46);
}

function pictureMap(app, ctx, size, top) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, top, size.x, size.y);
  ctx.clip();
  ctx.fillStyle = app.look.water;
  ctx.fillRect(0, top, size.x, size.y);
  const { width, height } = app.layer.frame;
  const offset = L.DomUtil.getPosition(app.layer.canvases()[0]).add(L.DomUtil.getPosition(app.map.getPane("mapPane")));
  for (const canvas of app.layer.canvases()) ctx.drawImage(canvas, offset.x, offset.y + top, width, height);
  ctx.restore();
}

function pictureLegend(app, ctx, entries, perRow, top) {
  ctx.textBaseline = "middle";
  entries.forEach(({ draw, text }, n) => {
    const x = 16 + (n % perRow) * 190, y = top + Math.floor(n / perRow) * 22 + 8;
    ctx.save();
    ctx.translate(x, y - 9);
    draw(ctx);
    ctx.restore();
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.fillStyle = app.look.ink;
    ctx.font = `12px ${app.look.sans}`;
    ctx.fillText(cutText(text, 26), x + 36, y);
  });
}

// ---- The legend: drawn with the same strokes as the map -----------------------------------------------------------------------

function legendLines(app) {
  const { data, look } = app;
  const sides = data.sides.map((side, n) => n).filter((n) => data.sources.some((source) => source.side === n));
  const neutral = look.neutral;
  const symbol = (modality) => (ctx) => drawSingle(ctx, 14, 9, 6.5, { color: neutral }, modality, look);
  const pair = sides.slice(0, 2).map((side) => ({ color: sideColor(app, side) }));
  const split = pair.length > 1 ? pair : [{ color: neutral }, { color: look.faint }];
  const lines = sides.map((side) => ({ text: sideLabel(app, side), draw: (ctx) => disc(ctx, 14, 9, 6.5, sideColor(app, side)) }));
  const shaded = sides.find((side) => data.tones[side].length > 1);
  if (shaded !== undefined) lines.push({ text: t(app, "legend.shades"), draw: (ctx) => drawShades(ctx, sideColor(app, shaded), data.tones[shaded].slice(0, 3).map((colors) => colors[app.dark ? 1 : 0])) });
  for (const modality of ["asserted", "hedged", "possible", "denied"]) {
    if (data.values("modality").includes(modality)) lines.push({ text: capital(word(app, "modality", modality)), draw: symbol(modality) });
  }
  if (sides.length > 1) lines.push({ text: t(app, "legend.several"), draw: (ctx) => drawSectors(ctx, 14, 9, 7, split, look) });
  if (data.values("evidence").includes("disputed")) lines.push({ text: t(app, "legend.disputed"), draw: (ctx) => { disc(ctx, 14, 9, 8.4, look.ink, 1.5); drawSectors(ctx, 14, 9, 6.5, split, look); } });
  const kinds = new Set(data.meta.parts?.movementKinds ?? data.whole.movements.map((move) => move.kind));
  const arrow = { ...modalityStyle("asserted"), color: neutral, paper: look.paper };
  if ([...kinds].some((kind) => kind !== "encirclement")) lines.push({ text: t(app, "legend.arrow"), draw: (ctx) => drawSmallArrow(ctx, arrow) });
  if (kinds.has("encirclement")) lines.push({ text: t(app, "legend.arc"), draw: (ctx) => drawSmallArc(ctx, neutral) });
  for (const name of new Set(data.meta.overlays.map((overlay) => overlay.name))) lines.push({ text: name, draw: (ctx) => drawSmallHatch(ctx, neutral) });
  if (data.count) lines.push({ text: t(app, "legend.area"), draw: (ctx) => { ring(ctx, 14, 9, 7.5, withAlpha(neutral, 0.8), 1, [3, 2]); disc(ctx, 14, 9, 7, withAlpha(neutral, 0.14)); } });
  return lines;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function drawShades(ctx, color, tones) {
  tones.forEach((tone, n) => drawSingle(ctx, 5 + n * 9, 9, 4.2, { color, tones: [tone] }, "asserted", null));
}

function drawSmallArrow(ctx, style) {
  const outline = [[1, 11], [16, 6.6], [15, 3], [27, 7], [19, 15], [17.5, 11], [2, 13]];
  tracePath(ctx, outline);
  ctx.fillStyle = withAlpha(style.color, 0.7);
  ctx.fill();
  ctx.lineWidth = 1;
  ctx.strokeStyle = style.color;
  ctx.stroke();
}

function drawSmallHatch(ctx, color) {
  ctx.beginPath();
  ctx.rect(5, 3, 18, 12);
  ctx.fillStyle = hatching(ctx, color);
  ctx.fill();
  ctx.strokeStyle = color;
  ctx.stroke();
}

function drawSmallArc(ctx, color) {
  ctx.beginPath();
  ctx.arc(14, 1, 13, 0.35, Math.PI - 0.35);
  ctx.strokeStyle = color;
  ctx.lineWidth = 2.2;
  ctx.stroke();
  ctx.beginPath();
  for (const angle of [0.7, 1.25, 1.9, 2.45]) {
    ctx.moveTo(14 + Math.cos(angle) * 13, 1 + Math.sin(angle) * 13);
    ctx.lineTo(14 + Math.cos(angle) * 8, 1 + Math.sin(angle) * 8);
  }
  ctx.lineWidth = 1.5;
  ctx.stroke();
}

function buildLegend(app) {
  const rows = legendLines(app).map(({ draw, text }) => {
    const canvas = make("canvas", { width: 56, height: 36, className: "legend-symbol", "aria-hidden": "true" });
    const ctx = canvas.getContext("2d");
    ctx.scale(2, 2);
    draw(ctx);
    return make("li", {}, canvas, make("span", { text }));
  });
  const details = make("details", { open: hasOpenLegend() }, make("summary", { text: t(app, "legend.title") }), make("ul", {}, ...rows));
  byId("legend").replaceChildren(details);
  byId("legend").hidden = !rows.length;
}

function creditText(app) {
  const { base, credit, overlays } = app.data.meta;
  const references = new Set(overlays.filter((overlay) => overlay.credit).map((overlay) => `${overlay.name}: ${overlay.credit}`));
  return [credit, ...references, base.credit, "Leaflet", "frontmap"].filter(Boolean).join(" · ");
}

// Which borders are drawn, and from whose point of view, is one press away and on every print.
function buildCredits(app) {
  const { policy } = app.data.meta.base;
  byId("credit-text").textContent = creditText(app);
  byId("policy").textContent = policy;
  byId("policy-button").hidden = !policy;
  byId("policy-button").onclick = () => {
    byId("policy").hidden = !byId("policy").hidden;
    byId("policy-button").setAttribute("aria-expanded", String(!byId("policy").hidden));
  };
}

// ---- Permalink: view, filters, time and selection in the hash --------------------------------------------------------------------

const SHORT = { source: "s", type: "t", modality: "m", evidence: "e" };

function hashText(app, claim) {
  const { state, data } = app, centre = app.map.getCenter();
  const parts = new URLSearchParams();
  parts.set("v", `${app.map.getZoom()}/${centre.lat.toFixed(4)}/${centre.lng.toFixed(4)}`);
  for (const facet of FACETS) {
    const hidden = [...state.hidden[facet]].flatMap((value, code) => (value ? [facetKey(data, facet, code)] : []));
    if (hidden.length) parts.set(SHORT[facet], hidden.join("~"));
  }
  if (state.query) parts.set("q", state.query);
  if (state.span) parts.set("d", state.span.map(isoDay).join("/"));
  if (state.dateField !== "event") parts.set("f", state.dateField);
  if (!state.undated) parts.set("u", "0");
  const off = Object.entries(state.layers).filter(([, on]) => !on).map(([layer]) => layer).join("~");
  if (off !== "mentions") parts.set("l", off || "none");
  if (state.overlaysOff.size) parts.set("o", [...state.overlaysOff].join("~"));
  if (app.lang !== data.meta.lang) parts.set("lang", app.lang);
  if (claim) parts.set("c", claim);
  return parts.toString();
}

function facetKey(data, facet, code) {
  return facet === "source" ? data.sources[code].id || data.sources[code].name : data.values(facet)[code];
}

function writeHash(app) {
  clearTimeout(app.hashTimer);
  app.hashTimer = setTimeout(() => {
    const claim = app.state.selected >= 0 ? claimId(app.data, app.state.selected) : "";
    app.hash = `#${hashText(app, claim)}`;
    try {
      history.replaceState(null, "", app.hash);
    } catch {
      app.hash = location.hash; // a sandboxed frame may not change its address
    }
  }, 150);
}

// What the address asks for; anything it names that is not there is passed over.
function readHash(app) {
  const parts = new URLSearchParams(location.hash.slice(1)), { state, data } = app;
  for (const facet of FACETS) {
    const wanted = new Set((parts.get(SHORT[facet]) ?? "").split("~").filter(Boolean));
    state.hidden[facet] = Uint8Array.from({ length: facetSize(data, facet) }, (_, code) => (wanted.has(facetKey(data, facet, code)) ? 1 : 0));
  }
  state.query = (parts.get("q") ?? "").slice(0, 200);
  state.hits = searchClaims(app, state.query);
  const days = (parts.get("d") ?? "").split("/").map(dayOfIso);
  state.span = days.length === 2 && days[0] && days[1] ? days : null;
  state.dateField = parts.get("f") === "published" ? "published" : "event";
  state.undated = parts.get("u") !== "0";
  if (parts.has("l")) for (const layer of Object.keys(state.layers)) state.layers[layer] = !parts.get("l").split("~").includes(layer);
  state.overlaysOff = new Set((parts.get("o") ?? "").split("~").filter(Boolean));
  if (LANGUAGE_NAMES[parts.get("lang")]) app.lang = parts.get("lang");
  const view = (parts.get("v") ?? "").split("/").map(Number);
  const isView = view.length === 3 && view.every(Number.isFinite) && Math.abs(view[1]) <= 90 && view[0] >= 0 && view[0] <= 19;
  return { view: isView ? view : null, claim: parts.get("c") ?? "" };
}
