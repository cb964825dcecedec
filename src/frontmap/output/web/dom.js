// ---- Elements and words: the only ways in which text reaches the page ---------------------------------------------------

// Make an element. Text from articles goes through `text` (textContent) or through attributes that hold no markup.
function make(tag, { text, className, on, data, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  for (const [name, value] of Object.entries(data ?? {})) element.dataset[name] = value;
  for (const [name, handler] of Object.entries(on ?? {})) element.addEventListener(name, handler);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// Words of an article: set apart, so that direction marks inside them do not reorder what stands around them.
function quoted(tag, text, className) {
  return make(tag, { text, className: `${className ?? ""} said`.trim(), dir: "auto" });
}

const ICONS = {
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  fit: "M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4",
  ruler: "M3 13 13 3l4 4L7 17zM6 10l2 2M9 7l2 2",
  full: "M8 4H4v4M4 4l5 5M12 16h4v-4M16 16l-5-5",
  share: "M14 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM6 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM14 17a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8 9l4.4-3M8 11l4.4 3",
  layers: "m10 3 7 4-7 4-7-4zM3 11l7 4 7-4",
  close: "M5 5l10 10M15 5 5 15",
  play: "M6 4l10 6-10 6z",
  pause: "M7 4v12M13 4v12",
  theme: "M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14",
  back: "M12 4l-6 6 6 6",
};

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

function iconButton(name, label, onClick) {
  return make("button", { type: "button", className: "icon", title: label, "aria-label": label, on: { click: onClick } }, icon(name));
}

function byId(id) {
  return document.getElementById(id);
}

// The word of a key in the reader's language, with {placeholders} filled in; {n|claim|claims} is the first word where n is 1.
function t(app, key, values = {}) {
  const row = app.data.meta.words[key];
  const text = row ? row[app.lang] : key;
  return text.replace(/\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (whole, name, single, several) => {
    if (!(name in values)) return whole;
    return single === undefined ? values[name] : values[name] === "1" ? single : several;
  });
}

// A code of the data ("capture") in words; codes that the table does not know stand as they are.
function word(app, group, code) {
  return app.data.meta.words[`${group}.${code}`] ? t(app, `${group}.${code}`) : code.replaceAll("_", " ");
}

function number(app, value, options = {}) {
  return new Intl.NumberFormat(app.lang === "ar" ? "ar-u-nu-latn" : app.lang, options).format(value);
}

function dayText(app, day, style = { day: "numeric", month: "short", year: "numeric" }) {
  if (!day) return t(app, "date.none");
  app.dayFormats ??= new Map();
  const key = app.lang + JSON.stringify(style);
  if (!app.dayFormats.has(key)) app.dayFormats.set(key, new Intl.DateTimeFormat(app.lang === "ar" ? "ar-u-nu-latn" : app.lang === "en" ? "en-GB" : app.lang, { ...style, timeZone: "UTC" }));
  return app.dayFormats.get(key).format(new Date((day - DAY_OF_1970) * 86400000));
}

function isoDay(day) {
  return new Date((day - DAY_OF_1970) * 86400000).toISOString().slice(0, 10);
}

function dayOfIso(text) {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) ? 0 : Math.round(time / 86400000) + DAY_OF_1970;
}

function spanText(app, start, end) {
  if (!start) return t(app, "date.none");
  return end && end !== start ? `${dayText(app, start)} – ${dayText(app, end)}` : dayText(app, start);
}

function translatePage(app) {
  document.documentElement.lang = app.lang;
  document.documentElement.dir = app.lang === "ar" ? "rtl" : "ltr";
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(app, element.dataset.t);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(app, element.dataset.label));
  for (const element of document.querySelectorAll("[data-placeholder]")) element.placeholder = t(app, element.dataset.placeholder);
}

function toast(app, text) {
  const box = byId("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(app.toastTimer);
  app.toastTimer = setTimeout(() => (box.hidden = true), 3500);
}

// A small symbol for lists: the source's shade, drawn as the modality is on the map.
function chip(app, i) {
  const canvas = make("canvas", { className: "chip", width: 32, height: 32, "aria-hidden": "true" });
  const ctx = canvas.getContext("2d"), { data } = app;
  ctx.setTransform(2, 0, 0, 2, 0, 0);
  drawSingle(ctx, 8, 8, 6.5, { color: claimColor(app, i), tones: [sourceColor(app, data.claim("source")[i])] }, textOf(data, "modality", i), app.look);
  return canvas;
}
