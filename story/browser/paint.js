// The painter: one canvas under Leaflet's own panes, painted anew for each frame.

// In flight and at rest: how many pixels a level may be wrong, the least distance of drawn vertices in
// pixels, and how many vertices a frame may draw before both are made coarser.
const MOVING = {fault: 1.4, step: 1.6, budget: 3000}, RESTING = {fault: 0.6, step: 0.7, budget: 25000};
const COARSEST = 5; // times
const APPEAR_MS = 300; // of the relief, where it comes after the map
const TINY_PX = 0.6; // the least radius of an area that is drawn in flight

// `ratio` is the canvas’s pixels to one of CSS; by default the screen’s, up to 2.
function createPainter(map, camera, scene, packed, ratio = 0) {
  const sharp = () => ratio || Math.min(2, window.devicePixelRatio || 1);
  const pixelRatio = () => sharp() * (quality === MOVING ? thrift.share() : 1); // of what is painted
  const pane = map.createPane("storyglobe");
  pane.style.zIndex = 250; // over tiles, under everything that Folium draws
  pane.style.pointerEvents = "none";
  const canvas = pane.appendChild(document.createElement("canvas"));
  const screen = canvas.getContext("2d");
  let c = screen; // or the plate's, while the map is painted there
  let after = scene.layers.map(() => null), changes = after.map(() => []), mix = 1;
  // the map without its names, as it was painted last, and as it is being painted
  let plate = document.createElement("canvas"), spare = document.createElement("canvas");
  const coarse = new Map([[MOVING, 3], [RESTING, 1]]); // the first picture is soon drawn again in full
  let spent = 0, quality = RESTING, fresh = false, inWork = 0, span = null, older = null;
  let overlay = () => {}, strong = () => {}, relief = null, lit = [0, 0];
  // the relief lies over the areas of the base, under the first lines that come after them
  const areas = scene.layers.findIndex(({styles}) => styles.some(({kind}) => kind === "area"));
  const ground = scene.layers.findIndex(({styles}, i) => i > areas && styles.length > 0 && styles.every(({kind}) => kind !== "area"));

  // Turn into a step's state from whatever is seen now, though it be half way to another step's;
  // `share` 0…1 is how far the change has come.
  function show(state, share) {
    if (state !== after) {
      changes = scene.layers.map((layer, i) =>
        changeBetween(lookAt(changes[i] || [], mix), lookOf(layer, state[i]), layer.features.length));
      lit = [lit[0] + (lit[1] - lit[0]) * mix, state.relief ? 1 : 0];
      after = state;
    }
    mix = share;
  }

  // Paint, and after a frame of a flight that drew too much be coarser in the next one.
  // `kept`: keep it without its names, which are about to fade in.
  function paint(kept = false, wanted = camera.isFlying() ? MOVING : RESTING) {
    quality = wanted;
    spent = 0;
    inWork += 1;
    const eye = fitCanvas();
    if (!eye) return;
    if (quality === MOVING) eye.least = TINY_PX * eye.pixelRatio / eye.scale;
    whole(painting(eye));
    if (quality === MOVING) coarse.set(MOVING, clamp(coarse.get(MOVING) * clamp(Math.sqrt(spent / MOVING.budget), 0.8, 2), 1, COARSEST));
    fresh = kept;
    older = null;
    if (kept) keep();
    overlay(c, eye, quality === MOVING ? "moving" : "resting");
  }

  // How coarse a map at rest has to be for its budget: of each view the same, wherever one comes from.
  function* fit(eye, looks) {
    for (let coarser = 1; ; coarser = Math.min(COARSEST, coarser * 1.25)) {
      let count = 0;
      for (const [i, groups] of looks.entries()) {
        if (!groups.length) continue;
        const level = yield* levelMade(packed[i], eye, RESTING.fault * coarser);
        for (const {members} of groups) count += verticesInView(level, members, eye);
      }
      coarse.set(RESTING, coarser);
      if (count < 1.6 * RESTING.budget || coarser === COARSEST) return; // some of it will lie too close to be drawn
    }
  }

  function keep() {
    if (plate.width !== canvas.width || plate.height !== canvas.height) { plate.width = canvas.width; plate.height = canvas.height; }
    plate.getContext("2d").drawImage(canvas, 0, 0);
  }

  // Paint the map at rest, and keep it; where frames are dear apart, a little in each task, so that
  // none holds a frame up. It is seen when it is whole, and fades in over another picture of the same
  // view. Nothing is done when `isWanted` no longer, nor for nobody when something else was painted meanwhile.
  function settle(isWanted, done = null) {
    if ((done && thrift.isCheap()) || !map.getSize().x) { paint(true); done?.(); return; }
    const mine = ++inWork, back = spare.getContext("2d", {willReadFrequently: true});
    const eye = createEye(map, camera, sharp()), work = painting(eye);
    spare.width = Math.round(eye.width); spare.height = Math.round(eye.height);
    spent = 0;
    const slice = () => {
      if (!isWanted()) return;
      if (mine !== inWork) {
        if (done) { paint(true); done(); }
        return;
      }
      const began = performance.now();
      let over = false;
      quality = RESTING;
      c = back;
      try {
        while (!over && performance.now() - began < PART_MS) {
          over = work.next().done;
          back.getImageData(0, 0, 1, 1); // or all pixels would be filled together in the end
        }
      } finally { c = screen; }
      if (over) {
        fitCanvas();
        older = fresh && !done && !isStill() && plate.width === spare.width ? {plate, since: performance.now()} : null;
        plate = spare;
        spare = document.createElement("canvas");
        fresh = true;
        paintNames();
        if (older) requestAnimationFrame(function fade() { if (mine === inWork && older) { paintNames(); requestAnimationFrame(fade); } });
        done?.();
        return;
      }
      setTimeout(slice);
    };
    slice();
  }

  // The names anew, over the map as it was painted last: while they fade in nothing else changes.
  function paintNames() {
    if (!fresh || quality !== RESTING || plate.width !== canvas.width || plate.height !== canvas.height) { paint(true); return; }
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.globalAlpha = 1;
    const share = older ? (performance.now() - older.since) / APPEAR_MS : 1;
    if (share < 1) { c.drawImage(older.plate, 0, 0); c.globalAlpha = share; } else older = null;
    c.drawImage(plate, 0, 0);
    c.globalAlpha = 1;
    overlay(c, createEye(map, camera, pixelRatio()), "names");
  }

  function fitCanvas() {
    const size = map.getSize();
    if (!size.x || !size.y) return null;
    const ratio = pixelRatio();
    const width = Math.round(size.x * ratio), height = Math.round(size.y * ratio);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width; canvas.height = height;
      canvas.style.width = `${size.x}px`; canvas.style.height = `${size.y}px`;
    }
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    return createEye(map, camera, ratio);
  }

  // The map without its names, on a canvas of the eye's size, in parts.
  function* painting(eye) {
    const looks = scene.layers.map((layer, i) => (packed[i] && zoomShare(layer, eye.zoom) ? lookAt(changes[i], mix) : []));
    if (quality === RESTING) yield* fit(eye, looks);
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.globalAlpha = 1;
    c.clearRect(0, 0, eye.width, eye.height);
    c.save();
    if (span && quality === MOVING) clipTo(eye);
    if (eye.globe) paintSea(c, eye);
    for (let i = 0; i < scene.layers.length; i++) {
      if (i === ground && relief) relief.draw(c, eye, lit[0] + (lit[1] - lit[0]) * mix, camera.isFlying());
      if (looks[i].length) yield* packed[i].making(levelNumber(packed[i], eye, quality.fault * coarse.get(quality)));
      for (const group of looks[i]) { yield* paintGroup(i, group, eye); yield; }
    }
    strong(c, eye);
    c.globalAlpha = 1;
    if (showsRim(eye)) { paintSpace(c, eye); paintRim(c, eye); }
    c.restore();
  }

  function clipTo(eye) {
    const [left, right] = span.map((x) => Math.round(clamp(x * eye.pixelRatio, 0, eye.width)));
    c.beginPath();
    c.rect(left, 0, right - left, eye.height);
    c.clip();
  }

  function* paintGroup(number, group, eye) {
    const {style, members} = group, data = packed[number];
    const alpha = group.alpha * zoomShare(scene.layers[number], eye.zoom);
    if (alpha < 0.01) return;
    c.globalAlpha = alpha * (style.opacity === undefined ? 1 : style.opacity);
    const moving = quality === MOVING, coarser = coarse.get(quality);
    const level = levelFor(data, eye, quality.fault * coarser);
    const step = quality.step * Math.min(2.5, coarser) * eye.pixelRatio;
    if (style.kind === "point") { paintPoints(number, level, members, style, eye); return; }
    const isFilled = style.kind === "area" && (style.fill || (style.hatch && style.hatch !== "none"));
    const isStroked = style.color && style.width;
    const {fill, edge, drawn} = isFilled && isStroked
      ? traceAreas(level, members, eye, step) : traceOne(level, members, eye, {outline: !isFilled, step});
    spent += drawn;
    if (!drawn) return;
    if (isFilled) { fillPath(c, fill, style, eye.unit); yield; }
    if (!isStroked) return;
    strokePath(c, edge, style, eye.unit, moving);
    if (isArrowed(style)) drawArrows(c, level, members, style, eye);
  }

  function paintPoints(number, level, members, style, eye) {
    if (isContext(scene.layers[number], after[number])) return; // those come with their names, from the labeller
    eachPoint(level, members, eye, (x, y) => drawSymbol(c, style, x, y, eye.unit));
  }

  return {
    paint, paintNames, show, canvas, packed,
    settle, sketch: () => paint(false, MOVING), // as in flight
    spent: () => spent, // vertices of the last frame
    state: () => after,
    light: (picture) => { relief = picture; },
    within: (seen) => { span = seen; }, // in flight: [left, right] of the map's box, or null for all of it
    onTop: (draw) => { overlay = draw; }, // (c, eye, how): "moving" or "resting", or "names" where nothing else was drawn
    onStrong: (draw) => { strong = draw; },
    eye: () => createEye(map, camera, sharp()),
    fault: () => RESTING.fault * coarse.get(RESTING), // in pixels, of the map at rest
  };
}

// Each visible point of the members, on the canvas: use(x, y, feature).
function eachPoint(level, members, eye, use) {
  for (let p = 0; p < level.parts; p++) {
    if (level.kind[p] !== POINT || !members[level.feature[p]]) continue;
    face(eye, level, p);
    for (let i = level.start[p]; i < level.start[p + 1]; i++) {
      eye.project(eye, level.xyz[3 * i], level.xyz[3 * i + 1], level.xyz[3 * i + 2]);
      if (!at.hidden) use(at.x, at.y, level.feature[p]);
    }
  }
}
