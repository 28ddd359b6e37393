// The story drives the camera: Leaflet's own ways of moving it would fight with that, and a zoom in
// whole steps could not follow. Its prefix shows a flag, which a map of borders should not.
function takeOver(map) {
  map.options.zoomSnap = 0;
  map.options.zoomAnimation = false;
  for (const name of ["dragging", "scrollWheelZoom", "doubleClickZoom", "touchZoom", "boxZoom", "keyboard"]) {
    if (map[name]) map[name].disable();
  }
  if (map.zoomControl) map.zoomControl.remove();
  if (map.attributionControl) map.attributionControl.setPrefix("Leaflet");
}

// Start a story on a Leaflet map: decode, draw the first step, then listen.

async function start(map, root) {
  const scene = JSON.parse(root.querySelector(".sg-scene").textContent);
  const islands = [...root.querySelectorAll(".sg-packed")];
  const container = map.getContainer();
  const ui = root.querySelector(".sg-map-ui"), legend = ui.querySelector(".sg-legend");
  const key = ui.querySelector(".sg-key");
  const back = ui.querySelector(".sg-back"), explore = ui.querySelector(".sg-explore");
  document.documentElement.classList.add("sg-on");
  container.classList.add("sg-map");
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", "Map of the story");
  document.body.prepend(root.querySelector(".sg-skip")); // before the buttons on the map
  takeOver(map);
  map.invalidateSize({animate: false});
  container.append(ui);
  ui.hidden = false;

  const packed = scene.layers.map(() => null);
  const camera = createCamera(map, freeArea);
  const painter = createPainter(map, camera, scene, packed);
  const labeller = createLabeller(scene, painter);
  const tip = createTip(ui.querySelector(".sg-tip"), scene);
  let wasWhole = false;
  let step = 0, section = 0, alpha = 1, exploring = false, due = 0, failed = [];
  let settled = Promise.resolve(), pending = 0, lastCall = 0;

  // The part of the map that no card and no bar covers, in pixels of its box.
  function freeArea() {
    const size = map.getSize();
    if (isStacked()) return {left: 14, right: size.x - 14, top: 14, bottom: size.y - 76};
    const card = root.querySelector(".sg-step:not(.sg-opening) .sg-card").getBoundingClientRect();
    const left = exploring ? 0 : clamp(card.right - container.getBoundingClientRect().left, 0, size.x * 0.6);
    return {left: left + 36, right: size.x - 64, top: 32, bottom: size.y - 84};
  }

  function boxesTaken() {
    const frame = container.getBoundingClientRect();
    return [...ui.querySelectorAll(".sg-legend, .sg-key, .sg-controls, .sg-turn, .sg-attribution")]
      .filter((element) => element.offsetParent && element.childNodes.length)
      .map((element) => element.getBoundingClientRect())
      .map((box) => ({left: box.left - frame.left, right: box.right - frame.left, top: box.top - frame.top, bottom: box.bottom - frame.top}));
  }

  painter.onTop((c, eye) => labeller.draw(c, eye, alpha));

  function rest() {
    const free = freeArea();
    showLegend(legend, legendOf(scene, painter, free));
    key.hidden = !(legend.scrollHeight > legend.clientHeight + 3 || legend.classList.contains("sg-legend-open"));
    labeller.place(camera.here.zoom, {...free, right: map.getSize().x - 8, bottom: map.getSize().y - 8}, boxesTaken());
    fadeIn();
  }

  function fadeIn() {
    const began = performance.now(), mine = ++due;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const frame = (now) => {
      if (mine !== due) return;
      alpha = still ? 1 : clamp((now - began) / 260, 0, 1);
      painter.paint();
      if (alpha < 1) requestAnimationFrame(frame);
    };
    frame(performance.now());
  }

  // The state of the map is that of the step at once; the camera and the colours follow.
  function arrive(next, index) {
    const from = stateOf(scene, step), to = stateOf(scene, next);
    step = next;
    section = index;
    leaveExploring();
    tip.hide();
    painter.show(from, to, 0);
    clearTimeout(pending);
    const soon = performance.now() - lastCall < 250;
    lastCall = performance.now();
    if (soon) { camera.stop(); pending = setTimeout(depart, 250); } else depart();
  }

  function depart() {
    pending = 0;
    const to = painter.state(), from = painter.before();
    due += 1; // names fade out with the first part of the flight
    const startAlpha = alpha;
    settled = camera.fly(camera.frameOf(scene.steps[step].view), (t) => {
      painter.show(from, to, t);
      alpha = Math.max(0, startAlpha * (1 - t * 4));
      painter.paint();
    }).then((whole) => {
      if (!whole) return;
      painter.show(to, to, 1);
      rest();
    });
  }

  function leaveExploring() {
    exploring = false;
    back.hidden = true;
    explore.hidden = false;
    fillWindow(false);
  }

  // On a phone exploring gives the map the whole window.
  function fillWindow(whole) {
    if (document.documentElement.classList.toggle("sg-exploring", whole) !== wasWhole) measure();
    wasWhole = whole;
  }

  function measure() {
    map.invalidateSize({animate: false, pan: false});
    camera.place(camera.here.lon, camera.here.lat, camera.here.zoom);
    painter.paint();
  }

  function beganExploring() {
    clearTimeout(pending);
    pending = 0;
    exploring = true;
    painter.show(painter.state(), painter.state(), 1);
    back.hidden = false;
    explore.hidden = true;
    tip.hide();
  }

  let wait = 0;
  const explorer = createExplorer(map, camera, {
    began: beganExploring,
    changed() {
      painter.paint();
      clearTimeout(wait);
      wait = setTimeout(rest, 120);
    },
  });

  let reader = null; // the first step waits for the data
  ui.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (!button || !reader) return;
    const what = button.dataset.do;
    if (what === "in" || what === "out") explorer.zoomBy(what === "in" ? 0.8 : -0.8);
    else if (what === "explore") { beganExploring(); fillWindow(true); back.focus(); rest(); }
    else if (what === "back") { leaveExploring(); depart(); reader.sections[section].focus({preventScroll: true}); }
    else if (what === "key") key.setAttribute("aria-expanded", String(legend.classList.toggle("sg-legend-open")));
    else if (what === "next") reader.next();
    else if (what === "previous") reader.previous();
    else if (what === "contents") toggleContents();
  });

  function toggleContents(open = !document.documentElement.classList.contains("sg-listing")) {
    document.documentElement.classList.toggle("sg-listing", open);
    ui.querySelector(".sg-place").setAttribute("aria-expanded", String(open));
    if (open) (root.querySelector('.sg-rail [aria-current="step"]') || root.querySelector(".sg-rail a")).focus();
  }
  // on paper nothing can be opened
  window.addEventListener("beforeprint", () => {
    for (const fold of root.querySelectorAll(".sg-since, .sg-sources")) fold.open = true;
  });
  root.querySelector(".sg-rail").addEventListener("click", () => toggleContents(false));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    tip.hide();
    if (document.documentElement.classList.contains("sg-listing")) { toggleContents(false); ui.querySelector(".sg-place").focus(); }
    else if (exploring) { leaveExploring(); depart(); }
  });

  container.addEventListener("pointermove", (event) => {
    if (event.buttons || camera.isFlying() || event.pointerType === "touch") return;
    if (event.target.closest(".sg-map-ui > *")) { if (!tip.isPinned()) tip.hide(); return; }
    pointAt(event, false);
  });
  container.addEventListener("pointerleave", () => { if (!tip.isPinned()) tip.hide(); });
  container.addEventListener("click", (event) => {
    if (event.target.closest(".sg-map-ui > *") || explorer.wasDrag()) return;
    pointAt(event, true);
  });
  let hovering = 0;
  function pointAt(event, pin) {
    cancelAnimationFrame(hovering);
    hovering = requestAnimationFrame(() => {
      const edge = container.getBoundingClientRect();
      const x = event.clientX - edge.left, y = event.clientY - edge.top;
      const found = featureAt(scene, painter, labeller.placed(), x, y);
      container.style.cursor = found ? "pointer" : "";
      const size = map.getSize();
      tip.show(found, x, y, {left: 8, top: 8, right: size.x - 8, bottom: size.y - 8}, pin);
    });
  }

  window.addEventListener("resize", () => {
    measure();
    if (!exploring) { camera.jump(camera.frameOf(scene.steps[step].view)); painter.show(painter.state(), painter.state(), 1); }
    painter.paint();
    rest();
  });

  await Promise.all(islands.map(async (island, i) => {
    try { packed[i] = decode(await inflate(island.textContent)); } catch (error) {
      failed.push(scene.layers[i].name); // the rest of the map must not suffer
    }
    island.remove();
  }));
  if (failed.length) ui.querySelector(".sg-announce").textContent = `Some layers could not be read: ${failed.join(", ")}.`;
  reader = createReader(root, arrive);
  const opening = reader.opening();
  step = reader.stepOf(opening);
  painter.show(stateOf(scene, step), stateOf(scene, step), 1);
  camera.jump(camera.frameOf(scene.steps[step].view));
  painter.paint();
  performance.mark("storyglobe-painted");
  reader.begin(opening);

  const handle = {
    map, ready: true, failed,
    // for tests and for pages that embed the story: what the map shows now
    state() {
      return {
        step: scene.steps[step].id, section, flying: camera.isFlying() || pending !== 0, placing: alpha < 1, exploring,
        camera: {...camera.here}, target: camera.frameOf(scene.steps[step].view), free: freeArea(),
        layers: painter.state().flatMap((shown, i) => (shown ? [scene.layers[i].name] : [])),
        labels: labeller.placed().map(({lines, box, boxes, layer, feature}) =>
          ({text: lines.join(" "), box, boxes, layer: scene.layers[layer].name, id: scene.layers[layer].features[feature][0]})),
        named: named(),
      };
    },
    go: (index) => reader.go(index), settled: () => settled,
  };
  // The places that the step is about, where they are in the map's box.
  function named() {
    const eye = painter.eye(), found = [];
    painter.state().forEach((shown, i) => {
      if (!shown || !shown.only || !packed[i]) return;
      const members = new Uint8Array(scene.layers[i].features.length);
      shown.only.forEach((feature) => { members[feature] = 1; });
      eachPoint(packed[i].levels[0], members, eye, (x, y, feature) => found.push(
        {layer: scene.layers[i].name, id: scene.layers[i].features[feature][0],
          named: Boolean(scene.layers[i].label && !shown.quiet), x: x / eye.pixelRatio, y: y / eye.pixelRatio}));
    });
    return found;
  }
  storyglobe.stories = [...(storyglobe.stories || []), handle];
  root.dispatchEvent(new CustomEvent("storyglobe-ready", {bubbles: true}));
  return handle;
}
