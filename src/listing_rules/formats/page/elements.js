"use strict";
// Elements, made without markup: whatever a text holds, it stays text.

const SVG = "http://www.w3.org/2000/svg";
const byId = (id) => document.getElementById(id);
const many = (count, one, several = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : several}`;

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const make = (tag, properties = {}, ...children) => fill(document.createElement(tag), properties, children);
const draw = (tag, properties = {}, ...children) => fill(document.createElementNS(SVG, tag), properties, children);
const button = (label, onclick, properties = {}) => make("button", { type: "button", onclick, ...properties }, label);

/** Text of a payload, which may run from right to left by itself but turns nothing else around. */
const said = (words, tag = "bdi", properties = {}) => make(tag, { dir: "auto", ...properties }, words);

const isWeb = (address) => /^https?:\/\//i.test(address ?? "");

/** A link out of the page, where the address is one of the web. */
const link = (address, label) =>
  isWeb(address) ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label) : said(label);

/** The shares as a ring; each part is drawn where the one before ended. */
function ring(shares, label) {
  const total = shares.reduce((sum, share) => sum + share.count, 0) || 1;
  const around = 2 * Math.PI * 42;
  let before = 0;
  const parts = shares.filter((share) => share.count).map((share) => {
    const length = (share.count / total) * around;
    const part = draw("circle", {
      class: `part ${share.name}`, cx: 50, cy: 50, r: 42, "stroke-dasharray": `${length} ${around - length}`, "stroke-dashoffset": -before,
    }, draw("title", {}, `${share.label}: ${share.count.toLocaleString("en")}`));
    before += length;
    return part;
  });
  return draw("svg", { viewBox: "0 0 100 100", role: "img", "aria-label": label },
    draw("circle", { class: "part none", cx: 50, cy: 50, r: 42 }), draw("g", { transform: "rotate(-90 50 50)" }, ...parts));
}

/** How long a share of the whole is, as a bar. */
const bar = (count, total, name) =>
  draw("svg", { class: "bar", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" },
    draw("rect", { class: "bar-all", width: 100, height: 4 }),
    draw("rect", { class: `bar-part ${name}`, width: Math.max((100 * count) / (total || 1), 0.4), height: 4 }));
