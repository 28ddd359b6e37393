// Beside the story, never in it: reload its frame after each build, and show what is wrong. What the
// command says enters through textContent only.
"use strict";
(() => {
  const frame = document.querySelector("iframe"), board = document.querySelector("section");
  let shown = 0;

  // The reader's place is kept: it stands in the frame's own address.
  function reload(version) {
    let place = "";
    try { place = shown ? frame.contentWindow.location.hash : location.hash; } catch (error) { place = ""; }
    shown = version;
    frame.src = `/page?${version}${place}`;
  }

  // Keys are for the story, as in a page of its own: whoever opens it presses an arrow.
  frame.addEventListener("load", () => { if (shown) frame.focus(); });

  const events = new EventSource("/events");
  events.onmessage = ({data}) => {
    const {version, problems} = JSON.parse(data);
    board.querySelector("ol").replaceChildren(...problems.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }));
    board.hidden = !problems.length;
    if (version && version !== shown) reload(version);
  };
})();
