"use strict";
// A list of any length of which only the rows in sight exist.

const ROW_HEIGHT = 76;
const BEYOND = 6;

class WindowedList {
  /** `row(item)` makes what a row shows; `choose(item, how)` is told which one is looked at. */
  constructor(element, row, choose) {
    this.element = element;
    this.row = row;
    this.choose = choose;
    this.items = [];
    this.rows = new Map();
    this.active = -1;
    const later = () => (this.waiting ??= requestAnimationFrame(() => this.render()));
    addEventListener("scroll", later, { passive: true });
    addEventListener("resize", later, { passive: true });
    element.addEventListener("keydown", (event) => this.onKey(event));
    element.addEventListener("click", (event) => this.onClick(event));
  }

  /** Show other items; `active` is the place of the one that is chosen, -1 for none. */
  show(items, active = -1) {
    this.items = items;
    this.active = items.length ? active : -1;
    this.element.style.height = `${items.length * ROW_HEIGHT}px`;
    this.redraw();
  }

  redraw() {
    for (const row of this.rows.values()) row.remove();
    this.rows.clear();
    this.render();
  }

  render() {
    this.waiting = null;
    const above = -this.element.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(above / ROW_HEIGHT) - BEYOND);
    const last = Math.min(this.items.length - 1, Math.ceil((above + innerHeight) / ROW_HEIGHT) + BEYOND);
    for (const [place, row] of this.rows) {
      if (place >= first && place <= last) continue;
      row.remove();
      this.rows.delete(place);
    }
    for (let place = first; place <= last; place += 1) if (!this.rows.has(place)) this.rows.set(place, this.drawn(place));
  }

  drawn(place) {
    const row = make("div", {
      class: "row", role: "option", id: `row-${place}`, "aria-selected": String(place === this.active), "aria-posinset": place + 1, "aria-setsize": this.items.length,
    }, ...this.row(this.items[place]));
    row.style.transform = `translateY(${place * ROW_HEIGHT}px)`;
    this.element.append(row);
    return row;
  }

  /** Make a row the chosen one and bring it into sight. */
  activate(place) {
    this.rows.get(this.active)?.setAttribute("aria-selected", "false");
    this.active = Math.max(0, Math.min(place, this.items.length - 1));
    this.bringIntoSight();
    this.render();
    this.rows.get(this.active)?.setAttribute("aria-selected", "true");
    this.element.setAttribute("aria-activedescendant", `row-${this.active}`);
  }

  bringIntoSight() {
    const top = this.element.getBoundingClientRect().top + this.active * ROW_HEIGHT;
    const covered = byId("filters").getBoundingClientRect().bottom;
    const room = getComputedStyle(byId("filters")).position === "sticky" ? Math.max(covered, 0) : 0;
    if (top < room) scrollBy(0, top - room - 8);
    else if (top + ROW_HEIGHT > innerHeight) scrollBy(0, top + ROW_HEIGHT - innerHeight + 8);
  }

  onKey(event) {
    const page = Math.max(1, Math.floor(innerHeight / ROW_HEIGHT) - 3);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (!this.items.length) return;
    if (event.key in steps) {
      this.activate(this.active < 0 && steps[event.key] === 1 ? 0 : this.active + steps[event.key]);
      this.choose(this.items[this.active]);
    } else if (event.key === "Enter" || event.key === " ") {
      this.activate(Math.max(this.active, 0));
      this.choose(this.items[this.active], "enter");
    } else return;
    event.preventDefault();
  }

  onClick(event) {
    const row = event.target.closest(".row");
    if (!row) return;
    this.activate(Number(row.id.slice(4)));
    this.choose(this.items[this.active], "click");
  }
}
