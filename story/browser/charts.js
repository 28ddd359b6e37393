// Charts: a figure and the same thing on the map show each other. Both sides say what is pointed at
// with the event `storyglobe-highlight` on the story's root: {layer, key}, or null for nothing.

feature("charts", ({root}) => {
  const EVENT = "storyglobe-highlight";
  const named = (element) => element && element.dataset.feature;

  function say(feature) {
    const cut = feature ? feature.indexOf("/") : -1;
    const detail = cut < 0 ? null : {layer: feature.slice(0, cut), key: feature.slice(cut + 1)};
    root.dispatchEvent(new CustomEvent(EVENT, {detail}));
  }

  let last = "";
  function point(feature) {
    if (feature === last) return;
    last = feature;
    say(feature);
  }

  root.addEventListener(EVENT, ({detail}) => {
    const feature = detail ? `${detail.layer}/${detail.key}` : "";
    last = feature;
    for (const mark of root.querySelectorAll(".sg-chart [data-feature]")) {
      mark.classList.toggle("sg-lit", mark.dataset.feature === feature);
    }
  });

  for (const chart of root.querySelectorAll(".sg-chart")) {
    const featureAt = (event) => named(event.target.closest("[data-feature]")) || "";
    chart.addEventListener("pointerover", (event) => point(featureAt(event)));
    chart.addEventListener("pointerleave", () => point(""));
    chart.addEventListener("click", (event) => { if (!event.target.closest("button")) point(featureAt(event)); });
  }

  // With a keyboard: the name in the table becomes a button that shows the thing on the map.
  for (const row of root.querySelectorAll(".sg-chart tr[data-feature]")) {
    const head = row.querySelector("th"), button = document.createElement("button");
    button.type = "button";
    button.className = "sg-chart-find";
    button.textContent = head.textContent;
    button.title = "Show on the map";
    button.addEventListener("click", () => point(last === row.dataset.feature ? "" : row.dataset.feature));
    button.addEventListener("blur", () => point(""));
    head.replaceChildren(button);
  }
});
