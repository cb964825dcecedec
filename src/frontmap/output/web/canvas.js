// ---- The canvas layer: outlines below, claims above, redrawn when the map comes to rest ----------------------------------

const PADDING = 0.12; // of the view, drawn beyond its edges so that a short drag shows no gap
const TILE = 256;
const MERGED = 12; // places in one symbol, beyond which their movements wait for a closer view

function createCanvasLayer(app) {
  const Layer = L.Layer.extend({
    onAdd(map) {
      this._map = map;
      this._base = addCanvas(map, "frontmapBase", 200);
      this._marks = addCanvas(map, "frontmapMarks", 450);
      this.reset();
    },
    getEvents() {
      const events = { viewreset: this.reset, moveend: this.reset, resize: this.reset };
      if (this._map._zoomAnimated) events.zoomanim = this.animate;
      return events;
    },
    animate(event) {
      const scale = this._map.getZoomScale(event.zoom, this._zoom);
      const offset = this._map._latLngToNewLayerPoint(this._corner, event.zoom, event.center);
      for (const canvas of [this._base, this._marks]) L.DomUtil.setTransform(canvas, offset, scale);
    },
    reset() {
      this._zoom = this._map.getZoom();
      const size = this._map.getSize();
      const topLeft = this._map.containerPointToLayerPoint(size.multiplyBy(-PADDING)).round();
      this._corner = this._map.layerPointToLatLng(topLeft);
      const frame = frameOf(this._map, topLeft, size.multiplyBy(1 + 2 * PADDING).round());
      for (const canvas of [this._base, this._marks]) placeCanvas(canvas, topLeft, frame);
      this.frame = frame;
      drawBase(app, this._base.getContext("2d"), frame);
      this.redraw();
    },
    redraw() {
      this._waiting = false;
      drawClaims(app, this._marks.getContext("2d"), this.frame);
    },
    // Several changes before the next frame cost one drawing.
    redrawSoon() {
      if (this._waiting) return;
      this._waiting = true;
      requestAnimationFrame(() => this._waiting && this.redraw());
    },
    canvases() {
      return [this._base, this._marks];
    },
  });
  return new Layer();
}

function addCanvas(map, pane, order) {
  const element = map.createPane(pane);
  element.style.zIndex = order;
  element.style.pointerEvents = "none";
  const canvas = document.createElement("canvas");
  canvas.className = "leaflet-zoom-animated";
  canvas.setAttribute("aria-hidden", "true");
  element.append(canvas);
  return canvas;
}

function placeCanvas(canvas, topLeft, frame) {
  L.DomUtil.setPosition(canvas, topLeft);
  canvas.width = frame.width * frame.ratio;
  canvas.height = frame.height * frame.ratio;
  canvas.style.width = `${frame.width}px`;
  canvas.style.height = `${frame.height}px`;
  canvas.getContext("2d").setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
}

// The part of the world that the canvases show: world coordinate * scale - (left, top) is a pixel of the canvas.
function frameOf(map, topLeft, size) {
  const origin = map.getPixelOrigin();
  const scale = TILE * 2 ** map.getZoom();
  const left = origin.x + topLeft.x, top = origin.y + topLeft.y;
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const box = [left / scale, top / scale, (left + size.x) / scale, (top + size.y) / scale];
  return { zoom: map.getZoom(), scale, left, top, width: size.x, height: size.y, ratio, box };
}

function toPixel(frame, x, y) {
  return [x * frame.scale - frame.left, y * frame.scale - frame.top];
}

function inFrame(frame, box, margin = 0) {
  const extra = margin / frame.scale;
  return box[2] >= frame.box[0] - extra && box[0] <= frame.box[2] + extra && box[3] >= frame.box[1] - extra && box[1] <= frame.box[3] + extra;
}

function traceShape(ctx, shapes, shape, frame, close) {
  for (const [first, last] of shape.rings) {
    let px = NaN, py = NaN;
    for (let i = first; i < last; i++) {
      const x = shapes.x[i] * frame.scale - frame.left, y = shapes.y[i] * frame.scale - frame.top;
      const ends = i === first || i === last - 1;
      if (!ends && Math.abs(x - px) < 0.7 && Math.abs(y - py) < 0.7) continue;
      if (i === first) ctx.moveTo(x, y);
      else ctx.lineTo(x, y);
      px = x;
      py = y;
    }
    if (close) ctx.closePath();
  }
}

// ---- Outlines ------------------------------------------------------------------------------------------------------------

function drawBase(app, ctx, frame) {
  const { data } = app;
  ctx.clearRect(0, 0, frame.width, frame.height);
  if (!data.base.shapes.length || app.tilesOn) return;
  const { countries, regions, window: box } = data.meta.base;
  const { shapes } = data.base, far = shapes.slice(countries + regions);
  const [left, top] = toPixel(frame, worldX(box[0]), worldY(box[3])), [right, bottom] = toPixel(frame, worldX(box[2]), worldY(box[1]));
  const near = () => ctx.rect(left, top, right - left, bottom - top);
  ctx.lineJoin = "round";
  if (far.length) inside(ctx, () => { ctx.rect(0, 0, frame.width, frame.height); near(); }, () => drawOutlines(app, ctx, frame, far, []));
  inside(ctx, near, () => drawOutlines(app, ctx, frame, shapes.slice(0, countries), shapes.slice(countries, countries + regions)));
}

function inside(ctx, trace, draw) {
  ctx.save();
  ctx.beginPath();
  trace();
  ctx.clip("evenodd");
  draw();
  ctx.restore();
}

function drawOutlines({ data, look }, ctx, frame, countries, regions) {
  const visible = (list) => list.filter((shape) => inFrame(frame, shape.box));
  ctx.beginPath();
  visible(countries).forEach((shape) => traceShape(ctx, data.base, shape, frame, true));
  ctx.fillStyle = look.land;
  ctx.fill("evenodd");
  if (frame.zoom >= 5) strokeShapes(ctx, data.base, visible(regions), frame, look.region, 0.8);
  strokeShapes(ctx, data.base, visible(countries), frame, look.border, frame.zoom < 5 ? 0.9 : 1.4);
}

function strokeShapes(ctx, shapes, list, frame, color, width) {
  ctx.beginPath();
  list.forEach((shape) => traceShape(ctx, shapes, shape, frame, false));
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.stroke();
}

// ---- References that the maker of the map brought: a front line, areas; neutral, beneath the claims ---------------------

// Of several with one name, the one that held at the end of the time chosen.
function overlaysNow(app) {
  const { state, data } = app, end = state.span?.[1] ?? Infinity, now = new Map();
  data.meta.overlays.forEach((overlay, n) => {
    const other = now.get(overlay.name);
    const fits = overlay.day <= end;
    if (!other || (fits && (other.overlay.day > end || overlay.day >= other.overlay.day))) now.set(overlay.name, { overlay, n });
  });
  return [...now.values()];
}

function drawOverlays(app, ctx, frame) {
  const { shapes } = app.data.overlays;
  for (const { overlay, n } of overlaysNow(app)) {
    if (app.state.overlaysOff.has(overlay.name)) continue;
    ctx.beginPath();
    traceShape(ctx, app.data.overlays, shapes[2 * n], frame, true);
    ctx.fillStyle = hatching(ctx, app.look.neutral);
    ctx.fill("evenodd");
    traceShape(ctx, app.data.overlays, shapes[2 * n + 1], frame, false);
    ctx.strokeStyle = app.look.neutral;
    ctx.lineWidth = 1.6;
    ctx.stroke();
  }
}

function hatching(ctx, color) {
  const tile = document.createElement("canvas");
  Object.assign(tile, { width: 8, height: 8 });
  const pen = tile.getContext("2d");
  pen.globalAlpha = 0.5;
  pen.beginPath();
  for (const shift of [-8, 0, 8]) {
    pen.moveTo(shift, 8);
    pen.lineTo(shift + 8, 0);
  }
  pen.strokeStyle = color;
  pen.stroke();
  return ctx.createPattern(tile, "repeat");
}

// ---- Claims --------------------------------------------------------------------------------------------------------------

function drawClaims(app, ctx, frame) {
  ctx.clearRect(0, 0, frame.width, frame.height);
  ctx.direction = "ltr"; // names are mostly Latin: on a page in Arabic their apostrophes would change sides
  const { state } = app;
  const marks = state.layers.claims ? visibleMarks(app, frame) : [];
  drawOverlays(app, ctx, frame);
  app.targets = { marks, lines: [], chips: [] };
  if (state.layers.areas) drawAreas(app, ctx, frame);
  drawActiveArea(app, ctx, frame);
  if (state.layers.mentions) drawMentions(app, ctx, frame);
  if (state.layers.movements) drawMovements(app, ctx, frame, marks);
  marks.forEach((mark) => drawMark(ctx, mark, app.look));
  const chips = state.layers.claims ? drawRegionChips(app, ctx, frame, marks) : [];
  app.targets.chips = chips;
  drawLabels(app, ctx, frame, marks, chips);
}

// ---- Claims about a whole region are no pin: they stand as a label with their number in the region's middle ----------------

function regionGroups(app) {
  if (app.regionCache?.version === app.version) return app.regionCache.groups;
  const { data, state } = app, precision = data.claim("geo_precision"), points = data.claim("point"), groups = new Map();
  for (let i = 0; i < data.count; i++) {
    if (!state.mask[i] || precision[i] < 3) continue;
    if (!groups.has(points[i])) groups.set(points[i], { point: points[i], claims: [], sides: new Set() });
    groups.get(points[i]).claims.push(i);
    groups.get(points[i]).sides.add(data.sideOfClaim[i]);
  }
  const list = [...groups.values()].sort((a, b) => b.claims.length - a.claims.length);
  app.regionCache = { version: app.version, groups: list };
  return list;
}

function drawRegionChips(app, ctx, frame, marks) {
  const taken = boxGrid(marks.map(({ x, y, radius }) => [x - radius, y - radius, x + radius, y + radius]));
  const chips = [];
  for (const group of regionGroups(app)) {
    const chip = regionChip(app, ctx, frame, group);
    const free = [0, -26, 26, -52, 52].map((dy) => shifted(chip, dy)).find((moved) => !taken.hits(moved.box));
    if (!free || free.box[2] < 0 || free.box[0] > frame.width) continue;
    taken.add(free.box);
    drawChip(ctx, free, app.look);
    chips.push(free);
  }
  return chips;
}

function regionChip(app, ctx, frame, group) {
  const { data, look } = app, [x, y] = toPixel(frame, data.points.x[group.point], data.points.y[group.point]);
  const name = plainName(data.places[data.claim("place")[group.claims[0]]].name);
  const text = group.claims.length > 1 ? `${name} · ${number(app, group.claims.length)}` : name;
  ctx.font = `500 11.5px ${look.sans}`;
  const colors = [...group.sides].sort((a, b) => a - b).map((side) => sideColor(app, side));
  const width = ctx.measureText(text).width + colors.length * 10 + 18;
  return { group, text, colors, active: app.activePoint === group.point, box: [x - width / 2, y - 11, x + width / 2, y + 11] };
}

function shifted(chip, dy) {
  const [left, top, right, bottom] = chip.box;
  return { ...chip, box: [left, top + dy, right, bottom + dy] };
}

function drawChip(ctx, { text, colors, active, box }, look) {
  const [left, top, right, bottom] = box, middle = (top + bottom) / 2;
  ctx.beginPath();
  ctx.roundRect(left, top, right - left, bottom - top, 11);
  ctx.fillStyle = look.paper;
  ctx.fill();
  ctx.strokeStyle = active ? look.focus : look.border;
  ctx.lineWidth = active ? 2.2 : 1;
  ctx.stroke();
  colors.forEach((color, n) => disc(ctx, left + 11 + n * 10, middle, 3.6, color));
  ctx.font = `500 11.5px ${look.sans}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillStyle = look.ink;
  ctx.fillText(text, left + 9 + colors.length * 10, middle + 0.5);
}

function sideColor(app, side) {
  return app.dark ? app.data.sides[side].dark : app.data.sides[side].light;
}

function claimColor(app, i) {
  return sideColor(app, app.data.sideOfClaim[i]);
}

// A source's own shade of its side's colour.
function sourceColor(app, number) {
  return app.data.sources[number].colors[app.dark ? 1 : 0];
}

// ---- Areas: where a claim holds, or how unsure its place is ----------------------------------------------------------------

function areaSides(app, frame) {
  if (app.data.whole && app.areaCache?.version === app.version) return app.areaCache.list;
  const list = stretchesIn(app, frame).flatMap((stretch) => areasOf(app, stretch));
  app.areaCache = { version: app.version, list };
  return list;
}

// Each area of a stretch once for each side that names it.
function areasOf({ data, state }, { columns, first, last, areas: shapes }) {
  const areas = columns["claim.area"], sides = data.sides.length, seen = new Uint8Array((shapes.shapes.length + 1) * sides), list = [];
  for (let i = first; i < last; i++) {
    const area = areas[i - first], key = area * sides + data.sideOfClaim[i];
    if (!state.mask[i] || !area || seen[key]) continue;
    seen[key] = 1;
    list.push({ shapes, shape: shapes.shapes[area - 1], side: data.sideOfClaim[i], wide: data.claim("geo_precision")[i] >= 3 });
  }
  return list;
}

function drawAreas(app, ctx, frame) {
  for (const { shapes, shape, side, wide } of areaSides(app, frame)) {
    const width = (shape.box[2] - shape.box[0]) * frame.scale;
    if (width < 16 || width > frame.width * 3 || !inFrame(frame, shape.box)) continue;
    const color = sideColor(app, side);
    ctx.beginPath();
    traceShape(ctx, shapes, shape, frame, true);
    if (!wide) {
      ctx.fillStyle = withAlpha(color, 0.06);
      ctx.fill();
    }
    ctx.setLineDash(wide ? [1, 4] : [4, 3]);
    ctx.strokeStyle = withAlpha(color, wide ? 0.5 : 0.55);
    ctx.lineWidth = 1;
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

function drawActiveArea(app, ctx, frame) {
  const area = app.state.selected >= 0 ? areaOf(app.data, app.state.selected) : null;
  if (!area) return;
  const color = claimColor(app, app.state.selected);
  ctx.beginPath();
  traceShape(ctx, area.shapes, area.shape, frame, true);
  ctx.fillStyle = withAlpha(color, 0.16);
  ctx.fill();
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.8;
  ctx.setLineDash([5, 3]);
  ctx.stroke();
  ctx.setLineDash([]);
}

function drawMentions(app, ctx, frame) {
  const { x, y, count } = app.data.mentions;
  ctx.fillStyle = app.look.mention;
  ctx.beginPath();
  for (let i = 0; i < count; i++) {
    const [px, py] = toPixel(frame, x[i], y[i]);
    if (px < 0 || py < 0 || px > frame.width || py > frame.height) continue;
    ctx.moveTo(px + 2.2, py);
    ctx.arc(px, py, 2.2, 0, TAU);
  }
  ctx.fill();
}

// ---- Movements ---------------------------------------------------------------------------------------------------------------

function drawMovements(app, ctx, frame, marks) {
  const radii = new Map();
  for (const mark of marks) for (const point of mark.points) radii.set(point, mark);
  const taken = new Map();
  const shown = stretchesIn(app, frame).flatMap((stretch) => stretch.movements).filter((move) => app.state.mask[move.claim] && inFrame(frame, move.box, 60));
  shown.sort((a, b) => (a.claim === app.state.selected) - (b.claim === app.state.selected));
  for (const move of shown) drawMovement(app, ctx, frame, move, radii, taken);
}

function drawMovement(app, ctx, frame, move, marks, taken) {
  const i = move.claim, point = app.data.claim("point")[i], mark = marks.get(point);
  const place = app.data.places[app.data.claim("place")[i]];
  const centre = toPixel(frame, place.x, place.y);
  const active = i === app.state.selected;
  if (!active && mark && mark.points.length > MERGED) return;
  const style = { ...modalityStyle(textOf(app.data, "modality", i)), color: claimColor(app, i), paper: app.look.paper, active };
  move.rings.forEach(([first, last], stroke) => {
    const points = [];
    for (let v = first; v < last; v++) points.push(toPixel(frame, move.x[v], move.y[v]));
    if (!active && isRepeated(points, style, move, taken)) return;
    const line = move.kind === "encirclement"
      ? drawArc(ctx, points, centre, { ...style, offset: arcOffset(taken, place, style) }, app.look)
      : drawArrow(ctx, clearOfMark(points, mark), { ...style, width: stroke && move.kind === "approach" ? 0.62 : 1 }, app.look);
    if (line) app.targets.lines.push({ claim: i, line });
  });
}

// Arcs of several sides around one place lie side by side.
function arcOffset(taken, place, { color, cross }) {
  const key = `arcs of ${place.number}`, own = `${color}${cross}`;
  if (!taken.has(key)) taken.set(key, []);
  const drawn = taken.get(key);
  if (!drawn.includes(own)) drawn.push(own);
  return drawn.indexOf(own) * 7;
}

// Arrows of one side that would lie on each other at this zoom are drawn once; the strokes of one movement are all drawn.
function isRepeated(points, style, move, taken) {
  const a = points[0], b = points[points.length - 1];
  const angle = Math.round((Math.atan2(b[1] - a[1], b[0] - a[0]) / TAU) * 12);
  const length = Math.max(1, Math.round(pathLength(points) / ARROW.glyph));
  const key = [move.kind, style.color, style.dash.length, style.cross, Math.round(b[0] / 18), Math.round(b[1] / 18), angle, length].join();
  if (!taken.has(key)) taken.set(key, move);
  return taken.get(key) !== move;
}

// An arrow that ends at its place stops at the rim of the place's symbol.
function clearOfMark(points, mark) {
  if (!mark || points.length < 2) return points;
  const end = points[points.length - 1], start = points[0];
  const gap = mark.radius + 5 - Math.hypot(end[0] - mark.x, end[1] - mark.y);
  if (gap <= 0) return points;
  if (pathLength(points) > gap + ARROW.glyph) return trimEnd(points, gap);
  const far = Math.hypot(end[0] - start[0], end[1] - start[1]) || 1;
  const dx = ((end[0] - start[0]) / far) * gap, dy = ((end[1] - start[1]) / far) * gap;
  return points.map(([x, y]) => [x - dx, y - dy]);
}
