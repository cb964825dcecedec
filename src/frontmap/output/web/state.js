// ---- What is shown: filters that combine, with counts that are true to the map ------------------------------------------

const FACETS = ["source", "type", "modality", "evidence"];
const OTHER = { NONE: -1, TIME: 100, SEARCH: 101, MANY: 102 };

function newState(data) {
  const hidden = {};
  for (const facet of FACETS) hidden[facet] = new Uint8Array(facetSize(data, facet));
  return {
    hidden,
    query: "",
    hits: null, // Uint8Array: claims that the query finds; null: no query
    dateField: "event",
    span: null, // [first day, last day]; null: all
    undated: true,
    layers: { claims: true, areas: true, movements: true, places: true, mentions: false },
    overlaysOff: new Set(), // names of the reader's references that are switched off
    selected: -1,
    inView: true,
    mask: new Uint8Array(data.count),
    shown: 0,
    counts: {},
    bins: null,
  };
}

function facetSize(data, facet) {
  return facet === "source" ? data.sources.length : data.values(facet).length;
}

// The first filter that stops a claim, OTHER.NONE if none does, OTHER.MANY if more than one does.
function applyFilters(app) {
  const { data, state } = app;
  const codes = FACETS.map((facet) => data.claim(facet));
  const hidden = FACETS.map((facet) => state.hidden[facet]);
  const counts = FACETS.map((facet) => new Uint32Array(facetSize(data, facet)));
  const days = dayColumns(data, state.dateField);
  const { bins, add } = app.histogram.start(days);
  let shown = 0;
  for (let i = 0; i < data.count; i++) {
    let stop = OTHER.NONE;
    for (let f = 0; f < codes.length; f++) {
      if (hidden[f][codes[f][i]]) stop = stop === OTHER.NONE ? f : OTHER.MANY;
    }
    if (state.hits && !state.hits[i]) stop = stop === OTHER.NONE ? OTHER.SEARCH : OTHER.MANY;
    if (isOutside(state, days, i)) stop = stop === OTHER.NONE ? OTHER.TIME : OTHER.MANY;
    const passes = stop === OTHER.NONE;
    state.mask[i] = passes ? 1 : 0;
    if (passes) {
      shown++;
      for (let f = 0; f < codes.length; f++) counts[f][codes[f][i]]++;
    } else if (stop < codes.length) counts[stop][codes[stop][i]]++;
    if (passes || stop === OTHER.TIME) add(i);
  }
  state.shown = shown;
  FACETS.forEach((facet, f) => (state.counts[facet] = counts[f]));
  state.bins = bins;
}

function dayColumns(data, field) {
  if (field === "published") return { start: data.claim("day.published"), end: data.claim("day.published") };
  return { start: data.claim("day.start"), end: data.claim("day.end") };
}

function isOutside(state, days, i) {
  const start = days.start[i] || days.end[i];
  if (!start) return !state.undated;
  if (!state.span) return false;
  return start > state.span[1] || (days.end[i] || start) < state.span[0];
}

// ---- Search: every word must stand in the quote, place, source, actor or headline ---------------------------------------

const SEARCHED = [
  ["quote", (data) => data.values("quote"), "quote"],
  ["place", (data) => data.places.map((place) => `${place.name} ${place.names}`), "place"],
  ["source", (data) => data.sources.map((source) => source.name), "source"],
  ["title", (data) => data.values("source_title"), "source_title"],
  ["actor", (data) => data.values("actor"), "actor"],
  ["document", (data) => data.columns["document.title"].map((title, d) => `${title} ${data.columns["document.publisher"][d]}`), "document"],
];

function folded(text) {
  return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f\u02bc\u2019']/g, "");
}

function searchIndex(app) {
  app.index ??= SEARCHED.filter(([, , column]) => app.data.claim(column)).map(([, texts, column]) => ({ texts: texts(app.data).map(folded), codes: app.data.claim(column) }));
  return app.index;
}

function searchClaims(app, query) {
  const words = queryWords(query);
  if (app.scanRun) endScan(app);
  if (!words.length) return null;
  const found = words.map((word) => wordHits(app, word));
  if (app.data.beside) scanBeside(app, words, found);
  return claimsOfAll(found);
}

function claimsOfAll([first, ...others]) {
  const hits = first.slice();
  for (const found of others) for (let i = 0; i < hits.length; i++) hits[i] &= found[i];
  return hits;
}

function queryWords(query) {
  const phrases = [...folded(query).matchAll(/"([^"]+)"|[^\s"]+/g)];
  return phrases.map((match) => match[1] ?? match[0]);
}

function wordHits(app, word) {
  const found = new Uint8Array(app.data.count);
  for (const { texts, codes } of searchIndex(app)) {
    const has = Uint8Array.from(texts, (text) => (text.includes(word) ? 1 : 0));
    for (let i = 0; i < found.length; i++) found[i] |= has[codes[i]];
  }
  return found;
}
