// The named places by keyboard: M leads there, arrows go from one to the next, Enter tells of one,
// Escape leaves.
// It has the keys only while it has the focus; otherwise they belong to the story.

const WAYS = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1]};

feature("places", (stage) => {
  const {ui, scene, labeller} = stage, element = ui.querySelector(".sg-places");
  const box = ui.querySelector(".sg-tip");
  let current = null, isBack = false;

  const middle = ({box}) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const isSame = (a, b) => a && b && a.layer === b.layer && a.feature === b.feature;
  const present = () => labeller.placed().filter((label) => scene.layers[label.layer].popup.length);

  // The nearest name that way: what lies aside counts double.
  function towards([right, down]) {
    const from = current ? middle(current) : null;
    let best = null, least = Infinity;
    for (const label of present()) {
      if (isSame(label, current)) continue;
      const to = middle(label), along = from ? (to[0] - from[0]) * right + (to[1] - from[1]) * down : 1;
      if (along <= 1) continue;
      const aside = Math.abs((to[0] - from[0]) * down) + Math.abs((to[1] - from[1]) * right);
      if (along + 2 * aside < least) { least = along + 2 * aside; best = label; }
    }
    return best;
  }

  function show(label, pin = false) {
    current = label;
    const {layer, feature, lines} = label, [x, y] = middle(label);
    stage.highlight(scene.layers[layer].name, scene.layers[layer].features[feature][0]);
    stage.tell({layer, feature}, x, y, pin);
    stage.announce(lines.join(" "));
  }

  function leave({relatedTarget}) {
    // not while the window alone has lost the focus, nor where the mouse opened the box
    const isHere = [relatedTarget, document.activeElement].some((at) => at === element || box.contains(at));
    if (!current || isHere) return;
    current = null;
    stage.tell(null, 0, 0, true);
    stage.highlight(null, null);
  }

  // the step's own names come first in the list of what was placed
  element.addEventListener("focus", () => { const [first] = present(); if (first && !isBack) show(first); });
  element.addEventListener("blur", leave);
  // a reader who goes into the box hears all that it tells, and may follow its links
  box.addEventListener("focusout", leave);
  stage.on("untold", () => {
    if (!current) return; // it was not asked for here
    isBack = true;
    element.focus({preventScroll: true});
    isBack = false;
  });
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    const here = present().find((label) => isSame(label, current));
    if (way) {
      const next = here ? towards(way) : present()[0];
      if (next) show(next);
    } else if (event.key === "Enter") {
      if (here) { show(here, true); if (!box.hidden) box.querySelector("button").focus({preventScroll: true}); }
    } else if (event.key === "Escape") {
      stage.reader.sections[stage.section()].focus({preventScroll: true});
    } else return;
    event.preventDefault();
  });
  stage.on("arrive", () => { current = null; });
  stage.commands.add("places", {
    keys: ["m"], says: "The named places of the map: arrows go from one to the next, Escape leaves",
    when: () => !stage.isSpeaker && !stage.mode.tool && !stage.mode.blank, run: () => element.focus({preventScroll: true}),
  });
});
