// The map for those who do not see it: its words, said once when a step has come to rest, and its
// features in a table whose rows show themselves on the map.

const QUIET_MS = 700; // a reader who scrolls on within this time hears nothing of the step

feature("words", (stage) => {
  const {root, container, reader} = stage;
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
  const press = (feature) => light(root, lit === feature ? "" : feature);
  for (const fold of root.querySelectorAll(".sg-features")) {
    fold.addEventListener("toggle", () => {
      if (!fold.open) light(root, "");
      else for (const row of fold.querySelectorAll("tr[data-feature]")) findButton(row, press);
    });
  }
  root.addEventListener(HIGHLIGHT, ({detail}) => {
    lit = featureNow(detail);
    markLit(root.querySelectorAll(".sg-features[open] tr[data-feature]"), lit);
  });
  stage.on("arrive", () => { if (lit) light(root, ""); });
});
