// The painter: one canvas under Leaflet's own panes, painted anew for each frame.

const INK = {
  sea: "#dbe6ec", deep: "#cddce4", rim: "#9fb4c1", space: "#f4f2ec",
};
const MOVING_STEP = 1.6, RESTING_STEP = 0.7; // least distance of drawn vertices, in pixels

// `ratio` is the canvas’s pixels to one of CSS; by default the screen’s, up to 2.
function createPainter(map, camera, scene, packed, ratio = 0) {
  const pixelRatio = () => ratio || Math.min(2, window.devicePixelRatio || 1);
  const pane = map.createPane("storyglobe");
  pane.style.zIndex = 250; // over tiles, under everything that Folium draws
  pane.style.pointerEvents = "none";
  const canvas = pane.appendChild(document.createElement("canvas"));
  const c = canvas.getContext("2d");
  let after = scene.layers.map(() => null), changes = after.map(() => []), mix = 1;
  let overlay = () => {}, strong = () => {}, relief = null, lit = [0, 0];
  // the relief lies over the areas of the base, under the first lines that come after them
  const areas = scene.layers.findIndex(({styles}) => styles.some(({kind}) => kind === "area"));
  const ground = scene.layers.findIndex(({styles}, i) => i > areas && styles.length > 0 && styles.every(({kind}) => kind !== "area"));

  // Turn into a step's state from whatever is seen now, though it be half way to another step's;
  // `share` 0…1 is how far the change has come.
  function show(state, share) {
    if (state !== after) {
      changes = scene.layers.map((layer, i) =>
        changeBetween(lookAt(changes[i], mix), lookOf(layer, state[i]), layer.features.length));
      lit = [lit[0] + (lit[1] - lit[0]) * mix, state.relief ? 1 : 0];
      after = state;
    }
    mix = share;
  }

  function paint() {
    const size = map.getSize();
    if (!size.x || !size.y) return;
    const ratio = pixelRatio();
    const width = Math.round(size.x * ratio), height = Math.round(size.y * ratio);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width; canvas.height = height;
      canvas.style.width = `${size.x}px`; canvas.style.height = `${size.y}px`;
    }
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    const eye = createEye(map, camera, ratio);
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.globalAlpha = 1;
    c.clearRect(0, 0, width, height);
    if (eye.globe) paintSea(eye);
    c.save();
    if (eye.globe) { c.beginPath(); c.arc(eye.x0, eye.y0, eye.horizon, 0, 7); c.clip(); }
    for (let i = 0; i < scene.layers.length; i++) {
      if (i === ground && relief) relief.draw(c, eye, lit[0] + (lit[1] - lit[0]) * mix, camera.isFlying());
      if (packed[i]) for (const group of lookAt(changes[i], mix)) paintGroup(i, group, eye);
    }
    strong(c, eye);
    c.restore();
    if (eye.globe) paintRim(eye);
    overlay(c, eye);
  }

  function paintSea(eye) {
    c.fillStyle = tone(INK.space);
    c.fillRect(0, 0, eye.width, eye.height);
    const sea = c.createRadialGradient(eye.x0, eye.y0, eye.horizon * 0.2, eye.x0, eye.y0, eye.horizon);
    sea.addColorStop(0, tone(INK.sea));
    sea.addColorStop(1, tone(INK.deep));
    c.fillStyle = sea;
    c.beginPath();
    c.arc(eye.x0, eye.y0, eye.horizon, 0, 7);
    c.fill();
  }

  function paintRim(eye) {
    c.strokeStyle = tone(INK.rim);
    c.lineWidth = 1.2 * eye.pixelRatio;
    c.setLineDash([]);
    c.beginPath();
    c.arc(eye.x0, eye.y0, eye.horizon, 0, 7);
    c.stroke();
  }

  function paintGroup(number, group, eye) {
    const {style, members} = group, data = packed[number];
    const alpha = group.alpha * zoomShare(scene.layers[number], eye.zoom);
    if (alpha < 0.01) return;
    c.globalAlpha = alpha * (style.opacity === undefined ? 1 : style.opacity);
    const moving = camera.isFlying();
    const level = levelFor(data, eye, moving ? 1.4 : 0.6);
    const step = (moving ? MOVING_STEP : RESTING_STEP) * eye.pixelRatio;
    if (style.kind === "point") { paintPoints(number, level, members, style, eye); return; }
    if (style.kind === "area" && (style.fill || (style.hatch && style.hatch !== "none"))) {
      const path = new Path2D();
      if (trace(path, level, members, eye, {step})) fillPath(c, path, style, eye.unit);
    }
    if (style.color && style.width) {
      const path = new Path2D();
      if (trace(path, level, members, eye, {outline: true, step})) strokePath(c, path, style, eye.unit, moving);
      if (isArrowed(style)) drawArrows(c, level, members, style, eye);
    }
  }

  function paintPoints(number, level, members, style, eye) {
    if (isContext(scene.layers[number], after[number])) return; // those come with their names, from the labeller
    eachPoint(level, members, eye, (x, y) => drawSymbol(c, style, x, y, eye.unit));
  }

  return {
    paint, show, canvas, packed,
    state: () => after,
    light: (picture) => { relief = picture; },
    onTop: (draw) => { overlay = draw; },
    onStrong: (draw) => { strong = draw; },
    eye: () => createEye(map, camera, pixelRatio()),
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
