// The buttons on the map, the list of all steps, and Escape.

feature("controls", (stage) => {
  const {root, ui, camera, painter, legend, key} = stage;
  const back = ui.querySelector(".sg-back"), explore = ui.querySelector(".sg-explore");
  let wait = 0;
  const explorer = createExplorer(stage.map, camera, {
    began: () => stage.beginExploring(),
    changed() {
      painter.sketch(); // it is painted in full when it rests
      clearTimeout(wait);
      wait = setTimeout(() => { if (!stage.isBusy()) stage.rest(); }, 120); // a flight ends with a rest of its own
    },
  });
  stage.explorer = explorer;

  const focusStep = () => stage.reader.sections[stage.section()].focus({preventScroll: true});
  const actions = {
    in: () => explorer.zoomBy(0.8),
    out: () => explorer.zoomBy(-0.8),
    explore() { stage.beginExploring({whole: true}); back.focus(); },
    back() { stage.backToStory(); focusStep(); },
    key: () => key.setAttribute("aria-expanded", String(legend.classList.toggle("sg-legend-open"))),
    next: () => stage.reader.next(),
    previous: () => stage.reader.previous(),
    contents: () => toggleContents(),
  };
  ui.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (button && actions[button.dataset.do]) actions[button.dataset.do]();
  });
  stage.on("explore", ({on}) => { back.hidden = !on; explore.hidden = on; });

  const isListing = () => document.documentElement.classList.contains("sg-listing");
  function toggleContents(open = !isListing()) {
    document.documentElement.classList.toggle("sg-listing", open);
    ui.querySelector(".sg-place").setAttribute("aria-expanded", String(open));
    if (open) (root.querySelector('.sg-rail [aria-current="step"]') || root.querySelector(".sg-rail a")).focus();
  }
  // a link or a button that leads away closes the list; the focus must not vanish with it
  root.querySelector(".sg-rail").addEventListener("click", ({target}) => {
    if (!isListing() || !target.closest("a, button:not([role=switch])")) return;
    ui.querySelector(".sg-place").focus({preventScroll: true});
    toggleContents(false);
  });
  stage.on("mode", ({presenting}) => { if (presenting && isListing()) toggleContents(false); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (isListing()) { toggleContents(false); ui.querySelector(".sg-place").focus(); }
    else if (stage.isExploring()) stage.backToStory();
  });
});
