// Start a story on a Leaflet map: decode, draw the first step, then listen.

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

// The page and the map made ready; returns what stands on the map: legend, buttons, tip.
function furnish(map, root) {
  const container = map.getContainer(), ui = root.querySelector(".sg-map-ui");
  document.documentElement.classList.add("sg-on");
  container.classList.add("sg-map");
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", "Map of the story");
  document.body.prepend(root.querySelector(".sg-skip")); // before the buttons on the map
  takeOver(map);
  map.invalidateSize({animate: false});
  container.append(ui);
  return ui;
}

// Until the map has been seen, cards that are out of view are not laid out: the map need not wait for
// them. A page that was reloaded, or opened at a link, scrolls to a place and needs their heights.
const laidOut = document.documentElement.classList;
const isFresh = !location.hash && performance.getEntriesByType("navigation")[0]?.type === "navigate";
if (isFresh) laidOut.add("sg-unread");

// Until all of the page has been read. The first picture need not wait for it: what it needs stands
// above the script that starts the story.
const read = () => new Promise((done) => {
  if (document.readyState !== "loading") done(); else document.addEventListener("DOMContentLoaded", done, {once: true});
});

// Tell the story of `root` on the map; in still pictures where that cannot be done.
async function start(map, root) {
  const still = window.storyglobeStill, lacks = still.lacking();
  if (lacks.length) {
    laidOut.remove("sg-unread");
    await read();
    still.show(root, lacks.join(", "));
    return null;
  }
  root.dataset.told = "map";
  try { return await tell(map, root); } catch (error) {
    laidOut.remove("sg-unread");
    await read();
    still.show(root, error.message);
    throw error; // the console must know
  }
}

// The large layers of the first picture, as they will be for a moment (story/sketch.py).
function sketch(root, {packed}) {
  for (const island of root.querySelectorAll(".sg-coarse")) {
    try { packed[island.dataset.layer] = decode(bytesOf(island.textContent)); } catch (error) {
      report(error); // the layer comes whole soon
    }
  }
}

async function tell(map, root) {
  const scene = JSON.parse(root.querySelector(".sg-scene").textContent);
  if (!isFresh) await read();
  setTheme(themeNow(scene.theme));
  const stage = createStage(map, root, scene, furnish(map, root));
  stage.ui.hidden = false;
  const unpack = (wanted) => Promise.all([...root.querySelectorAll(".sg-packed")].map(async (island) => {
    const i = Number(island.dataset.layer);
    if (!wanted(i)) return;
    island.remove();
    try { stage.packed[i] = decode(await inflate(island.textContent)); } catch (error) {
      stage.packed[i] = null; // a sketch must not pass for the layer
      stage.failed.push(scene.layers[i].name); // the rest of the map must not suffer
    }
  }));
  // a page that opens at its beginning shows its first step, whatever follows
  let reader = isFresh ? null : createReader(root, stage.arrive), opening = reader ? reader.opening() : 0;
  const step = reader ? reader.stepOf(opening) : 0, first = stateOf(scene, step);
  if (isFresh) sketch(root, stage);
  await unpack((i) => first[i] !== null && !stage.packed[i]);
  stage.open(step);
  performance.mark("storyglobe-painted");
  await shown(); // what is painted is seen before the rest is unpacked
  await read();
  if (!reader) { reader = createReader(root, stage.arrive); opening = reader.opening(); }
  stage.reader = reader;
  laidOut.remove("sg-unread");
  await unpack(() => true);
  if (stage.failed.length) stage.warn(`Damaged in this copy of the page, and not on the map: ${stage.failed.join(", ")}.`);
  const isIdle = () => !stage.isBusy(), repaint = () => { if (isIdle()) stage.painter.settle(isIdle); };
  createRelief(root.querySelector(".sg-relief"), repaint).then((relief) => {
    stage.painter.light(relief);
    repaint();
  }, () => stage.failed.push("relief"));
  for (const {name, begin} of FEATURES) {
    try { begin(stage); } catch (error) {
      stage.broken.push(name); // the others must not suffer
      report(error);
    }
  }
  reader.begin(opening);
  stage.say("begun");
  const handle = createHandle(stage);
  storyglobe.stories = [...(storyglobe.stories || []), handle].sort(byPlace);
  root.dispatchEvent(new CustomEvent("storyglobe-ready", {bubbles: true}));
  return handle;
}

// Two stories of a page as they follow one another in it, whichever was ready first.
function byPlace(one, other) {
  const follows = one.map.getContainer().compareDocumentPosition(other.map.getContainer());
  return follows & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}

// For tests and for pages that embed the story: what the map shows now, and the way to a section.
function createHandle(stage) {
  const {scene, camera, painter, labeller} = stage;
  return {
    map: stage.map, ready: true, failed: stage.failed, broken: stage.broken,
    state() {
      return {
        step: scene.steps[stage.step()].id, section: stage.section(), exploring: stage.isExploring(),
        mode: {...stage.mode}, revealed: Math.min(stage.revealed(), stage.reveals(stage.section())), lesson: stage.lesson(),
        flying: stage.isBusy(), placing: stage.isPlacing(),
        camera: {...camera.here}, target: camera.frameOf(scene.steps[stage.step()].view), free: stage.freeArea(),
        layers: painter.state().flatMap((shown, i) => (shown ? [scene.layers[i].name] : [])),
        labels: [...labeller.placed(), ...(stage.second ? stage.second.names.placed() : [])].map(({lines, box, boxes, layer, feature, leader, x, y}) =>
          ({text: lines.join(" "), box, boxes, leader: leader ? leader.map((to, i) => to + (i % 2 ? y : x)) : null, layer: scene.layers[layer].name, id: scene.layers[layer].features[feature][0]})),
        named: namedPlaces(stage),
      };
    },
    // the names of what may be asked for now, and the way to ask for it
    commands: () => stage.commands.list().filter(({when}) => when()).map(({name}) => name),
    run: (name) => stage.commands.run(name),
    strokes: () => stage.strokes(),
    go: (index) => stage.reader.go(index), settled: () => stage.settled(),
  };
}

// The places that the step is about, where they are in the map's box.
function namedPlaces({scene, painter, packed}) {
  const eye = painter.eye(), found = [];
  painter.state().forEach((shown, i) => {
    if (!shown || !shown.only || !packed[i] || !zoomShare(scene.layers[i], eye.zoom)) return;
    const members = new Uint8Array(scene.layers[i].features.length);
    shown.only.forEach((feature) => { if (alphaOf(shown, feature)) members[feature] = 1; });
    eachPoint(levelFor(packed[i], eye, 0.8), members, eye, (x, y, feature) => found.push(
      {layer: scene.layers[i].name, id: scene.layers[i].features[feature][0],
        named: Boolean(scene.layers[i].label && !shown.quiet), x: x / eye.pixelRatio, y: y / eye.pixelRatio}));
  });
  return found;
}
