// ---- Time: a histogram by side, two handles, and playback -----------------------------------------------------------------

const BINS = 60;

function createHistogram(app) {
  const { data } = app;
  const range = (field) => {
    const days = dayColumns(data, field);
    let first = Infinity, last = 0;
    for (let i = 0; i < data.count; i++) {
      const start = days.start[i] || days.end[i], end = days.end[i] || start;
      if (start && start < first) first = start;
      if (end > last) last = end;
    }
    return first <= last ? [first, last] : null;
  };
  const ranges = { event: range("event"), published: range("published") };
  const current = () => ranges[app.state.dateField];
  return {
    ranges,
    current,
    width: () => Math.max(1, Math.ceil((current()[1] - current()[0] + 1) / BINS)),
    // Empty bins by side, and what puts a claim into them.
    start(days) {
      const bins = data.sides.map(() => new Uint32Array(BINS)), first = current()?.[0], width = first === undefined ? 1 : this.width();
      const add = (i) => {
        const day = days.start[i] || days.end[i];
        if (day && first !== undefined) bins[data.sideOfClaim[i]][Math.max(0, Math.min(BINS - 1, Math.floor((day - first) / width)))]++;
      };
      return { bins, add };
    },
  };
}

// The bar takes room from the map, so it is there before the map finds its view.
function showTimeBar(app) {
  const { ranges } = app.histogram;
  byId("time").hidden = !ranges.event && !ranges.published;
  document.body.classList.toggle("with-time", !byId("time").hidden);
}

function buildTime(app) {
  const box = byId("time");
  const { ranges } = app.histogram;
  if (box.hidden) return;
  if (!ranges[app.state.dateField]) app.state.dateField = ranges.event ? "event" : "published";
  const play = iconButton("play", t(app, "time.play"), () => togglePlay(app));
  play.id = "play";
  const canvas = make("canvas", { id: "bars", "aria-hidden": "true" });
  const from = make("input", { type: "range", id: "from", "aria-label": t(app, "time.from") });
  const to = make("input", { type: "range", id: "to", "aria-label": t(app, "time.to") });
  for (const input of [from, to]) input.addEventListener("input", () => moveHandles(app, input));
  const field = make("select", { id: "datefield", "aria-label": t(app, "time.field"), on: { change: () => setDateField(app, field.value) } },
    ...["event", "published"].filter((name) => ranges[name]).map((name) => make("option", { value: name, text: t(app, `time.${name}`) })));
  field.value = app.state.dateField;
  const undated = make("input", { type: "checkbox", id: "undated" });
  undated.checked = app.state.undated;
  undated.addEventListener("change", () => {
    app.state.undated = undated.checked;
    refilter(app);
  });
  box.replaceChildren(play,
    make("div", { className: "track" }, canvas, from, to),
    make("div", { className: "when" }, make("output", { id: "span", for: "from to" }), make("div", { className: "options" }, field, make("label", { className: "check" }, undated, make("span", { text: t(app, "time.undated") })))));
  refreshTime(app);
}

function setDateField(app, field) {
  app.state.dateField = field;
  app.state.span = null;
  refilter(app);
}

function refreshTime(app) {
  const range = app.histogram.current();
  if (byId("time").hidden || !range) return;
  const span = app.state.span ?? range;
  for (const [id, value] of [["from", span[0]], ["to", span[1]]]) {
    const input = byId(id);
    Object.assign(input, { min: range[0], max: range[1], step: 1 });
    input.value = value;
    input.setAttribute("aria-valuetext", dayText(app, value));
  }
  byId("span").textContent = spanText(app, span[0], span[1]);
  byId("undated").checked = app.state.undated;
  byId("datefield").value = app.state.dateField;
  drawBars(app, range, span);
}

function moveHandles(app, moved) {
  let from = Number(byId("from").value), to = Number(byId("to").value);
  if (from > to) [from, to] = moved.id === "from" ? [to, to] : [from, from];
  setSpan(app, from, to);
}

function setSpan(app, from, to) {
  const range = app.histogram.current();
  app.state.span = from <= range[0] && to >= range[1] ? null : [from, to];
  refilter(app);
}

function drawBars(app, range, span) {
  const canvas = byId("bars"), ratio = Math.min(window.devicePixelRatio || 1, 2);
  const width = canvas.clientWidth, height = canvas.clientHeight;
  if (!width) return;
  Object.assign(canvas, { width: width * ratio, height: height * ratio });
  const ctx = canvas.getContext("2d");
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  const { bins } = app.state, days = app.histogram.width();
  const used = Math.ceil((range[1] - range[0] + 1) / days), step = width / used;
  const totals = Array.from({ length: used }, (_, b) => bins.reduce((sum, side) => sum + side[b], 0));
  const top = Math.max(1, ...totals);
  for (let b = 0; b < used; b++) {
    const start = range[0] + b * days;
    ctx.globalAlpha = start + days - 1 < span[0] || start > span[1] ? 0.25 : 1;
    let y = height;
    bins.forEach((side, s) => {
      const tall = (side[b] / top) * (height - 2);
      ctx.fillStyle = sideColor(app, s);
      ctx.fillRect(b * step + 0.5, y - tall, Math.max(1, Math.min(step - 1, 26)), tall);
      y -= tall;
    });
  }
  ctx.globalAlpha = 1;
}

// Playback moves a window of the chosen width through time; with no window chosen, time fills up from its start.
function togglePlay(app) {
  if (app.player) return stopPlay(app);
  const range = app.histogram.current();
  const days = range[1] - range[0] + 1, step = Math.max(1, Math.round(days / 50));
  const chosen = app.state.span;
  const grows = !chosen || chosen[0] === range[0];
  const width = chosen ? chosen[1] - chosen[0] : 0;
  let at = grows ? range[0] + (chosen && chosen[1] < range[1] ? width : 0) : chosen[1] < range[1] ? chosen[0] : range[0];
  setPlayButton(app, true);
  const tick = () => {
    const end = grows ? at : at + width;
    setSpan(app, grows ? range[0] : at, Math.min(end, range[1]));
    if (end >= range[1]) return stopPlay(app);
    at += step;
    return undefined;
  };
  app.player = setInterval(tick, 220);
  tick();
  return undefined;
}

function stopPlay(app) {
  clearInterval(app.player);
  app.player = null;
  setPlayButton(app, false);
}

function setPlayButton(app, playing) {
  const button = byId("play"), label = t(app, playing ? "time.pause" : "time.play");
  button.replaceChildren(icon(playing ? "pause" : "play"));
  button.title = label;
  button.setAttribute("aria-label", label);
}
