// ---- The data: one gzip + base64 block of columns, opened without any request -------------------------------------------

const DAY_OF_1970 = 719163; // Python's ordinal of 1970-01-01; day 0 means "no date"
const QUANTUM = 1e5; // coordinates are whole numbers of 1e-5 degrees
const BASE_QUANTUM = 1e3; // those of the outlines below them, of 1e-3

async function openPack(id) {
  return readPack(await inflate(blockText(id)));
}

// `wanted` says which columns to read: as a "column", texts as a "blob" of all in one string, or not at all. Without it: all.
function readPack(bytes, wanted = () => "column") {
  const headerLength = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headerLength)));
  const columns = {};
  for (const [name, column] of Object.entries(header.columns)) {
    const start = 4 + headerLength + column.at, form = wanted(name), block = bytes.subarray(start, start + column.bytes);
    if (form) columns[name] = form === "blob" ? new TextDecoder().decode(block) : readColumn(block, column);
  }
  return { meta: header.meta, columns };
}

function readColumn(bytes, column) {
  if (column.type === "text") return column.count ? new TextDecoder().decode(bytes).split("\0") : [];
  return joinPlanes(bytes, column.type, column.count);
}

// Wide integers are stored as planes: all low bytes, then all second bytes, and so on.
function joinPlanes(planes, type, count) {
  const width = Number(type[1]);
  const joined = new Uint8Array(count * width);
  if (width === 1) joined.set(planes);
  else for (let plane = 0; plane < width; plane++) {
    const offset = plane * count;
    for (let i = 0, at = plane; i < count; i++, at += width) joined[at] = planes[offset + i];
  }
  const kinds = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, i4: Int32Array };
  return new kinds[type](joined.buffer);
}

// Shapes come as differences between vertices; they are kept as world coordinates (0..1, Web Mercator) with bounds.
function readShapes(columns, name, quantum = QUANTUM) {
  const dx = columns[`${name}.x`], dy = columns[`${name}.y`];
  const parts = columns[`${name}.part`], perShape = columns[`${name}.shape`];
  const x = new Float64Array(dx.length), y = new Float64Array(dy.length);
  for (let i = 0, lon = 0, lat = 0; i < dx.length; i++) {
    lon += dx[i];
    lat += dy[i];
    x[i] = worldX(lon / quantum);
    y[i] = worldY(lat / quantum);
  }
  const shapes = [];
  for (let shape = 0, part = 0, vertex = 0; shape < perShape.length; shape++) {
    const rings = [];
    for (let last = part + perShape[shape]; part < last; part++) {
      rings.push([vertex, vertex + parts[part]]);
      vertex += parts[part];
    }
    shapes.push({ rings, box: shapeBox(x, y, rings) });
  }
  return { x, y, shapes };
}

function shapeBox(x, y, rings) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [first, last] of rings) {
    for (let i = first; i < last; i++) {
      box[0] = Math.min(box[0], x[i]);
      box[1] = Math.min(box[1], y[i]);
      box[2] = Math.max(box[2], x[i]);
      box[3] = Math.max(box[3], y[i]);
    }
  }
  return box;
}

function worldX(lon) {
  return lon / 360 + 0.5;
}

function worldY(lat) {
  const clipped = Math.max(-85.05, Math.min(85.05, lat));
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (clipped * Math.PI) / 360)) / (2 * Math.PI);
}

function latitudeOf(y) {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
}

function longitudeOf(x) {
  return (x - 0.5) * 360;
}

// Everything that never changes after loading.
function openData({ meta, columns }) {
  const count = meta.claims;
  const claim = (name) => columns[`claim.${name}`];
  const data = { meta, columns, count, claim };
  data.values = (name) => columns[`claim.${name}.values`];
  columns["claim.day.end"] = claim("day.start").map((day, i) => day + claim("day.length")[i]);
  data.sources = readSources(columns, meta);
  data.sides = meta.sides;
  readTones(data);
  const sideOfSource = Uint8Array.from(data.sources, (source) => source.side);
  data.sideOfClaim = new Uint8Array(count);
  const source = claim("source");
  for (let i = 0; i < count; i++) data.sideOfClaim[i] = sideOfSource[source[i]];
  data.points = readPoints(columns, "point");
  data.places = readPlaces(columns);
  data.mentions = readPoints(columns, "mention");
  data.base = readShapes(columns, "base", BASE_QUANTUM);
  data.overlays = readShapes(columns, "overlay");
  if (meta.parts) data.beside = openBeside(meta.parts);
  else data.whole = readStretch(columns, 0, count);
  return data;
}

// What a stretch of claims says: all of them, or those of one file beside the page.
function readStretch(columns, first, last) {
  return { columns, first, last, areas: readShapes(columns, "area"), movements: readMovements(columns, first) };
}

// The stretch that holds a claim; null as long as its file is not open, which is noted so that it can be opened.
function stretchOf(data, i) {
  return data.whole ?? data.beside.stretch(i);
}

// The stretches whose areas and movements a view can show.
function stretchesIn(app, frame) {
  return app.data.whole ? [app.data.whole] : shownStretches(app, frame);
}

function numberOf(data, name, i) {
  const stretch = stretchOf(data, i);
  return stretch ? stretch.columns[`claim.${name}`][i - stretch.first] : 0;
}

function textOf(data, name, i) {
  const common = data.columns[`claim.${name}`];
  if (common) return data.values(name)[common[i]];
  const stretch = stretchOf(data, i);
  return stretch ? stretch.columns[`claim.${name}.values`][stretch.columns[`claim.${name}`][i - stretch.first]] : "";
}

function reportOf(data, i) {
  const stretch = stretchOf(data, i);
  if (!stretch) return { id: "", title: "", publisher: "", url: "" };
  const number = stretch.columns["claim.document"][i - stretch.first];
  const reports = data.whole ? { columns: data.columns, first: 0 } : data.beside.reports(number);
  const field = (name) => reports?.columns[`document.${name}`][number - reports.first] ?? "";
  return { id: field("id"), title: field("title"), publisher: field("publisher"), url: field("url") };
}

// The area of a claim and the shapes that it is one of; null where it has none.
function areaOf(data, i) {
  const stretch = stretchOf(data, i), area = stretch ? stretch.columns["claim.area"][i - stretch.first] : 0;
  return area ? { shapes: stretch.areas, shape: stretch.areas.shapes[area - 1] } : null;
}

function readSources(columns, meta) {
  const sideNumber = new Map(meta.sides.map((side, number) => [side.key, number]));
  return columns["source.name"].map((name, number) => ({
    number,
    name,
    id: columns["source.id"][number],
    kind: columns["source.kind"][number],
    role: columns["source.role"][number],
    side: sideNumber.get(columns["source.side"][number]) ?? 0,
    colors: meta.sourceColors[number], // by day, by night
    tone: 0,
  }));
}

// The shades of a side's sources, each once; a source has the number of its own.
function readTones(data) {
  data.tones = data.sides.map(() => []);
  for (const source of data.sources) {
    const tones = data.tones[source.side], same = tones.findIndex((colors) => colors[0] === source.colors[0]);
    source.tone = same < 0 ? tones.push(source.colors) - 1 : same;
  }
}

function readPoints(columns, name) {
  const x = Float64Array.from(columns[`${name}.x`], (value) => worldX(value / QUANTUM));
  const y = Float64Array.from(columns[`${name}.y`], (value) => worldY(value / QUANTUM));
  return { x, y, count: x.length };
}

// A place lies so far from the point of its first claim; mostly that is nothing.
function readPlaces(columns) {
  const places = columns["claim.place"], points = columns["claim.point"], first = new Int32Array(columns["place.name"].length).fill(-1);
  for (let i = 0; i < places.length; i++) if (first[places[i]] < 0) first[places[i]] = points[i];
  const point = (number) => first[number];
  return columns["place.name"].map((name, number) => ({
    number,
    name,
    id: columns["place.id"][number],
    names: columns["place.names"][number],
    agreement: columns["place.agreement.values"][columns["place.agreement"][number]],
    x: worldX((columns["point.x"][point(number)] + columns["place.dx"][number]) / QUANTUM),
    y: worldY((columns["point.y"][point(number)] + columns["place.dy"][number]) / QUANTUM),
  }));
}

function readMovements(columns, first) {
  const lines = readShapes(columns, "move");
  const kinds = columns["move.kind.values"];
  return lines.shapes.map((shape, number) => ({
    ...shape,
    x: lines.x,
    y: lines.y,
    claim: first + columns["move.claim"][number],
    kind: kinds[columns["move.kind"][number]],
  }));
}

function claimId(data, i) {
  const stretch = stretchOf(data, i);
  if (!stretch) return "";
  const { columns } = stretch, row = i - stretch.first;
  if (columns["claim.id"]) return columns["claim.id"][row];
  const hex = (value) => value.toString(16).padStart(8, "0");
  return `c_${hex(columns["claim.id.high"][row])}${hex(columns["claim.id.low"][row])}`;
}

// The claim of an id, -1 where the page has none.
function claimInPage(data, id) {
  if (data.columns["claim.id"]) return data.columns["claim.id"].indexOf(id);
  const high = parseInt(id.slice(2, 10), 16), low = parseInt(id.slice(10), 16);
  const highs = data.columns["claim.id.high"], lows = data.columns["claim.id.low"];
  for (let i = 0; i < data.count; i++) if (highs[i] === high && lows[i] === low) return i;
  return -1;
}
