// ---- Search in files beside the page: places and sources are found at once, what the claims say as each file is read ------------------

const SCANNED = { documents: ["document.title", "document.publisher"], claims: ["claim.quote", "claim.source_title", "claim.actor"] };
const KEPT_TEXT = 120e6; // characters that stay in memory for the next search
const AHEAD = 4; // files that are read while one is searched
const TELL = 300; // ms between two looks at what was found so far

// `found` has the claims that each word was found in; it grows as files are read.
async function scanBeside(app, words, found) {
  const run = (app.scanRun = {}), { counts, rows } = app.data.beside.plan;
  const names = ["documents", "claims"].flatMap((kind) => Array.from({ length: Math.ceil(counts[kind] / rows) }, (_, n) => partName(kind, n)));
  const reports = words.map(() => new Uint8Array(counts.documents));
  const coming = names.slice(0, AHEAD).map((name) => scannable(app, name));
  let told = performance.now();
  app.scanned = 0;
  byId("list").setAttribute("aria-busy", "true");
  tellParts(app);
  for (let n = 0; n < names.length; n++) {
    const part = await coming[n];
    if (app.scanRun !== run) return;
    if (n + AHEAD < names.length) coming.push(scannable(app, names[n + AHEAD]));
    coming[n] = null;
    if (part) words.forEach((word, w) => scanPart(part, word, reports[w], found[w]));
    app.scanned = Math.floor((100 * (n + 1)) / names.length);
    if (performance.now() - told < TELL) continue;
    showScanned(app, found);
    await new Promise((resolve) => setTimeout(resolve)); // the page stays alive
    told = performance.now();
  }
  endScan(app);
  showScanned(app, found);
}

function endScan(app) {
  app.scanRun = null;
  app.scanned = undefined;
  byId("list").removeAttribute("aria-busy");
  tellParts(app);
}

function showScanned(app, found) {
  app.state.hits = claimsOfAll(found);
  tellParts(app);
  refilter(app);
}

function scanPart({ kind, first, texts, reportOfRow }, word, reports, found) {
  for (const { text, starts, codes } of texts) {
    const has = blobHits(text, starts, word);
    if (kind === "documents") for (let i = 0; i < has.length; i++) reports[first + i] |= has[i];
    else for (let i = 0; i < codes.length; i++) found[first + i] |= has[codes[i]];
  }
  if (kind === "claims") for (let i = 0; i < reportOfRow.length; i++) found[first + i] |= reports[reportOfRow[i]];
}

// Which of the texts that stand in one long string, parted by NUL, hold a word.
function blobHits(text, starts, word) {
  const has = new Uint8Array(starts.length);
  for (let at = text.indexOf(word), n = 0; at >= 0; at = text.indexOf(word, starts[n])) {
    while (n + 1 < starts.length && starts[n + 1] <= at) n++;
    has[n++] = 1;
    if (n >= starts.length) break;
  }
  return has;
}

// The texts of a file, ready to be searched; null where the file cannot be read.
async function scannable(app, name) {
  app.scanTexts ??= { parts: new Map(), size: 0 };
  const { parts } = app.scanTexts;
  if (parts.has(name)) return parts.get(name);
  try {
    const part = textsOfPart(app, name, await bytesOfPart(app.data.beside, name));
    const size = part.texts.reduce((sum, { text }) => sum + text.length, 0);
    if (app.scanTexts.size + size < KEPT_TEXT && !parts.has(name)) {
      parts.set(name, part);
      app.scanTexts.size += size;
    }
    return part;
  } catch (error) {
    partFailed(app, error);
    return null;
  }
}

function textsOfPart(app, name, bytes) {
  const kind = name.split("_")[0], suffix = kind === "claims" ? ".values" : "";
  const blobs = new Set(SCANNED[kind].map((column) => column + suffix)), codes = new Set(["claim.document", ...SCANNED[kind]]);
  const { columns } = readPack(bytes, (column) => (blobs.has(column) ? "blob" : codes.has(column) ? "column" : null));
  const texts = SCANNED[kind].map((column) => {
    const text = folded(columns[column + suffix]);
    return { text, starts: startsOf(text), codes: columns[column] };
  });
  return { kind, first: Number(name.split("_")[1]) * app.data.beside.plan.rows, texts, reportOfRow: columns["claim.document"] };
}

function startsOf(text) {
  const starts = [0];
  for (let at = text.indexOf("\0"); at >= 0; at = text.indexOf("\0", at + 1)) starts.push(at + 1);
  return Uint32Array.from(starts);
}
