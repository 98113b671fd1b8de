"use strict";
// Keys, and the start.

addEventListener("keydown", (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName);
  if (event.key === "/" && !typing && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    byId("search").focus();
  } else if (event.key === "Escape" && byId("side").contains(document.activeElement)) byId("list").focus();
  else if (event.key === "ArrowDown" && document.activeElement === byId("search")) {
    event.preventDefault();
    byId("list").focus();
  }
});
addEventListener("hashchange", () => narrow({ ...NOTHING, ...recall() }, false));

const list = new WindowedList(byId("list"), productRow, choose);
byId("page").hidden = false;
showForecast();
showNotes();
showCauses();
showFilters();
showPicturesButton();
narrow(recall(), location.hash.length > 1);
