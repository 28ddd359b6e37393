// The map for those who do not see it: its words, said once when a step has come to rest, and its
// features in a table whose rows show themselves on the map.

const QUIET_MS = 700; // a reader who scrolls on within this time hears nothing of the step

feature("words", (stage) => {
  const {root, container, reader} = stage, EVENT = "storyglobe-highlight";
  let due = 0, said = -1;

  const wordsOf = (section) => section.querySelector(".sg-features > p");

  function describe() {
    const words = wordsOf(reader.sections[stage.section()]);
    if (words) container.setAttribute("aria-describedby", words.id);
    else container.removeAttribute("aria-describedby");
  }

  function say() {
    const index = stage.section(), section = reader.sections[index], words = wordsOf(section);
    if (index === said) return;
    said = index;
    if (!words) return;
    // the heading is read already where the keyboard went to the step
    const title = section.contains(document.activeElement) ? "" : `${section.querySelector("h2").textContent}. `;
    stage.announce(title + words.textContent);
  }

  stage.on("arrive", () => { clearTimeout(due); describe(); });
  stage.on("rest", () => { clearTimeout(due); due = setTimeout(say, QUIET_MS); });
  describe();

  // A row becomes a button once its table is open: most tables never are.
  let lit = "";
  function light(feature) {
    lit = feature;
    const cut = feature.indexOf("/");
    const detail = cut < 0 ? {layer: null, key: null} : {layer: feature.slice(0, cut), key: feature.slice(cut + 1)};
    root.dispatchEvent(new CustomEvent(EVENT, {bubbles: true, detail}));
  }

  function furnishRows(fold) {
    for (const row of fold.querySelectorAll("tr[data-feature]")) {
      const head = row.querySelector("th"), button = document.createElement("button");
      if (head.querySelector("button")) return;
      button.type = "button";
      button.className = "sg-find";
      button.setAttribute("aria-pressed", "false");
      button.append(...head.childNodes);
      button.addEventListener("click", () => light(lit === row.dataset.feature ? "" : row.dataset.feature));
      head.append(button);
    }
  }

  for (const fold of root.querySelectorAll(".sg-features")) {
    fold.addEventListener("toggle", () => { if (fold.open) furnishRows(fold); else light(""); });
  }
  root.addEventListener(EVENT, ({detail}) => {
    lit = detail && detail.key !== null ? `${detail.layer}/${detail.key}` : "";
    for (const row of root.querySelectorAll(".sg-features[open] tr[data-feature]")) {
      const is = row.dataset.feature === lit;
      row.classList.toggle("sg-lit", is);
      row.querySelector("button")?.setAttribute("aria-pressed", String(is));
    }
  });
  stage.on("arrive", () => { if (lit) light(""); });
});
