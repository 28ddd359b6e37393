// Charts: a figure and the same thing on the map show each other. What is pointed at is said
// and heard from whoever else says it (highlight.js).

feature("charts", ({root}) => {
  let lit = "";
  const point = (feature) => { if (feature !== lit) light(root, feature); };
  root.addEventListener(HIGHLIGHT, ({detail}) => {
    lit = featureNow(detail);
    markLit(root.querySelectorAll(".sg-chart [data-feature]"), lit);
  });

  const featureOf = (event) => (event.target.closest("[data-feature]") || {dataset: {}}).dataset.feature || "";
  for (const chart of root.querySelectorAll(".sg-chart")) {
    chart.addEventListener("pointerover", (event) => point(featureOf(event)));
    chart.addEventListener("pointerleave", () => point(""));
    chart.addEventListener("click", (event) => { if (!event.target.closest("button")) point(featureOf(event)); });
  }

  for (const row of root.querySelectorAll(".sg-chart tr[data-feature]")) {
    findButton(row, (feature) => point(lit === feature ? "" : feature)).addEventListener("blur", () => point(""));
  }
});
