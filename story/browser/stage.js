// The stage: one map with its camera, painter and names, and the step that it shows.
// It says "arrive" {step, section} when another step begins, "rest" when names and legend stand,
// "frame" after each painted frame of a flight, "explore" {on} when the reader takes the map over,
// "paint" {c, eye, how} whenever the map is drawn anew (paint.js), "mode" when the way of showing changes.

function createStage(map, root, scene, ui) {
  const container = map.getContainer(), legend = ui.querySelector(".sg-legend");
  const key = ui.querySelector(".sg-key"), bus = createBus();
  const packed = scene.layers.map(() => null);
  const camera = createCamera(map, freeArea);
  const painter = createPainter(map, camera, scene, packed);
  const labeller = createLabeller(scene, painter);
  let lent = false;
  const mode = {presenting: false, blank: "", frozen: false, tool: "", kiosk: false, question: false, later: false};
  let step = 0, section = 0, revealed = Infinity, alpha = 1, exploring = false, due = 0, isWhole = false;
  let held = null; // the free area, while a frame of a flight is made, which asks for it many times
  let placing = false, settled = Promise.resolve(), pending = 0, lastCall = 0;

  const stepOf = (index) => Number(root.querySelectorAll(".sg-step")[index].dataset.step);
  const isStepSection = (index) => root.querySelectorAll(".sg-step")[index].localName === "section";

  // The part of the map that no card and no bar covers, in pixels of its box. A reader who drags the
  // map has the card beside it still; only the whole window is without. In a frame that is hidden
  // there is no room at all: a pixel then, so that the camera has a view when the frame is shown.
  function freeArea() { return held || measuredArea(); }
  function measuredArea() {
    const size = map.getSize();
    const area = (left, right, top, bottom) => ({left, right: Math.max(left + 1, right), top, bottom: Math.max(top + 1, bottom)});
    const frame = container.getBoundingClientRect(), quiz = root.querySelector(".sg-quiz:not([hidden])");
    if (quiz) { // a place that lies beneath its panel could not be found
      const {right, top} = quiz.getBoundingClientRect();
      return isStacked() ? area(14, size.x - 14, 14, top - frame.top - 14) : area(right - frame.left + 24, size.x - 64, 32, size.y - 40);
    }
    const slider = scene.steps[step].time ? 38 : 0; // which lies over the head of the map
    if (isStacked()) return area(14, size.x - 14, 14 + slider, size.y - 76);
    const which = mode.presenting ? ".sg-step.sg-current .sg-card" : `section.sg-step[data-step="${step}"] .sg-card`;
    const card = root.querySelector(which).getBoundingClientRect();
    const left = isWhole || ["full", "map"].includes(scene.steps[step].layout) ? 0 : clamp(card.right - frame.left, 0, size.x * 0.6);
    return area(left + 36, size.x - 64, 32 + slider, size.y - 84);
  }

  function boxesTaken() {
    const frame = container.getBoundingClientRect();
    const over = root.querySelectorAll(".sg-layout-float.sg-current .sg-card, .sg-layout-map.sg-current .sg-card, .sg-opening.sg-current .sg-card");
    return [...ui.querySelectorAll(".sg-legend, .sg-key, .sg-controls, .sg-turn, .sg-attribution, .sg-bearings, .sg-time, .sg-swipe-caption"), ...over]
      .filter((element) => element.offsetParent && element.childNodes.length)
      .map((element) => element.getBoundingClientRect())
      .map((box) => ({left: box.left - frame.left, right: box.right - frame.left, top: box.top - frame.top, bottom: box.bottom - frame.top}));
  }

  painter.onTop((c, eye, how) => { labeller.draw(c, eye, alpha); bus.say("paint", {c, eye, how}); });

  function hold() {
    if (held) return;
    held = freeArea();
    queueMicrotask(() => { held = null; });
  }

  // Legend, names and the fine map follow one another in small parts: at once they would hold a frame up.
  function rest() {
    if (lent) { bus.say("rest"); return; }
    const mine = ++due, {lon, lat, zoom} = camera.here, {second} = stage;
    placing = true;
    // no other step has begun, and nobody moves the map: when it comes to rest again this is called again
    const isWanted = () => mine === due && camera.here.lon === lon && camera.here.lat === lat && camera.here.zoom === zoom;
    const done = () => { placing = false; bus.say("rest"); fadeIn(); };
    const settle = () => painter.settle(isWanted, done);
    const settleAll = () => (second ? second.painter.settle(isWanted, settle) : settle());
    shown().then(() => inParts(furnishing(second), isWanted, () => shown().then(settleAll)));
  }

  function* furnishing(second) {
    const free = freeArea();
    const rows = yield* legendOfBoth(scene, second ? [painter, second.painter] : [painter], free);
    yield;
    ui.style.setProperty("--sg-free-left", `${Math.max(16, free.left - 20)}px`);
    showLegend(legend, rows);
    const isCut = legend.scrollHeight > legend.clientHeight + 3 || [...legend.children].some((row) => row.scrollWidth > row.clientWidth + 1);
    key.hidden = !(isCut || legend.classList.contains("sg-legend-open"));
    yield;
    const {x, y} = map.getSize();
    if (!x || !y) { labeller.clear(); alpha = 0; return; }
    const taken = boxesTaken();
    if (second) yield* second.placing(taken);
    yield* labeller.placing(camera.here.zoom, {...free, right: (second ? second.divider() : x) - 8, bottom: y - 8}, taken);
    alpha = 0;
  }

  function fadeIn() {
    const began = performance.now(), mine = ++due;
    const still = isStill();
    const frame = (now) => {
      if (mine !== due) return;
      alpha = still ? 1 : clamp((now - began) / 260, 0, 1);
      painter.paintNames();
      if (alpha < 1) requestAnimationFrame(frame);
    };
    frame(performance.now());
  }

  // The state of the map is that of the step at once; the camera and the colours follow.
  function arrive(next, index, shown = Infinity) {
    step = next;
    section = index;
    revealed = isStepSection(index) ? shown : Infinity;
    lent = false;
    // classes, not :has(): that would look through the whole page whenever a name on the map changes
    for (const end of ["opening", "closing"]) ui.classList.toggle(`sg-at-${end}`, root.querySelectorAll(".sg-step")[index].classList.contains(`sg-${end}`));
    leaveExploring();
    painter.show(stateOf(scene, step, revealed), 0);
    fadeLegend(legend, scene, painter.state());
    bus.say("arrive", {step, section, revealed});
    clearTimeout(pending);
    const soon = performance.now() - lastCall < 250;
    lastCall = performance.now();
    // of steps that fly by only the last one counts; till then the camera goes on where it was going
    if (soon) pending = setTimeout(depart, 250); else depart();
  }

  function depart() {
    pending = 0;
    const state = painter.state();
    due += 1; // names fade out with the first part of the flight
    const startAlpha = alpha;
    thrift.begin();
    settled = camera.fly(camera.frameOf(scene.steps[step].view), (t) => {
      thrift.measure();
      hold();
      if (painter.state() === state) painter.show(state, t);
      alpha = Math.max(0, startAlpha * (1 - t * 4));
      if (t < 1) painter.paint(); else painter.sketch(); // it is painted in full when the names are placed
      bus.say("frame");
    }).then((whole) => { if (whole && !pending) rest(); });
  }

  // Show a step at once, without a flight: at the beginning, as it would be drawn in one, for it is
  // drawn again in full as soon as all layers are there.
  function open(at) {
    step = at;
    painter.show(stateOf(scene, step), 1);
    camera.jump(camera.frameOf(scene.steps[step].view));
    painter.sketch();
  }

  const sizeNow = () => [container.clientWidth, container.clientHeight, devicePixelRatio].join();
  let measured = sizeNow();
  function measure() {
    measured = sizeNow();
    map.invalidateSize({animate: false, pan: false});
    camera.place(camera.here.lon, camera.here.lat, camera.here.zoom);
    painter.paint();
  }

  // On a phone exploring gives the map the whole window.
  function fillWindow(whole) {
    const changed = document.documentElement.classList.toggle("sg-exploring", whole) !== isWhole;
    isWhole = whole;
    if (changed) measure();
  }

  function beginExploring({whole = false} = {}) {
    clearTimeout(pending);
    pending = 0;
    exploring = true;
    painter.show(painter.state(), 1);
    bus.say("explore", {on: true});
    if (whole) { fillWindow(true); rest(); }
  }

  // Lend the map to a game: another state and another view, and no names, until it is taken back.
  function lend(state, view) {
    clearTimeout(pending);
    pending = 0;
    due += 1;
    alpha = 0;
    placing = false; // what was being placed is not wanted any more
    lent = exploring = true;
    labeller.clear();
    fillWindow(true);
    return camera.fly(camera.frameOf(view), (t) => { painter.show(state, t); painter.paint(); });
  }

  function leaveExploring() {
    exploring = false;
    bus.say("explore", {on: false});
    fillWindow(false);
  }

  // After the window, or the part of it that is free for the map, has changed.
  function refit() {
    measure();
    if (!exploring) { camera.jump(camera.frameOf(scene.steps[step].view)); painter.show(painter.state(), 1); }
    painter.paint();
    rest();
  }
  // a phone says so whenever its bars come and go, over a map that stays as large
  window.addEventListener("resize", () => { if (sizeNow() !== measured) refit(); });

  function setMode(change) {
    Object.assign(mode, change);
    bus.say("mode", mode);
  }

  const stage = {
    map, root, scene, container, ui, legend, key, packed, camera, painter, labeller,
    on: bus.on, say: bus.say, mode, setMode, commands: createCommands(), whenBegun: (use) => bus.on("begun", use),
    isSpeaker: new URLSearchParams(location.search).has("speaker"),
    // layers that could not be decoded, features that could not begin
    failed: [], broken: [], reader: null, // the reader is there once the data is
    // a game has the map without names, and nothing to wait for
    step: () => step, section: () => section, isPlacing: () => placing || (alpha < 1 && !lent), alpha: () => alpha, settled: () => settled,
    isExploring: () => exploring, isBusy: () => camera.isFlying() || pending !== 0,
    revealed: () => revealed,
    // how many presses build a section up
    reveals: (index) => (isStepSection(index) ? (scene.steps[stepOf(index)].reveal || []).length : 0),
    // the map on the right of a divider, where that is, and its names: {painter, divider(), names, placing(taken)}
    second: null,
    freeArea, boxesTaken, rest, measure, refit, arrive, depart, open, beginExploring,
    lend, takeBack() { if (lent) arrive(step, section, revealed); },
    backToStory() { leaveExploring(); depart(); },
    // said to everybody, on the map, until the page is closed
    warn(text) {
      const note = ui.querySelector(".sg-warning");
      note.hidden = false;
      note.textContent = text;
    },
    announce(text) { setSpoken(ui.querySelector(".sg-announce"), text); },
  };
  const strong = createHighlight(stage);
  stage.highlight = strong.set; // (name of a layer, id of a feature or null)
  stage.highlighted = strong.is;
  return stage;
}
