// ---- Symbols: what a claim looks like on the canvas. Sizes are pixels of the screen, so they read the same at every zoom --

const TAU = Math.PI * 2;
const MARK = { least: 7, most: 21, ring: 2 };
const ARROW = { glyph: 40, tail: 2.5, neck: 7, head: 19, headWidth: 19 };
const ARC = { least: 19, tick: 7, tickGap: 12, width: 3 };

// Size tells how many claims, by their logarithm; a tenth of all that is shown, and fifty at least, gives the largest symbol.
function markRadius(count, shown) {
  const most = Math.max(50, shown / 10);
  return mix(MARK.least, MARK.most, Math.min(1, Math.log2(count) / Math.log2(most)));
}

// A place: one sector a side, so that no side hides another; a count in the middle when there is more than one claim.
function drawMark(ctx, mark, look) {
  const { x, y, radius, slices, modality } = mark;
  ctx.save();
  disc(ctx, x, y, radius + MARK.ring, look.paper);
  if (mark.disputed) disc(ctx, x, y, radius + MARK.ring + 1.6, look.ink, 1.6);
  if (slices.length === 1 && (slices[0].tones.length === 1 || !isPlain(modality))) drawSingle(ctx, x, y, radius, slices[0], modality, look);
  else drawSectors(ctx, x, y, radius, slices, look);
  if (mark.count > 1 && radius >= 8) drawCount(ctx, mark, look);
  if (mark.active) ring(ctx, x, y, radius + 6, look.focus, 2.5);
  ctx.restore();
}

function disc(ctx, x, y, radius, color, line) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, TAU);
  if (line) {
    ctx.lineWidth = line;
    ctx.strokeStyle = color;
    ctx.stroke();
  } else {
    ctx.fillStyle = color;
    ctx.fill();
  }
}

function ring(ctx, x, y, radius, color, width, dash = []) {
  ctx.setLineDash(dash);
  disc(ctx, x, y, radius, color, width);
  ctx.setLineDash([]);
}

function isPlain(modality) {
  return modality === "asserted" || modality === "mixed";
}

// One side only: the modality shows. Hedged has a dashed rim, possible is an outline, denied is crossed out. The rim has the side's
// colour and what fills it the source's shade of it, so that pale shades keep their edge.
function drawSingle(ctx, x, y, radius, { color, tones = [color] }, modality, look) {
  const tone = tones.length === 1 ? tones[0] : color;
  if (isPlain(modality)) {
    disc(ctx, x, y, radius, tone);
    if (tone !== color) ring(ctx, x, y, radius - 0.8, color, 1.6);
    return;
  }
  disc(ctx, x, y, radius, look.paper);
  if (modality === "hedged") {
    ctx.globalAlpha = 0.38;
    disc(ctx, x, y, radius, tone);
    ctx.globalAlpha = 1;
  }
  const dash = modality === "hedged" ? [3, 2.2] : modality === "possible" ? [1.2, 2.4] : [];
  ring(ctx, x, y, radius - 1, color, 2, dash);
  if (modality === "denied") drawCross(ctx, x, y, radius * 0.55, color);
}

function drawCross(ctx, x, y, arm, color, width = 2) {
  ctx.beginPath();
  for (const turn of [1, -1]) {
    ctx.moveTo(x - arm, y - arm * turn);
    ctx.lineTo(x + arm, y + arm * turn);
  }
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.stroke();
}

// A sector a side, and in it one a shade.
function drawSectors(ctx, x, y, radius, slices, look) {
  const step = TAU / slices.length;
  const first = -Math.PI / 2 - (slices.length === 2 ? Math.PI : 0);
  slices.forEach(({ color, tones = [color] }, number) => {
    const from = first + number * step, part = step / tones.length;
    tones.forEach((tone, n) => drawSector(ctx, x, y, radius, from + n * part, from + (n + 1) * part, tone));
    if (tones.length === 1 && tones[0] === color) return;
    ctx.beginPath();
    ctx.arc(x, y, radius - 0.8, from, from + step);
    ctx.strokeStyle = color;
    ctx.lineWidth = 1.6;
    ctx.stroke();
  });
  if (slices.length > 1) drawSpokes(ctx, x, y, radius, slices.map((_, number) => first + number * step), look);
}

function drawSector(ctx, x, y, radius, from, to, color) {
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.arc(x, y, radius, from, to);
  ctx.closePath();
  ctx.fillStyle = color;
  ctx.fill();
}

function drawSpokes(ctx, x, y, radius, angles, look) {
  ctx.beginPath();
  for (const angle of angles) {
    ctx.moveTo(x, y);
    ctx.lineTo(x + Math.cos(angle) * radius, y + Math.sin(angle) * radius);
  }
  ctx.strokeStyle = look.paper;
  ctx.lineWidth = 1.6;
  ctx.stroke();
}

function drawCount(ctx, { x, y, radius, count }, look) {
  disc(ctx, x, y, radius * 0.62, look.paper);
  const text = count > 9999 ? `${Math.round(count / 1000)}k` : String(count);
  const size = Math.max(8.5, Math.min(radius * 0.8, (radius * 1.65) / text.length));
  ctx.font = `600 ${size}px ${look.sans}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = look.ink;
  ctx.fillText(text, x, y + size * 0.06);
}

// ---- Movements -----------------------------------------------------------------------------------------------------------

// A reported direction: a shaft that widens towards its head. Short ones become a glyph of fixed size that ends at the same point.
function drawArrow(ctx, points, style, look) {
  const line = points.length > 1 ? glyphLine(points) : null;
  if (!line) return null;
  const outline = arrowOutline(line, style.width);
  ctx.save();
  ctx.lineJoin = "round";
  tracePath(ctx, outline);
  ctx.strokeStyle = look.paper;
  ctx.lineWidth = style.active ? 6 : 3.6;
  ctx.stroke();
  ctx.fillStyle = arrowFill(ctx, line, style);
  ctx.fill();
  ctx.setLineDash(style.dash);
  ctx.strokeStyle = style.color;
  ctx.lineWidth = style.active ? 2.4 : 1.3;
  ctx.stroke();
  ctx.setLineDash([]);
  if (style.cross) {
    const [x, y] = line[Math.floor(line.length / 2)];
    drawCross(ctx, x, y, 8, look.paper, 6);
    drawCross(ctx, x, y, 7, style.color, 2.6);
  }
  ctx.restore();
  return line;
}

function arrowFill(ctx, line, style) {
  if (!style.fill) return style.paper;
  const [from, to] = [line[0], line[line.length - 1]];
  const fade = ctx.createLinearGradient(from[0], from[1], to[0], to[1]);
  fade.addColorStop(0, withAlpha(style.color, style.hedged ? 0.08 : 0.18));
  fade.addColorStop(0.75, withAlpha(style.color, style.hedged ? 0.4 : 0.85));
  fade.addColorStop(1, withAlpha(style.color, style.hedged ? 0.45 : 0.95));
  return fade;
}

// Long lines keep their course; short ones are stretched backwards from their end to a length that can be seen.
function glyphLine(points) {
  const length = pathLength(points);
  if (length >= ARROW.glyph) return smoothed(points);
  const end = points[points.length - 1], start = points[0];
  const far = Math.hypot(end[0] - start[0], end[1] - start[1]);
  if (far < 1e-6) return null;
  const ux = (end[0] - start[0]) / far, uy = (end[1] - start[1]) / far;
  return [0, 0.5, 1].map((t) => [end[0] - ux * ARROW.glyph * (1 - t), end[1] - uy * ARROW.glyph * (1 - t)]);
}

function pathLength(points) {
  let length = 0;
  for (let i = 1; i < points.length; i++) length += Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]);
  return length;
}

function smoothed(points) {
  return points.length > 2 ? points : [0, 0.25, 0.5, 0.75, 1].map((t) => [mix(points[0][0], points[1][0], t), mix(points[0][1], points[1][1], t)]);
}

function mix(a, b, t) {
  return a + (b - a) * t;
}

// Cut a stretch of the given length off the end of a line.
function trimEnd(points, length) {
  let left = length, i = points.length - 1;
  while (i > 0) {
    const step = Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]);
    if (step > left) break;
    left -= step;
    i--;
  }
  if (i === 0) return points.slice(0, 1);
  const step = Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]) || 1;
  const t = 1 - left / step;
  return [...points.slice(0, i), [mix(points[i - 1][0], points[i][0], t), mix(points[i - 1][1], points[i][1], t)]];
}

function arrowOutline(line, width = 1) {
  const total = pathLength(line);
  const scale = width * Math.min(1.25, Math.max(0.72, total / 130));
  const shaft = trimEnd(line, Math.min(ARROW.head * scale, total * 0.55));
  const tip = line[line.length - 1], neck = shaft[shaft.length - 1];
  const left = [], right = [];
  shaft.forEach((point, i) => {
    const [nx, ny] = normalAt(shaft, i, tip);
    const half = mix(ARROW.tail, ARROW.neck, i / Math.max(1, shaft.length - 1)) * 0.5 * scale;
    left.push([point[0] + nx * half, point[1] + ny * half]);
    right.unshift([point[0] - nx * half, point[1] - ny * half]);
  });
  const far = Math.hypot(tip[0] - neck[0], tip[1] - neck[1]) || 1;
  const hx = (-(tip[1] - neck[1]) / far) * ARROW.headWidth * 0.5 * scale, hy = ((tip[0] - neck[0]) / far) * ARROW.headWidth * 0.5 * scale;
  return [...left, [neck[0] + hx, neck[1] + hy], tip, [neck[0] - hx, neck[1] - hy], ...right];
}

function normalAt(points, i, tip) {
  const before = points[Math.max(0, i - 1)], after = points[i + 1] ?? tip;
  const dx = after[0] - before[0], dy = after[1] - before[1], length = Math.hypot(dx, dy) || 1;
  return [-dy / length, dx / length];
}

function tracePath(ctx, points, close = true) {
  ctx.beginPath();
  points.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  if (close) ctx.closePath();
}

// An encirclement: a line on the reported sides, with ticks that point at the place inside.
function drawArc(ctx, points, centre, style, look) {
  const line = widened(points, centre, style.offset);
  ctx.save();
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  tracePath(ctx, line, false);
  ctx.strokeStyle = look.paper;
  ctx.lineWidth = ARC.width + (style.active ? 7 : 3);
  ctx.stroke();
  ctx.setLineDash(style.dash.map((length) => length * 1.8));
  ctx.strokeStyle = style.color;
  ctx.lineWidth = ARC.width + (style.active ? 1.5 : 0);
  ctx.stroke();
  ctx.setLineDash([]);
  drawTicks(ctx, line, centre, style.color);
  if (style.cross) {
    const [x, y] = line[Math.floor(line.length / 2)];
    drawCross(ctx, x, y, 8, look.paper, 6);
    drawCross(ctx, x, y, 7, style.color, 2.6);
  }
  ctx.restore();
  return line;
}

// From far away an arc would shrink to a dot: it keeps at least a fixed radius around its place, and its offset from other arcs.
function widened(points, centre, offset) {
  const radius = Math.min(...points.map(([x, y]) => Math.hypot(x - centre[0], y - centre[1])));
  if (radius >= ARC.least && !offset) return points;
  return points.map(([x, y]) => {
    const angle = Math.atan2(y - centre[1], x - centre[0]);
    const far = (radius >= ARC.least ? Math.hypot(x - centre[0], y - centre[1]) : ARC.least) + offset;
    return [centre[0] + Math.cos(angle) * far, centre[1] + Math.sin(angle) * far];
  });
}

function drawTicks(ctx, line, centre, color) {
  const total = pathLength(line), count = Math.max(2, Math.floor(total / ARC.tickGap));
  ctx.beginPath();
  for (const [x, y] of alongLine(line, count)) {
    const far = Math.hypot(centre[0] - x, centre[1] - y) || 1;
    const length = Math.min(ARC.tick, far * 0.4);
    ctx.moveTo(x, y);
    ctx.lineTo(x + ((centre[0] - x) / far) * length, y + ((centre[1] - y) / far) * length);
  }
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.8;
  ctx.stroke();
}

function alongLine(line, count) {
  const total = pathLength(line), found = [];
  let next = total / count / 2, walked = 0;
  for (let i = 1; i < line.length && found.length < count; i++) {
    const step = Math.hypot(line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]);
    while (step > 0 && next <= walked + step && found.length < count) {
      const t = (next - walked) / step;
      found.push([mix(line[i - 1][0], line[i][0], t), mix(line[i - 1][1], line[i][1], t)]);
      next += total / count;
    }
    walked += step;
  }
  return found;
}

function withAlpha(hex, alpha) {
  const value = parseInt(hex.slice(1), 16);
  return `rgba(${value >> 16}, ${(value >> 8) & 255}, ${value & 255}, ${alpha})`;
}

function modalityStyle(modality) {
  const dash = { hedged: [6, 4], possible: [2, 3.5] }[modality] ?? [];
  return { dash, fill: modality !== "possible" && modality !== "denied", cross: modality === "denied", hedged: modality === "hedged" };
}
