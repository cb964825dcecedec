// ---- Cards: a claim with everything that lets a reader judge it, or all claims of a place ------------------------------

function openClaim(app, i, { fly = false, focus = false } = {}) {
  app.state.selected = i;
  app.activePoint = app.data.claim("point")[i];
  const back = app.openPlace ?? null;
  showCard(app, () => claimCard(app, i, back), focus);
  if (fly) flyToClaim(app, i);
  else app.layer.redraw();
  markSelectedRow(app);
  writeHash(app);
}

function markSelectedRow(app) {
  const position = app.rows.indexOf(app.state.selected);
  if (position >= 0) scrollToRow(app, position);
  else drawRows(app);
}

function openPlaceCard(app, mark) {
  openClaims(app, claimsAtPoints(app, mark.points));
}

// One claim opens its card, several a list by side.
function openClaims(app, claims) {
  app.openPlace = null;
  if (claims.length === 1) {
    openClaim(app, claims[0], { focus: true });
    return;
  }
  app.openPlace = claims;
  app.state.selected = -1;
  app.activePoint = app.data.claim("point")[claims[0]];
  showCard(app, () => placeCard(app, claims), true);
  app.layer.redraw();
  writeHash(app);
}

function claimsAtPoints(app, points) {
  const wanted = new Set(points), found = [];
  const point = app.data.claim("point"), precision = app.data.claim("geo_precision");
  for (const i of listOrder(app)) if (app.state.mask[i] && precision[i] < 3 && wanted.has(point[i])) found.push(i);
  return found;
}

function showCard(app, build, focus) {
  const card = byId("card");
  if (card.hidden) app.cardOpener = document.activeElement;
  card.hidden = false;
  fillCard(app, build);
  card.scrollTop = 0;
  if (isPhone()) lowerPanel(app);
  document.body.classList.add("with-card");
  if (focus) card.focus({ preventScroll: true });
}

// A card whose words lie in files beside the page is filled again when they are open, unless the reader has gone on.
function fillCard(app, build) {
  app.cardBuild = build;
  const again = () => {
    if (app.cardBuild !== build || byId("card").hidden) return;
    fillCard(app, build);
    app.layer.redraw();
    writeHash(app);
  };
  byId("card").replaceChildren(...(app.data.beside ? openedContent(app, build, again) : build()));
}

// On a phone the card takes the place of the raised panel, and gives it back.
function lowerPanel(app) {
  app.panelWasRaised ||= byId("panel").classList.contains("raised");
  raisePanel(false);
}

function raisePanel(raised) {
  byId("panel").classList.toggle("raised", raised);
  byId("grip").setAttribute("aria-expanded", String(raised));
}

function closeCard(app) {
  const card = byId("card");
  if (card.hidden) return;
  const hadFocus = card.contains(document.activeElement);
  card.hidden = true;
  document.body.classList.remove("with-card");
  app.state.selected = -1;
  app.activePoint = undefined;
  app.openPlace = null;
  app.layer.redraw();
  drawRows(app);
  writeHash(app);
  if (app.panelWasRaised) raisePanel(true);
  app.panelWasRaised = false;
  if (hadFocus && app.cardOpener?.isConnected) app.cardOpener.focus();
}

// The mark comes to rest in the part of the map that the card leaves free; a claim about a region shows the region.
function flyToClaim(app, i) {
  const { points } = app.data, p = app.data.claim("point")[i], { map } = app;
  const area = areaOf(app.data, i);
  if (app.data.claim("geo_precision")[i] >= 3 && area) {
    fitBox(app, area.shape.box);
    return;
  }
  const zoom = Math.max(map.getZoom(), Math.min(11, app.fitZoom + 2));
  const shift = isPhone() ? [0, window.innerHeight * 0.2] : [(document.documentElement.dir === "rtl" ? -1 : 1) * 180, 0];
  const target = map.project([latitudeOf(points.y[p]), longitudeOf(points.x[p])], zoom).add(shift);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  map.setView(map.unproject(target, zoom), zoom, { animate: !still });
  app.layer.redraw();
}

function cardHead(app, ...content) {
  const close = iconButton("close", t(app, "card.close"), () => closeCard(app));
  return make("div", { className: "card-head" }, make("div", { className: "card-title" }, ...content), close);
}

// ---- One claim ----------------------------------------------------------------------------------------------------------

function claimCard(app, i, back) {
  const { data } = app;
  const source = data.sources[data.claim("source")[i]];
  const head = cardHead(app, back ? backButton(app, back) : null, make("h2", {}, typeLabel(app, i)), placeLine(app, i));
  head.style.setProperty("--side", sideColor(app, source.side));
  return [
    head,
    make("blockquote", {}, quoted("p", textOf(data, "quote", i))),
    chainSteps(app, i, source),
    factList(app, i),
    relatedClaims(app, i),
    documentLine(app, i),
    actionBar(app, i),
  ];
}

function backButton(app, back) {
  const label = t(app, "card.back", { n: number(app, back.length) });
  return make("button", { type: "button", className: "link", on: { click: () => openClaims(app, back) } }, icon("back"), make("span", { text: label }));
}

function placeLine(app, i) {
  const { data } = app, place = data.places[data.claim("place")[i]];
  const line = make("p", { className: "card-where" }, chip(app, i), quoted("strong", place.name));
  const relation = relationOf(app, i);
  if (relation) line.append(" · ", make("span", { text: relation }));
  return line;
}

// How a claim's spot lies to its place; nothing where it is the place itself.
function relationOf(app, i) {
  const relation = textOf(app.data, "relation", i);
  return relation && relation !== "in" ? relationText(app, relation, numberOf(app.data, "distance", i) / 10) : "";
}

// `W of`, `S part`, `outskirts` in the reader's words.
function relationText(app, relation, distance) {
  const [point, kind] = relation.split(" ");
  const compass = app.data.meta.words[`compass.${point}`] ? t(app, `compass.${point}`) : point;
  const text = kind ? t(app, kind === "of" ? "relation.of" : "relation.part", { direction: compass }) : word(app, "relation", relation);
  return distance ? `${text}, ${number(app, distance)} km` : text;
}

// Who says it, who passed it on, who published it: one step each.
function chainSteps(app, i, source) {
  const { data } = app, { publisher } = reportOf(data, i);
  const steps = [chainStep(app, source.name, [textOf(data, "source_title", i), word(app, "kind", source.kind)].filter(Boolean).join(" · "), source.side)];
  for (const name of textOf(data, "via", i).split(" > ").filter(Boolean)) steps.push(chainStep(app, name, t(app, "chain.via")));
  if (publisher && publisher !== source.name) steps.push(chainStep(app, publisher, t(app, "chain.published")));
  return make("section", {}, make("h3", { text: t(app, "card.chain") }), make("ol", { className: "chain" }, ...steps));
}

function chainStep(app, name, role, side) {
  const step = make("li", {}, quoted("strong", name), role ? quoted("span", role, "role") : null);
  if (side !== undefined) {
    step.append(make("span", { className: "badge", text: sideLabel(app, side) }));
    step.style.setProperty("--side", sideColor(app, side));
  }
  return step;
}

function factList(app, i) {
  const { data } = app;
  const text = (name) => textOf(data, name, i);
  const facts = [
    ["fact.when", eventTime(app, i)],
    ["fact.actor", text("actor")],
    ["fact.directions", directionsText(app, text("directions"))],
    ["fact.modality", word(app, "modality", text("modality"))],
    ["fact.evidence", word(app, "evidence", text("evidence"))],
    ["fact.grade", gradeText(app, i)],
    ["fact.precision", word(app, "precision", String(data.claim("geo_precision")[i]))],
    ["fact.acled", text("acled")],
    ["fact.confidence", numberOf(data, "confidence", i) ? `${number(app, numberOf(data, "confidence", i))} %` : ""],
  ];
  const list = make("dl", { className: "facts" });
  for (const [key, value] of facts) if (value) list.append(make("dt", { text: t(app, key) }), quoted("dd", value));
  return list;
}

function eventTime(app, i) {
  const { data } = app, start = data.claim("day.start")[i];
  const precision = numberOf(data, "time_precision", i);
  if (!start) return "";
  const text = spanText(app, start, data.claim("day.end")[i]);
  return precision ? `${text} (${word(app, "time", String(precision))})` : text;
}

function gradeText(app, i) {
  const grade = textOf(app.data, "source_grade", i), credibility = numberOf(app.data, "credibility", i);
  if (!grade) return "";
  return `${grade}${credibility || ""} – ${word(app, "grade", grade)}; ${word(app, "credibility", String(credibility || 6))}`;
}

function directionsText(app, directions) {
  return directions.split("; ").filter(Boolean).map((part) => {
    const [way, target] = part.split(/:(.*)/s);
    const name = app.data.meta.words[`compass.${target}`] ? t(app, `compass.${target}`) : target;
    return t(app, `direction.${way}`, { name });
  }).join("; ");
}

// ---- Claims that contradict, agree or support ------------------------------------------------------------------------------

function relatedClaims(app, i) {
  const { data } = app, groups = data.claim("group"), group = groups[i];
  const named = (name) => new Set(data.columns[`group.${name}`][group].split(" ").filter(Boolean).map(Number));
  const against = named("against"), backing = named("backing"), contradict = [], agree = [], support = [];
  for (let other = 0; other < data.count; other++) {
    if (other === i) continue;
    if (groups[other] === group) agree.push(other);
    else if (against.has(groups[other])) contradict.push(other);
    else if (backing.has(groups[other])) support.push(other);
  }
  const lists = [["card.contradicts", contradict, "against"], ["card.agrees", agree, "with"], ["card.supports", support, "backing"]];
  if (lists.every(([, claims]) => !claims.length)) return make("p", { className: "alone", text: t(app, "card.alone") });
  return make("div", {}, ...lists.map(([key, claims, className]) => relatedList(app, key, claims, className)));
}

function relatedList(app, key, claims, className) {
  if (!claims.length) return null;
  const rows = claims.slice(0, 12).map((i) => make("li", {}, claimButton(app, i)));
  const more = claims.length > 12 ? make("p", { className: "more", text: t(app, "card.more", { n: number(app, claims.length - 12) }) }) : null;
  return make("section", { className: `related ${className}` }, make("h3", { text: `${t(app, key)} (${number(app, claims.length)})` }), make("ul", {}, ...rows), more);
}

function claimButton(app, i) {
  const { data } = app, source = data.sources[data.claim("source")[i]];
  const button = make("button", { type: "button", className: "claim", on: { click: () => openClaim(app, i, { focus: true }) } },
    make("span", { className: "claim-line" }, chip(app, i), typeLabel(app, i), quoted("span", source.name, "who")),
    quoted("span", cutText(textOf(data, "quote", i), 120), "claim-quote"));
  button.style.setProperty("--side", sideColor(app, source.side));
  return button;
}

// ---- Document and actions ---------------------------------------------------------------------------------------------------

function documentLine(app, i) {
  const { id, url, publisher, ...report } = reportOf(app.data, i), title = report.title || id;
  const name = isWebLink(url) ? make("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow", text: title, dir: "auto", className: "said" }) : quoted("span", title);
  const day = app.data.claim("day.published")[i];
  const facts = [publisher, day ? dayText(app, day) : ""].filter(Boolean).join(", ");
  return make("section", {}, make("h3", { text: t(app, "card.document") }), make("p", { className: "document" }, name, facts ? quoted("span", facts, "role") : null));
}

// The maker of the file checked the address already; what opens is checked again where it is used.
function isWebLink(url) {
  return /^https?:\/\/[^\s]+$/i.test(url);
}

function actionBar(app, i) {
  const button = (key, action) => make("button", { type: "button", text: t(app, key), on: { click: action } });
  const bar = make("div", { className: "actions" },
    button("card.cite", () => copyText(app, citation(app, i))),
    button("card.link", () => copyText(app, claimLink(app, i))),
    button("card.wrongplace", () => {
      byId("card").querySelector(".correction")?.remove();
      bar.after(correctionForm(app, i));
      byId("right-place").focus();
    }),
    button("card.wrongclaim", () => downloadWrongClaim(app, i)));
  return bar;
}

function citation(app, i) {
  const { data } = app, report = reportOf(data, i);
  const source = data.sources[data.claim("source")[i]];
  const day = data.claim("day.published")[i];
  const parts = [
    `“${textOf(data, "quote", i)}”`,
    [source.name, textOf(data, "source_title", i)].filter(Boolean).join(", "),
    [report.publisher, report.title, day ? isoDay(day) : ""].filter(Boolean).join(", "),
    report.url,
    claimId(data, i),
  ];
  return parts.filter(Boolean).join(" — ");
}

// ---- A place ------------------------------------------------------------------------------------------------------------------

function placeCard(app, claims) {
  const { data } = app;
  const places = [...new Set(claims.map((i) => data.claim("place")[i]))];
  const first = data.places[places[0]];
  const title = places.length > 1 ? t(app, "place.many", { name: first.name, n: number(app, places.length - 1) }) : first.name;
  const others = places.length === 1 ? first.names.split("; ").filter((name) => name && name !== first.name).join(", ") : places.slice(1, 9).map((p) => data.places[p].name).join(", ");
  const head = cardHead(app, quoted("h2", title), others ? quoted("p", others, "aka") : null, placeStanding(app, claims));
  const sections = bySide(app, claims).map(([side, own]) => sideSection(app, side, own));
  return [head, ...sections];
}

function placeStanding(app, claims) {
  const disputed = claims.some((i) => textOf(app.data, "evidence", i) === "disputed");
  const sides = new Set(claims.map((i) => app.data.sideOfClaim[i])).size;
  const key = disputed ? "place.disputed" : sides > 1 ? "place.several" : "place.one";
  return make("p", { className: disputed ? "standing disputed" : "standing", text: t(app, key, { n: number(app, claims.length) }) });
}

function bySide(app, claims) {
  const groups = new Map();
  for (const i of claims) {
    const side = app.data.sideOfClaim[i];
    if (groups.has(side)) groups.get(side).push(i);
    else groups.set(side, [i]);
  }
  return [...groups].sort(([a], [b]) => a - b);
}

function sideSection(app, side, claims) {
  const list = make("ul", {}, ...claims.slice(0, 40).map((i) => make("li", {}, claimButton(app, i))));
  const more = claims.length > 40 ? make("p", { className: "more", text: t(app, "card.more", { n: number(app, claims.length - 40) }) }) : null;
  const section = make("section", { className: "related" }, make("h3", { className: "side-head", text: `${sideLabel(app, side)} (${number(app, claims.length)})` }), list, more);
  section.style.setProperty("--side", sideColor(app, side));
  return section;
}
