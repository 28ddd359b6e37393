// Charts: a figure and the same thing on the map show each other. What is pointed at is said by
// `stage.highlight`, and heard from whoever else says it (highlight.js).

feature("charts", ({root, highlight}) => {
  let lit = "";

  function point(feature) {
    if (feature === lit) return;
    const cut = feature.indexOf("/");
    if (cut < 0) highlight(null, null); else highlight(feature.slice(0, cut), feature.slice(cut + 1));
  }

  root.addEventListener("storyglobe-highlight", ({detail}) => {
    lit = detail && detail.key !== null ? `${detail.layer}/${detail.key}` : "";
    for (const mark of root.querySelectorAll(".sg-chart [data-feature]")) {
      mark.classList.toggle("sg-lit", mark.dataset.feature === lit);
    }
  });

  const featureOf = (event) => (event.target.closest("[data-feature]") || {dataset: {}}).dataset.feature || "";
  for (const chart of root.querySelectorAll(".sg-chart")) {
    chart.addEventListener("pointerover", (event) => point(featureOf(event)));
    chart.addEventListener("pointerleave", () => point(""));
    chart.addEventListener("click", (event) => { if (!event.target.closest("button")) point(featureOf(event)); });
  }

  // With a keyboard: the name in the table becomes a button that shows the thing on the map.
  for (const row of root.querySelectorAll(".sg-chart tr[data-feature]")) {
    const head = row.querySelector("th"), button = document.createElement("button");
    button.type = "button";
    button.className = "sg-chart-find";
    button.textContent = head.textContent;
    button.title = "Show on the map";
    button.addEventListener("click", () => point(lit === row.dataset.feature ? "" : row.dataset.feature));
    button.addEventListener("blur", () => point(""));
    head.replaceChildren(button);
  }
});
