"use strict";
// The forecast, the causes, and what else there is to say of the run.

const ALL = causes();
const MENDING = mendingOrder(ALL);
const SHOWN_CAUSES = 6;

function showForecast() {
  const shares = FORECASTS.map((forecast, number) => ({ ...forecast, number, count: DATA.forecasts[number] })).reverse();
  const share = DATA.checked ? Math.floor((100 * DATA.forecasts[SYNCED]) / DATA.checked) : 0;
  byId("picture").append(
    ring(shares, shares.map((one) => `${one.label}: ${one.count}`).join(", ")),
    make("p", { class: "share" }, make("strong", {}, `${share}%`), " would be listed"),
  );
  byId("forecasts").append(...shares.map((one) => make("li", {}, button([
    make("span", { class: `dot ${one.name}` }), make("strong", {}, one.count.toLocaleString("en")),
    make("span", {}, one.label), make("span", { class: "muted" }, one.says),
  ], () => narrow({ ...NOTHING, forecast: one.name }), { disabled: !one.count, title: "Show these products" }))));
  byId("headline").append(...headline());
  byId("doubts").append(...doubts());
}

function headline() {
  const { order, stopped } = MENDING;
  if (!DATA.checked) return ["There was no product to check."];
  if (!stopped) return ["Nothing was found that stops a product."];
  const few = order.slice(0, 3).filter((cause) => cause.total && !isHopeless(cause));
  const gain = few.at(-1)?.total;
  const what = few.length === 1 ? "the first cause" : `the first ${few.length} causes`;
  return [
    make("strong", {}, many(stopped, "product")), ` would not get through. `,
    ...(gain ? [`Mending ${what} below lets `, make("strong", {}, gain.toLocaleString("en")), ` of them through.`] : []),
  ];
}

/** A forecast is never better than what was checked, and says so where people look first. */
function doubts() {
  const undecided = undecidedRules();
  if (!undecided) return [];
  return [`It may be worse than it looks: ${many(undecided, "rule")} could not be decided everywhere. `, button("What to supply", () => {
    byId("undecided").open = true;
    byId("undecided").scrollIntoView({ block: "start" });
  }, { class: "quiet" })];
}

const undecidedRules = () => new Set(DATA.needs.flatMap(([, , rules]) => rules)).size;

function showCauses() {
  const { order } = MENDING;
  byId("causes-about").append(order.length
    ? "The big number says how many products nothing else stops: mend this one thing, and they get through."
    : "No rule stops a product.");
  byId("causes").append(...order.map((cause, place) => causeRow(cause, place >= SHOWN_CAUSES)));
  if (order.length > SHOWN_CAUSES) {
    const more = byId("more-causes");
    more.hidden = false;
    more.append(`Show all ${order.length} causes`);
    more.addEventListener("click", () => {
      for (const row of byId("causes").children) row.hidden = false;
      more.hidden = true;
    });
  }
  for (const [severity, title] of [[1, "Warnings"], [2, "Advice, and what the connector leaves alone"]]) {
    const rows = ALL.filter((cause) => cause.severity === severity && cause.products).sort((a, b) => b.products - a.products);
    if (rows.length) note(`${title} (${rows.length})`, [make("ul", { class: "causes" }, ...rows.map((cause) => causeRow(cause)))]);
  }
}

function causeRow(cause, hidden = false) {
  const severity = SEVERITIES[cause.severity];
  return make("li", { class: "cause", hidden },
    make("div", { class: "cause-words" },
      make("h3", {}, mark(cause.severity), " ", said(cause.title)),
      make("p", { class: "muted" }, said(cause.fix), " ", button(cause.id, () => aboutRule(cause.number), { class: "quiet", title: "About the rule" })),
      bar(cause.products, DATA.checked, severity)),
    make("div", { class: "cause-numbers" },
      cause.alone === undefined ? null : make("p", {}, make("strong", {}, (isHopeless(cause) ? cause.products : cause.alone).toLocaleString("en")), " ", make("span", { class: "muted small" }, isHopeless(cause) ? "to take out" : "by this alone")),
      button(many(cause.products, "product"), () => narrow({ ...NOTHING, rule: cause.id }), { title: "Show these products" })));
}

function mark(severity) {
  const signs = ["✗", "!", "i"];
  return make("span", { class: `mark ${SEVERITIES[severity]}`, role: "img", "aria-label": SEVERITIES[severity] }, signs[severity]);
}

function note(title, children, properties = {}) {
  byId("notes").append(make("details", { class: "card", ...properties }, make("summary", {}, title), ...children));
}

function showNotes() {
  if (DATA.partial) notice(`This page is partial: ${DATA.partial}`);
  if (PRODUCTS.length < DATA.checked) {
    notice(`The list holds ${PRODUCTS.length.toLocaleString("en")} of ${many(DATA.checked, "product")}, those with failures first. Causes are counted in these.`);
  }
  if (DATA.unreadable) {
    const rows = DATA.broken.map(([file, line, why]) => make("li", {}, said([text(file), line || ""].filter(Boolean).join(":")), ": ", said(why)));
    const more = DATA.unreadable - rows.length;
    note(`${many(DATA.unreadable, "product")} could not be read`, [make("ul", {}, ...rows, more > 0 ? make("li", {}, `and ${more.toLocaleString("en")} more`) : null)], { open: true });
  }
  if (DATA.off.length) {
    const rows = DATA.off.map(([rule, because, until, mandatory, count]) => make("li", {},
      mandatory ? make("strong", {}, "Mandatory: ") : null, said(rule), until ? ` until ${until}` : "", ` for ${many(count, "product")}: `, said(because)));
    note(`${many(DATA.off.length, "rule was", "rules were")} turned off`, [make("ul", {}, ...rows)]);
  }
  const undecided = undecidedRules();
  if (undecided) {
    note(`${many(undecided, "rule")} could not be decided everywhere: what to supply`, [
      make("p", { class: "muted" }, "A rule that was not decided is never counted as passed. The forecast may get worse when these are known."),
      make("dl", {}, ...DATA.needs.flatMap(needRow)),
    ], { id: "undecided" });
  }
}

function needRow([name, count, rules, ways]) {
  return [
    make("dt", {}, said(name), make("span", { class: "muted" }, ` ${many(rules.length, "rule")}, ${many(count, "product")}`)),
    ...ways.map((way) => said(way, "dd")),
    make("dd", { class: "muted small" }, rules.join(", ")),
  ];
}

function notice(words) {
  byId("notices").append(make("p", { class: "notice", role: "status" }, words));
}

