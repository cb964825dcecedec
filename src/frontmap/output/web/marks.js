// ---- Marks: claims at one spot, or at spots too close to tell apart, become one symbol ------------------------------------

const CROWD = 300; // points, beyond which symbols gather more neighbours
const TONES = 3; // shades of one side in one symbol

function marksAt(app, zoom) {
  const key = `${zoom}|${app.version}`;
  if (app.markCache?.key !== key) app.markCache = { key, marks: clusterPoints(app, TILE * 2 ** zoom) };
  return app.markCache.marks;
}

// What is shown at each point: claims per side, modality if all share one, whether anyone disagrees.
function countPoints(app) {
  if (app.pointCache?.version === app.version) return app.pointCache;
  const { data, state } = app;
  const sides = data.sides.length, counts = new Uint32Array(data.points.count * sides), tones = new Uint32Array(data.points.count * sides);
  const sources = data.claim("source"), bitOfSource = Uint32Array.from(data.sources, ({ tone }) => 1 << Math.min(tone, 31));
  const total = new Uint32Array(data.points.count), disputed = new Uint8Array(data.points.count);
  const modality = new Int16Array(data.points.count).fill(-1);
  const points = data.claim("point"), precision = data.claim("geo_precision"), modalities = data.claim("modality");
  const evidence = data.claim("evidence"), disputedCode = data.values("evidence").indexOf("disputed");
  for (let i = 0; i < data.count; i++) {
    if (!state.mask[i] || precision[i] >= 3) continue;
    const point = points[i];
    counts[point * sides + data.sideOfClaim[i]]++;
    tones[point * sides + data.sideOfClaim[i]] |= bitOfSource[sources[i]];
    modality[point] = total[point] && modality[point] !== modalities[i] ? -2 : modalities[i];
    total[point]++;
    if (evidence[i] === disputedCode) disputed[point] = 1;
  }
  const used = [];
  for (let point = 0; point < total.length; point++) if (total[point]) used.push(point);
  used.sort((a, b) => total[b] - total[a] || a - b);
  app.pointCache = { version: app.version, counts, tones, total, disputed, modality, used };
  return app.pointCache;
}

// Greedy: the point with most claims takes in what its symbol would cover. A grid keeps the search local.
function clusterPoints(app, scale) {
  const { data } = app;
  const found = countPoints(app);
  const gap = found.used.length > CROWD ? MARK.most * 0.8 : 0; // crowded maps get fewer, larger symbols
  const cell = 2 * (MARK.most + 2) + gap, grid = new Map(), marks = [];
  for (const point of found.used) {
    const x = data.points.x[point] * scale, y = data.points.y[point] * scale;
    const radius = markRadius(found.total[point], app.state.shown);
    const host = nearestMark(grid, cell, x, y, radius + gap);
    if (host) {
      host.points.push(point);
      host.count += found.total[point];
      host.base = markRadius(host.count, app.state.shown);
    } else {
      const mark = { wx: x, wy: y, base: radius, count: found.total[point], points: [point] };
      marks.push(mark);
      const key = gridKey(Math.floor(x / cell), Math.floor(y / cell));
      if (grid.has(key)) grid.get(key).push(mark);
      else grid.set(key, [mark]);
    }
  }
  return marks.map((mark) => finishMark(app, found, mark));
}

function gridKey(column, row) {
  return column * 16777216 + row;
}

function nearestMark(grid, cell, x, y, radius) {
  const column = Math.floor(x / cell), row = Math.floor(y / cell);
  for (let dx = -1; dx <= 1; dx++) {
    for (let dy = -1; dy <= 1; dy++) {
      for (const mark of grid.get(gridKey(column + dx, row + dy)) ?? []) {
        if (Math.hypot(mark.wx - x, mark.wy - y) < mark.base + radius - 1) return mark;
      }
    }
  }
  return null;
}

function finishMark(app, found, mark) {
  const sides = app.data.sides.length, slices = [];
  for (let side = 0; side < sides; side++) {
    let count = 0, bits = 0;
    for (const point of mark.points) {
      count += found.counts[point * sides + side];
      bits |= found.tones[point * sides + side];
    }
    if (count) slices.push({ side, count, color: sideColor(app, side), tones: tonesOf(app, side, bits) });
  }
  const modalities = new Set(mark.points.map((point) => found.modality[point]));
  const [only] = modalities;
  mark.modality = modalities.size === 1 && only >= 0 ? app.data.values("modality")[only] : "mixed";
  mark.disputed = mark.points.some((point) => found.disputed[point]);
  mark.radius = markRadius(mark.count, app.state.shown);
  mark.slices = slices;
  return mark;
}

// The shades of the sources that speak; more than can be told apart become the side's own colour.
function tonesOf(app, side, bits) {
  const tones = app.data.tones[side].filter((_, n) => bits & (1 << Math.min(n, 31))).map((colors) => colors[app.dark ? 1 : 0]);
  return tones.length <= TONES ? tones : [sideColor(app, side)];
}

function visibleMarks(app, frame) {
  const marks = [];
  for (const mark of marksAt(app, frame.zoom)) {
    const x = mark.wx - frame.left, y = mark.wy - frame.top;
    if (x < -30 || y < -30 || x > frame.width + 30 || y > frame.height + 30) continue;
    const active = app.activePoint !== undefined && mark.points.includes(app.activePoint);
    marks.push({ ...mark, x, y, active });
  }
  return marks;
}
