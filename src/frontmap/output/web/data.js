// ---- The data: one gzip + base64 block of columns, opened without any request -------------------------------------------

const DAY_OF_1970 = 719163; // Python's ordinal of 1970-01-01; day 0 means "no date"
const QUANTUM = 1e5; // coordinates are whole numbers of 1e-5 degrees
const BASE_QUANTUM = 1e3; // those of the outlines below them, of 1e-3

async function openPack(id) {
  const bytes = await inflate(blockText(id));
  const headerLength = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headerLength)));
  const columns = {};
  for (const [name, column] of Object.entries(header.columns)) {
    const start = 4 + headerLength + column.at;
    columns[name] = readColumn(bytes.subarray(start, start + column.bytes), column);
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
  for (let plane = 0; plane < width; plane++) {
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
  data.text = (name, i) => data.values(name)[claim(name)[i]];
  columns["claim.day.end"] = claim("day.start").map((day, i) => day + claim("day.length")[i]);
  data.sources = readSources(columns, meta);
  data.sides = meta.sides;
  data.sideOfClaim = Uint8Array.from(claim("source"), (source) => data.sources[source].side);
  data.points = readPoints(columns, "point");
  data.places = readPlaces(columns);
  data.mentions = readPoints(columns, "mention");
  data.areas = readShapes(columns, "area");
  data.movements = readMovements(columns, meta);
  data.base = readShapes(columns, "base", BASE_QUANTUM);
  data.overlays = readShapes(columns, "overlay");
  return data;
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
    color: meta.sourceColors[number],
  }));
}

function readPoints(columns, name) {
  const x = Float64Array.from(columns[`${name}.x`], (value) => worldX(value / QUANTUM));
  const y = Float64Array.from(columns[`${name}.y`], (value) => worldY(value / QUANTUM));
  return { x, y, count: x.length };
}

// A place lies so far from the point of its first claim; mostly that is nothing.
function readPlaces(columns) {
  const first = new Map();
  columns["claim.place"].forEach((place, i) => first.has(place) || first.set(place, columns["claim.point"][i]));
  const point = (number) => first.get(number);
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

function readMovements(columns, meta) {
  const lines = readShapes(columns, "move");
  const kinds = columns["move.kind.values"];
  const from = columns["move.from.values"], toward = columns["move.toward.values"];
  return lines.shapes.map((shape, number) => ({
    number,
    ...shape,
    x: lines.x,
    y: lines.y,
    claim: columns["move.claim"][number],
    kind: kinds[columns["move.kind"][number]],
    from: from[columns["move.from"][number]],
    toward: toward[columns["move.toward"][number]],
  }));
}

function claimId(data, i) {
  const plain = data.columns["claim.id"];
  if (plain) return plain[i];
  const hex = (value) => value.toString(16).padStart(8, "0");
  return `c_${hex(data.columns["claim.id.high"][i])}${hex(data.columns["claim.id.low"][i])}`;
}

function claimOfId(data, id) {
  if (data.columns["claim.id"]) return data.columns["claim.id"].indexOf(id);
  const high = parseInt(id.slice(2, 10), 16), low = parseInt(id.slice(10), 16);
  const highs = data.columns["claim.id.high"], lows = data.columns["claim.id.low"];
  for (let i = 0; i < data.count; i++) if (highs[i] === high && lows[i] === low) return i;
  return -1;
}
