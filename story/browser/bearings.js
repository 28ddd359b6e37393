// Where in the world one is, and how large things are: a small globe turned to the map's centre, with
// the outline of what the map shows, and a scale bar that is true there.

const BAR_PX = 96;      // the longest bar
const BEARINGS_MS = 90; // between two drawings in flight
const ORTHO_EDGE = 24;  // places along the outline, on each side

feature("bearings", (stage) => {
  const {camera, scene, ui, root} = stage;
  const box = ui.querySelector(".sg-bearings"), globe = box.querySelector("canvas");
  const scale = box.querySelector(".sg-scale"), length = box.querySelector(".sg-scale-length");
  const ground = scene.layers.findIndex(({styles}) => styles.some(({kind}) => kind === "area"));
  let drawn = "", last = 0;

  function draw(eye, whole) {
    const {lon, lat, zoom} = camera.here, size = globe.clientWidth;
    const key = [lon, lat, zoom, size, stage.freeArea().left, tones.night, Boolean(stage.packed[ground])].join();
    if (key === drawn || (!whole && performance.now() - last < BEARINGS_MS)) return;
    drawn = key;
    last = performance.now();
    const bar = scaleBar(camera.metresPerPixel(camera.here));
    if (length.textContent !== bar.text) length.textContent = bar.text;
    scale.style.setProperty("--sg-bar", `${bar.pixels}px`);
    if (size) drawGlobe(globe, size, {lon, lat}, stage.packed[ground], outlineOf(eye, stage.freeArea()));
    if (!whole) return;
    scale.setAttribute("aria-label", `Scale: the bar is ${bar.text} long in the middle of the map`);
    globe.setAttribute("aria-label", `Small globe: the map shows the world round ${spokenPlace(lon, lat)}`);
  }

  // a card that fills the window leaves no room
  stage.on("arrive", () => { box.hidden = root.querySelector(".sg-current")?.matches(".sg-layout-full, .sg-closing") === true; });
  stage.on("paint", ({eye}) => draw(eye, !stage.isBusy()));
});

// The longest round length whose bar fits: {pixels, metres, text}.
function scaleBar(metresPerPixel, most = BAR_PX) {
  const limit = metresPerPixel * most, power = 10 ** Math.floor(Math.log10(limit));
  const metres = [5, 2, 1].find((n) => n * power <= limit) * power;
  return {metres, pixels: metres / metresPerPixel, text: metres < 1000 ? `${metres} m` : `${spoken(metres / 1000)} km`};
}

const spokenPlace = (lon, lat) =>
  `${Math.abs(Math.round(lat))}° ${lat < 0 ? "south" : "north"}, ${Math.abs(Math.round(lon))}° ${lon < 0 ? "west" : "east"}`;

// The edge of the free part of the map, as directions.
function outlineOf(eye, free) {
  const {left, right, top, bottom} = free, corners = [[left, top], [right, top], [right, bottom], [left, bottom]];
  return corners.flatMap(([x, y], i) => {
    const [toX, toY] = corners[(i + 1) % 4];
    return Array.from({length: ORTHO_EDGE}, (_, k) => {
      const t = k / ORTHO_EDGE;
      return eye.unproject(x + (toX - x) * t, y + (toY - y) * t);
    });
  });
}

// The half of the world round a place, as it is seen from far away.
function farEye(lon, lat, size, ratio) {
  const frame = frameAt(lon, lat), radius = (size / 2 - 1.5) * ratio;
  return {
    globe: true, frame, up: [frame[6], frame[7], frame[8]], angle: Math.PI / 2, seen: null,
    width: size * ratio, height: size * ratio, x0: size / 2 * ratio, y0: size / 2 * ratio, pixelRatio: ratio,
    scale: radius, horizon: radius, metres: EARTH_RADIUS_M / radius, project: projectFar,
  };
}

// Orthographic; what lies behind is drawn on the rim.
function projectFar(eye, x, y, z) {
  const f = eye.frame, up = f[6] * x + f[7] * y + f[8] * z;
  const east = f[0] * x + f[1] * y + f[2] * z, north = f[3] * x + f[4] * y + f[5] * z;
  at.hidden = up < 0;
  const k = at.hidden ? eye.horizon / (Math.hypot(east, north) || 1e-9) : eye.scale;
  at.x = eye.x0 + k * east;
  at.y = eye.y0 - k * north;
}

function drawGlobe(canvas, size, {lon, lat}, packed, outline) {
  const ratio = Math.min(2, window.devicePixelRatio || 1), eye = farEye(lon, lat, size, ratio);
  if (canvas.width !== eye.width) { canvas.width = eye.width; canvas.height = eye.height; }
  const c = canvas.getContext("2d");
  c.clearRect(0, 0, eye.width, eye.height);
  c.beginPath();
  c.arc(eye.x0, eye.y0, eye.horizon, 0, 7);
  c.fillStyle = tone(INK.sea);
  c.fill();
  if (packed) {
    const level = levelFor(packed, eye, 0.7), land = new Path2D();
    trace(land, level, new Uint8Array(packed.features).fill(1), eye, {step: 1.2});
    c.fillStyle = tone("#a9a796");
    c.fill(land);
  }
  c.beginPath();
  c.arc(eye.x0, eye.y0, eye.horizon, 0, 7);
  c.strokeStyle = tone(INK.rim);
  c.lineWidth = ratio;
  c.stroke();
  const across = [];
  c.beginPath();
  for (const [x, y, z] of outline) {
    eye.project(eye, x, y, z);
    c.lineTo(at.x, at.y);
    across.push(Math.hypot(at.x - eye.x0, at.y - eye.y0));
  }
  c.closePath();
  if (Math.max(...across) < 4 * ratio) { c.beginPath(); c.arc(eye.x0, eye.y0, 4 * ratio, 0, 7); }
  c.strokeStyle = tone("#9b2335");
  c.lineWidth = 1.6 * ratio;
  c.stroke();
}
