"use strict";
// One product: as a row of the list, and in full.

const wide = matchMedia("(min-width: 1000px)");
const SHOWN_PLACES = 4;
let pictures = false;
let chosen = null;

function productRow(product) {
  const forecast = FORECASTS[product.forecast];
  const [worst] = product.failures;
  const others = new Set(product.failures.map((failure) => failure[FAILURE.rule])).size - 1;
  return [
    picture(product, 96),
    make("div", { class: "row-words" },
      said(product.title, "p", { class: "row-title" }),
      make("p", { class: "row-cause" }, ...(worst
        ? [mark(worst[FAILURE.severity]), " ", said(DATA.rules[worst[FAILURE.rule]].title), others > 0 ? ` and ${others} more` : ""]
        : [make("span", { class: "muted" }, forecast.says)])),
      make("p", { class: "row-about muted" }, said([product.vendor, product.type].filter(Boolean).join(" · ")))),
    make("span", { class: `pill ${forecast.name}` }, forecast.label),
  ];
}

/** The product's picture where somebody asked for pictures, else its first letter. */
function picture(product, width) {
  const letter = make("span", { class: "thumb", "aria-hidden": "true" }, [...product.title][0].toUpperCase());
  if (!pictures || !isWeb(product.image)) return letter;
  return make("img", {
    class: "thumb", src: sized(product.image, width), alt: "", width: 48, height: 48, loading: "lazy", decoding: "async",
    referrerpolicy: "no-referrer", onerror: (event) => event.target.replaceWith(letter),
  });
}

/** Shopify's server makes pictures as small as they are asked for. */
function sized(address, width) {
  try {
    const url = new URL(address);
    if (url.hostname === "cdn.shopify.com") url.searchParams.set("width", width);
    return url.href;
  } catch {
    return address;
  }
}

function showPicturesButton() {
  const hosts = counted(PRODUCTS.map((one) => one.image?.split("/")[2]).filter(Boolean)).map(([host]) => host);
  if (!hosts.length) return;
  const from = hosts.slice(0, 3).join(", ") + (hosts.length > 3 ? ` and ${hosts.length - 3} more` : "");
  byId("pictures-about").hidden = false;
  byId("pictures-from").append("This page loads nothing by itself. Pictures come from ", said(from), ", who then see that you look at them.");
  byId("pictures").addEventListener("click", () => {
    pictures = true;
    byId("pictures-about").hidden = true;
    list.redraw();
    if (chosen) choose(chosen);
  });
}

/** Show one product: beside the list, or over it where there is no room. `how`: "click", "enter" or nothing. */
function choose(product, how) {
  chosen = product;
  if (wide.matches) {
    byId("side").replaceChildren(...(product ? detail(product) : []));
    byId("side").scrollTop = 0;
    if (how === "enter") byId("side").querySelector("h2").focus();
  } else if (product && how) over("over", detail(product));
}

/** Content in front of the page, with a way back. */
function over(id, content) {
  const dialog = byId(id);
  dialog.replaceChildren(button("Back", () => dialog.close(), { class: "back" }), ...content);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

function detail(product) {
  const forecast = FORECASTS[product.forecast];
  const facts = [["Vendor", product.vendor], ["Type", product.type], ["Handle", product.handle], ["Id", product.id], ["Market", product.market], ["File", product.place]];
  return [
    make("header", { class: "detail-head" }, picture(product, 240),
      make("div", {}, said(product.title, "h2", { tabindex: -1 }), make("p", {}, make("span", { class: `pill ${forecast.name}` }, forecast.label), " ", forecast.says))),
    make("dl", { class: "facts" }, ...facts.filter(([, value]) => value).flatMap(([name, value]) => [make("dt", {}, name), said(value, "dd")])),
    ...(product.failures.length ? product.failures.map(failureCard) : [make("p", { class: "muted" }, "No failure was found. See above for rules that could not be decided.")]),
  ];
}

function failureCard(failure) {
  const rule = DATA.rules[failure[FAILURE.rule]];
  const certainty = failure[FAILURE.certainty];
  return make("article", { class: `failure ${SEVERITIES[failure[FAILURE.severity]]}` },
    make("h3", {}, mark(failure[FAILURE.severity]), " ", said(rule.title)),
    failure[FAILURE.known] ? make("p", {}, make("span", { class: "tag" }, "known from the baseline")) : null,
    said(text(failure[FAILURE.reason]), "p"),
    make("p", { class: "fix" }, make("strong", {}, "Fix: "), said(text(failure[FAILURE.fix]))),
    ...places(failure[FAILURE.places], failure[FAILURE.more]),
    make("p", { class: "muted small" }, ACTIONS[rule.action] ?? "", " · ", STAGES[rule.stage] ?? "", certainty ? ` · ${CERTAINTIES[certainty]}` : "", " · ",
      button(rule.id, () => aboutRule(failure[FAILURE.rule]), { class: "quiet" })));
}

/** Where it stands; of many places the first few, the others when asked for. */
function places(rows, more) {
  const first = rows.slice(0, SHOWN_PLACES);
  const others = rows.slice(SHOWN_PLACES);
  const count = others.length + more;
  return [
    make("ul", { class: "places" }, ...first.map(placeRow)),
    count ? make("details", { class: "places" }, make("summary", {}, `and ${many(count, "more place")}`),
      make("ul", {}, ...others.map(placeRow), more ? make("li", {}, `and ${more.toLocaleString("en")} that are not on this page`) : null)) : null,
  ];
}

function placeRow([where, value]) {
  return make("li", {}, said(where || "the whole product"), ...(value === undefined ? [] : [": ", said(value === "" ? "(empty)" : value, "code")]));
}

function aboutRule(number) {
  const rule = DATA.rules[number];
  const sources = rule.sources.map(([address, kind, fact]) => make("li", {}, said(fact), " (", isWeb(address) ? link(address, kind.replaceAll("_", " ")) : kind.replaceAll("_", " "), ")"));
  over("about-rule", [
    make("h2", { tabindex: -1 }, said(rule.title)),
    make("p", { class: "muted" }, rule.id, " · ", STAGES[rule.stage] ?? "", rule.mandatory ? " · mandatory" : ""),
    make("p", { class: "fix" }, make("strong", {}, "Fix: "), said(rule.fix)),
    make("p", {}, button(`Show its ${many(ALL[number].products, "product")}`, () => { for (const id of ["about-rule", "over"]) byId(id).close(); narrow({ ...NOTHING, rule: rule.id }); })),
    ...section("What sellers see", [...rule.messages, ...rule.codes.map((code) => `TikTok Shop code ${code}`)].map((message) => said(message, "li"))),
    ...section("Where this is known from", sources),
    isWeb(rule.docs) ? make("p", {}, link(rule.docs, "The rule's page")) : null,
  ].filter(Boolean));
}

const section = (title, items) => (items.length ? [make("h3", {}, title), make("ul", {}, ...items)] : []);

