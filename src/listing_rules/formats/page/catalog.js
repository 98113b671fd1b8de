"use strict";
// What the page holds, and what can be counted in it. No markup here.

const DATA = JSON.parse(document.getElementById("data").textContent);

// Positions in a row, as html_rows.py writes them. Texts that stand often are numbers into DATA.texts.
const ROW = { number: 0, forecast: 1, title: 2, failures: 3, file: 4, line: 5, handle: 6, id: 7, vendor: 8, type: 9, market: 10, image: 11 };
const FAILURE = { rule: 0, severity: 1, reason: 2, fix: 3, places: 4, more: 5, certainty: 6, known: 7 };

const FORECASTS = [
  { name: "not_synced", label: "Not synced", says: "The connector leaves it alone" },
  { name: "sync_failed", label: "Sync failed", says: "TikTok Shop would refuse it when it is synced" },
  { name: "review_failed", label: "Review failed", says: "TikTok Shop would reject it in review" },
  { name: "in_review", label: "Stuck in review", says: "It would wait for an approval" },
  { name: "synced", label: "Synced", says: "Nothing was found that stops it" },
];
const NOT_SYNCED = 0;
const SYNCED = 4;
const SEVERITIES = ["error", "warning", "info"];
const CERTAINTIES = ["certain", "likely", "possible"];
const STAGES = {
  sync_failed: "refused when synced",
  review_failed: "rejected in review",
  in_review: "held in review",
  listed: "does not stop the listing",
};
const ACTIONS = {
  update_and_resync: "Update in Shopify and re-sync",
  recategorise_and_resync: "Choose another category and re-sync",
  provide_document: "Provide a document",
  apply_for_approval: "Apply for approval",
  wait_for_quota: "Wait for the next uploads",
  set_up_shop: "Set up the shop",
  delete_and_never_resync: "Delete it and never sync it again",
};

const text = (number) => DATA.texts[number];

class Product {
  constructor(row) {
    this.row = row;
  }
  get number() { return this.row[ROW.number]; }
  get forecast() { return this.row[ROW.forecast]; }
  get title() { return this.row[ROW.title] || this.handle || this.id || "(no title)"; }
  get handle() { return this.row[ROW.handle]; }
  get id() { return this.row[ROW.id]; }
  get vendor() { return text(this.row[ROW.vendor]); }
  get type() { return text(this.row[ROW.type]); }
  get market() { return text(this.row[ROW.market]); }
  get image() { return this.row[ROW.image]; }
  get failures() { return this.row[ROW.failures]; }

  get place() {
    const parts = [text(this.row[ROW.file]), this.row[ROW.line]];
    return parts.filter(Boolean).join(":");
  }
  /** What the search looks in. */
  get words() {
    return (this.found ??= [this.title, this.handle, this.id, this.vendor, this.type].join(" ").toLowerCase());
  }
  /** The rules that stop it. */
  get stoppedBy() {
    const errors = this.failures.filter((failure) => failure[FAILURE.severity] === 0);
    return [...new Set(errors.map((failure) => failure[FAILURE.rule]))];
  }
  has(rule) {
    return this.failures.some((failure) => failure[FAILURE.rule] === rule);
  }
}

const PRODUCTS = DATA.products.map((row) => new Product(row));
delete DATA.products;

/** How often each value stands, the most first. */
function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
}

/** Each rule with the products that it speaks of, and how severe it is at its worst. */
function causes() {
  const found = DATA.rules.map((rule, number) => ({ ...rule, number, products: 0, severity: 2 }));
  for (const product of PRODUCTS) {
    for (const number of new Set(product.failures.map((failure) => failure[FAILURE.rule]))) found[number].products += 1;
    for (const failure of product.failures) {
      const cause = found[failure[FAILURE.rule]];
      cause.severity = Math.min(cause.severity, failure[FAILURE.severity]);
    }
  }
  return found;
}

/** Whether nothing mends it: such goods are to be taken out. */
const isHopeless = (rule) => rule.action === "delete_and_never_resync";

/**
 * The causes that stop products, those first that stop most by themselves: `alone` products that nothing else stops.
 * `total` is how many get through once this and all before it are mended. What nothing mends comes last.
 */
function mendingOrder(all) {
  const stopped = PRODUCTS.filter((one) => one.forecast !== NOT_SYNCED && one.forecast !== SYNCED).map((one) => one.stoppedBy);
  const alone = new Map(stopped.flat().map((rule) => [rule, 0]));
  for (const rules of stopped) if (rules.length === 1) alone.set(rules[0], alone.get(rules[0]) + 1);
  const order = [...alone.keys()].sort((a, b) =>
    isHopeless(all[a]) - isHopeless(all[b]) || alone.get(b) - alone.get(a) || all[b].products - all[a].products);
  const places = new Map(order.map((rule, place) => [rule, place]));
  const gains = order.map(() => 0);
  for (const rules of stopped) if (rules.length) gains[Math.max(...rules.map((rule) => places.get(rule)))] += 1;
  let total = 0;
  return { stopped: stopped.length, order: order.map((rule, place) => ({ ...all[rule], alone: alone.get(rule), total: (total += gains[place]) })) };
}
