// ---- Labels: the most important first, none on top of another -------------------------------------------------------------

const OWN_SPOT = 1e-5; // of the world's width, some 400 m: nearer than that a symbol stands at its place

function drawLabels(app, ctx, frame, marks, chips) {
  const symbols = marks.map(({ x, y, radius }) => [x - radius - 1, y - radius - 1, x + radius + 1, y + radius + 1]);
  const strokes = app.targets.lines.flatMap(({ line }) => alongLine(line, Math.ceil(pathLength(line) / 12)).map(([x, y]) => [x - 5, y - 5, x + 5, y + 5]));
  const taken = boxGrid([...symbols, ...chips.map((chip) => chip.box)]), drawn = boxGrid([...strokes, ...coveredBoxes(app, frame)]);
  ctx.lineJoin = "round";
  for (const label of [...markLabels(app, marks), ...contextLabels(app, frame)]) drawLabel(ctx, label, { taken, drawn, view: viewOfFrame(frame) }, app.look);
}

// What of the canvas lies under the panel, the tools, the legend and the lines below when the map is at rest.
function coveredBoxes(app, frame) {
  const stage = app.map.getContainer().getBoundingClientRect(), [left, top] = viewOfFrame(frame);
  const boxes = ["panel", "tools", "legend", "readout", "credits"].map((id) => byId(id).getBoundingClientRect()).filter(({ width }) => width);
  return boxes.map((box) => [box.left - stage.left + left, box.top - stage.top + top, box.right - stage.left + left, box.bottom - stage.top + top]);
}

// A place is named once, where it lies: "west of Pokrovsk" nearby is no second Pokrovsk, and takes its name only where the place itself
// has no symbol.
function markLabels(app, marks) {
  const { look } = app, named = new Map();
  if (!app.state.layers.places) return [];
  const list = marks.map((mark) => ({ mark, ...placeOfMark(app, mark) })).sort((a, b) => b.own - a.own || b.mark.active - a.mark.active || b.mark.count - a.mark.count);
  const isNew = ({ name, mark }) => {
    const near = (named.get(name) ?? []).some((other) => Math.hypot(other.x - mark.x, other.y - mark.y) < 260);
    if (!near) named.set(name, [...(named.get(name) ?? []), mark]);
    return name && !near;
  };
  return list.filter(isNew).map(({ mark, name }) => ({ text: name, x: mark.x, y: mark.y, gap: mark.radius + (mark.disputed ? 8 : 5) + (mark.active ? 4 : 0), font: `600 12.5px ${look.sans}`, size: 12.5, color: look.ink, sides: true, claimed: true }));
}

function nameOfMark(app, mark) {
  return placeOfMark(app, mark).name;
}

// The name at a symbol, and whether the place itself lies there.
function placeOfMark(app, mark) {
  app.placesOfPoints ??= placesOfPoints(app.data);
  const point = mark.points[0], place = app.data.places[app.placesOfPoints[point]], { x, y } = app.data.points;
  return { name: plainName(place.name), own: Math.hypot(place.x - x[point], place.y - y[point]) < OWN_SPOT };
}

function placesOfPoints(data) {
  const found = new Int32Array(data.points.count).fill(-1);
  const points = data.claim("point"), places = data.claim("place");
  for (let i = 0; i < data.count; i++) if (found[points[i]] < 0) found[points[i]] = places[i];
  return found;
}

// A canvas has no markup that could contain direction marks: they are left out here.
function plainName(name) {
  return cutText(name.replace(/[\u0000-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, ""), 40);
}

function cutText(text, length) {
  return text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text;
}

function contextLabels(app, frame) {
  const { look, data } = app;
  const { labels, towns } = data.meta.base;
  const own = new Set(data.places.map((place) => place.name));
  const list = [];
  const least = townFloor(frame.zoom);
  const kept = [];
  for (const [name, lon, lat, population, capital] of app.tilesOn ? [] : towns) {
    if (own.has(name) || (population < least && !capital)) continue;
    const [x, y] = toPixel(frame, worldX(lon), worldY(lat));
    if (kept.some(([kx, ky]) => Math.hypot(kx - x, ky - y) < 46)) continue; // suburbs give way to their city
    kept.push([x, y]);
    list.push({ text: name, x, y, gap: 5, font: `400 11px ${look.sans}`, size: 11, color: look.faint, dot: look.faint, sides: true });
  }
  for (const [name, lon, lat, kind] of app.tilesOn ? [] : labels) {
    const country = kind === "country";
    if (country ? frame.zoom > 8 || frame.zoom < 3 : frame.zoom < 6.5 || frame.zoom > 10) continue;
    const [x, y] = toPixel(frame, worldX(lon), worldY(lat));
    const size = country ? 13 : 10.5;
    list.push({ text: name.toUpperCase(), x, y, gap: 0, font: `${country ? 600 : 500} ${size}px ${look.sans}`, size, color: country ? look.country : look.regionName, spacing: country ? "0.22em" : "0.12em" });
  }
  return list;
}

function townFloor(zoom) {
  return zoom >= 11 ? 0 : zoom >= 9.5 ? 8000 : zoom >= 8.5 ? 30000 : zoom >= 7.5 ? 90000 : zoom >= 6 ? 250000 : zoom >= 5 ? 800000 : 2000000;
}

// Names of claimed places rather cross an arrow, or lie under the legend, than go missing; names of other towns do not.
function drawLabel(ctx, label, { taken, drawn, view }, look) {
  ctx.font = label.font;
  ctx.letterSpacing = label.spacing ?? "0px";
  const width = ctx.measureText(label.text).width, height = label.size * 1.15;
  const corners = label.sides ? anchors(label, width, height) : [[label.x - width / 2, label.y - height / 2]];
  const boxes = corners.map(([x, y]) => [x - 2, y - 1, x + width + 2, y + height + 1]).filter((box) => !taken.hits(box));
  const inView = (box) => box[0] >= view[0] && box[2] <= view[2];
  const box = boxes.find((free) => !drawn.hits(free) && inView(free)) ?? (label.claimed ? boxes.find(inView) ?? boxes[0] : undefined);
  if (box) {
    taken.add(box);
    paintLabel(ctx, label, box[0] + 2, box[1] + 1 + height / 2, look);
  }
  ctx.letterSpacing = "0px";
}

// The part of the canvas that is on the screen when the map is at rest.
function viewOfFrame({ width, height }) {
  const share = PADDING / (1 + 2 * PADDING);
  return [width * share, height * share, width * (1 - share), height * (1 - share)];
}

function anchors({ x, y, gap }, width, height) {
  return [
    [x + gap, y - height / 2],
    [x - gap - width, y - height / 2],
    [x - width / 2, y - gap - height],
    [x - width / 2, y + gap],
    [x + gap * 0.7, y - gap * 0.7 - height],
    [x + gap * 0.7, y + gap * 0.7],
  ];
}

function paintLabel(ctx, label, x, y, look) {
  if (label.dot) disc(ctx, label.x, label.y, 1.8, label.dot);
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.strokeStyle = look.halo;
  ctx.lineWidth = 3;
  ctx.strokeText(label.text, x, y);
  ctx.fillStyle = label.color;
  ctx.fillText(label.text, x, y);
}

function boxGrid(boxes) {
  const cell = 64, cells = new Map();
  const each = (box, visit) => {
    for (let column = Math.floor(box[0] / cell); column <= Math.floor(box[2] / cell); column++) {
      for (let row = Math.floor(box[1] / cell); row <= Math.floor(box[3] / cell); row++) {
        if (visit(gridKey(column, row))) return true;
      }
    }
    return false;
  };
  const add = (box) => each(box, (key) => void (cells.get(key)?.push(box) ?? cells.set(key, [box])));
  const hits = (box) => each(box, (key) => (cells.get(key) ?? []).some((other) => other[0] < box[2] && other[2] > box[0] && other[1] < box[3] && other[3] > box[1]));
  boxes.forEach(add);
  return { add, hits };
}
