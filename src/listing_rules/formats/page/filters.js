"use strict";
// What somebody looks for, and the products that are like that.

const NOTHING = { search: "", forecast: "", rule: "", vendor: "", type: "", market: "", told: "" };
const state = { ...NOTHING, order: "worst" };

function showFilters() {
  const options = (name, first, rows) => byId(name).append(new Option(first, ""), ...rows.map(([value, label]) => new Option(label, value)));
  const labelled = (values) => counted(values.filter(Boolean)).map(([value, count]) => [value, `${value} (${count.toLocaleString("en")})`]);
  const markets = labelled(PRODUCTS.map((one) => one.market));
  options("forecast", "Any forecast", FORECASTS.map((one) => [one.name, one.label]));
  options("rule", "Any rule", ALL.filter((one) => one.products).sort((a, b) => a.severity - b.severity || b.products - a.products)
    .map((one) => [one.id, `${one.title} (${one.products.toLocaleString("en")})`]));
  options("vendor", "Any vendor", labelled(PRODUCTS.map((one) => one.vendor)));
  options("type", "Any type", labelled(PRODUCTS.map((one) => one.type)));
  options("market", "Any market", markets);
  options("told", "New and known", [["new", "New only"], ["known", "Known from the baseline"]]);
  byId("order").append(...[["worst", "Worst first"], ["catalog", "As in the catalog"], ["title", "By title"]].map(([value, label]) => new Option(label, value)));
  byId("market").hidden = markets.length < 2;
  byId("told").hidden = !PRODUCTS.some((one) => one.failures.some((failure) => failure[FAILURE.known]));
  for (const name of Object.keys(state)) byId(name).addEventListener(name === "search" ? "input" : "change", (event) => narrow({ [name]: event.target.value }, false));
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  for (const name of ["reset", "nothing-reset"]) byId(name).addEventListener("click", (event) => {
    event.preventDefault();
    narrow(NOTHING, false);
  });
}

/** Take on what somebody chose, and show the products that are like that. */
function narrow(changes, jump = true) {
  Object.assign(state, changes);
  for (const name of Object.keys(state)) {
    byId(name).value = state[name];
    state[name] = byId(name).value;
  }
  remember();
  const found = matching();
  byId("count").value = found.length === PRODUCTS.length ? found.length.toLocaleString("en") : `${found.length.toLocaleString("en")} of ${PRODUCTS.length.toLocaleString("en")}`;
  byId("nothing").hidden = found.length > 0;
  byId("reset").hidden = !Object.entries(state).some(([name, value]) => value && name !== "order");
  list.show(found, wide.matches ? 0 : -1);
  const above = byId("products").getBoundingClientRect().top;
  if (jump || above < 0) byId("products").scrollIntoView({ block: "start" });
  if (jump) byId("list").focus({ preventScroll: true });
  if (wide.matches) choose(found[0] ?? null);
}

function matching() {
  const words = state.search.toLowerCase().split(/\s+/).filter(Boolean);
  const forecast = FORECASTS.findIndex((one) => one.name === state.forecast);
  const rule = DATA.rules.findIndex((one) => one.id === state.rule);
  const known = state.told === "known" ? 1 : 0;
  const found = PRODUCTS.filter((one) =>
    (forecast < 0 || one.forecast === forecast) &&
    (!state.rule || one.has(rule)) &&
    (!state.vendor || one.vendor === state.vendor) &&
    (!state.type || one.type === state.type) &&
    (!state.market || one.market === state.market) &&
    (!state.told || one.failures.some((failure) => failure[FAILURE.known] === known)) &&
    words.every((word) => one.words.includes(word)));
  return found.sort(ORDERS[state.order] ?? ORDERS.worst);
}

const collate = new Intl.Collator("en", { numeric: true }).compare;
const RANK = [3, 0, 1, 2, 4];
const ORDERS = {
  worst: (a, b) => RANK[a.forecast] - RANK[b.forecast] || b.failures.length - a.failures.length || a.number - b.number,
  catalog: (a, b) => a.number - b.number,
  title: (a, b) => collate(a.title, b.title) || a.number - b.number,
};

/** What is chosen stands in the address, so that it can be sent on and the page be opened there again. */
function remember() {
  const entries = Object.entries(state).filter(([name, value]) => value && !(name === "order" && value === "worst"));
  history.replaceState(null, "", `#${new URLSearchParams(entries)}`);
}

function recall() {
  const given = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(Object.keys(state).filter((name) => given.has(name)).map((name) => [name, given.get(name)]));
}

