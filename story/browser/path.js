// From unit vectors to paths on the canvas: projection, culling, clipping at the horizon.

// Beyond this angle from the camera nothing is drawn: the equal-area plane shows it stretched out
// of shape, and close to the opposite point it tears.
const HORIZON = 110 * RADIANS;
const HORIZON_UP = Math.cos(HORIZON);

// How a map looks now: for the painter, the labels and the hit test.
function createEye(map, camera, pixelRatio) {
  const size = map.getSize(), offset = camera.offset();
  const scale = EARTH_RADIUS_M / METRES_AT_ZOOM_0 * 2 ** camera.here.zoom * pixelRatio;
  const eye = {
    width: size.x * pixelRatio, height: size.y * pixelRatio, pixelRatio, scale,
    x0: (size.x / 2 + offset.x) * pixelRatio, y0: (size.y / 2 + offset.y) * pixelRatio,
    metres: camera.metresPerPixel(camera.here) / pixelRatio, globe: camera.globe,
  };
  // lengths of the drawing grow with the window: a projector is seen from the back row
  eye.unit = pixelRatio * clamp(Math.min(size.x / 1.6, size.y) / 780, 1, 1.6);
  eye.frame = camera.globe ? map.options.crs.frame : frameAt(camera.here.lon, camera.here.lat);
  eye.up = [eye.frame[6], eye.frame[7], eye.frame[8]];
  eye.horizon = 2 * Math.sin(HORIZON / 2) * scale;
  const far = Math.max(
    Math.hypot(eye.x0, eye.y0), Math.hypot(eye.width - eye.x0, eye.y0),
    Math.hypot(eye.x0, eye.height - eye.y0), Math.hypot(eye.width - eye.x0, eye.height - eye.y0));
  const reach = far / scale / 2;
  eye.angle = camera.globe ? Math.min(HORIZON, reach < 1 ? 2 * Math.asin(reach) : Math.PI) : Math.PI;
  eye.project = camera.globe ? projectGlobe : projectPlane(map, camera, pixelRatio);
  // the direction that a place of the map's box (CSS pixels) shows
  eye.unproject = (x, y) => {
    const place = map.containerPointToLatLng([x, y]);
    return vector(place.lng, place.lat);
  };
  eye.zoom = camera.here.zoom;
  eye.middle = eye.around = camera.here.lon;
  // the same view in a smaller picture
  eye.shrunk = (factor) => ({
    ...eye, seen: null, width: Math.ceil(eye.width * factor), height: Math.ceil(eye.height * factor),
    x0: eye.x0 * factor, y0: eye.y0 * factor, scale: eye.scale * factor,
    horizon: eye.horizon * factor, metres: eye.metres / factor,
    project: camera.globe ? projectGlobe : projectPlane(map, camera, pixelRatio * factor),
  });
  return eye;
}

// The projected point of the last call: no object is made for a vertex.
const at = {x: 0, y: 0, hidden: false};

function projectGlobe(eye, x, y, z) {
  const f = eye.frame;
  const up = f[6] * x + f[7] * y + f[8] * z;
  let east = f[0] * x + f[1] * y + f[2] * z, north = f[3] * x + f[4] * y + f[5] * z;
  at.hidden = up < HORIZON_UP;
  let k;
  if (at.hidden) k = eye.horizon / (Math.hypot(east, north) || 1e-9);
  else k = eye.scale * Math.sqrt(2 / (1 + up));
  at.x = eye.x0 + k * east;
  at.y = eye.y0 - k * north;
}

// Any other projection of Leaflet's. A part is kept whole: its longitudes lie round its own middle,
// in the world copy nearest to the camera.
function projectPlane(map, camera, pixelRatio) {
  const origin = map.getPixelOrigin().subtract(map._getMapPanePos());
  const crs = map.options.crs, zoom = map.getZoom();
  return (eye, x, y, z) => {
    const lon = near(Math.atan2(y, x) / RADIANS, eye.around);
    const lat = Math.atan2(z, Math.hypot(x, y)) / RADIANS;
    const point = crs.latLngToPoint(new L.LatLng(lat, lon), zoom);
    at.hidden = false;
    at.x = (point.x - origin.x) * pixelRatio;
    at.y = (point.y - origin.y) * pixelRatio;
  };
}

// The longitude that is the same place and at most half a turn from another one.
const near = (lon, other) => lon - 360 * Math.round((lon - other) / 360);

// Turn to a part before its vertices are projected.
function face(eye, level, p) {
  if (eye.globe) return;
  const cap = level.partCap;
  const lon = Math.hypot(cap[4 * p], cap[4 * p + 1]) < 0.02 ? eye.middle : Math.atan2(cap[4 * p + 1], cap[4 * p]) / RADIANS;
  eye.around = near(lon, eye.middle);
}

const dot = (caps, i, up) => caps[4 * i] * up[0] + caps[4 * i + 1] * up[1] + caps[4 * i + 2] * up[2];
const capAngle = (caps, i, up) => Math.acos(clamp(dot(caps, i, up), -1, 1));
const capInView = (caps, i, eye) => capAngle(caps, i, eye.up) - caps[4 * i + 3] < eye.angle;

// The coarsest level whose faults are smaller than `pixels` on the screen: its number, and itself.
function levelNumber(packed, eye, pixels) {
  let chosen = 0;
  packed.levels.forEach((level, i) => { if (level.tolerance <= eye.metres * pixels) chosen = i; });
  return chosen;
}
const levelFor = (packed, eye, pixels) => packed.level(levelNumber(packed, eye, pixels));

// The parts of a level that are in view, found once for each eye; areas whose radius is less than
// the eye's `least` are left out.
function partsInView(level, eye) {
  const seen = eye.seen || (eye.seen = new Map());
  if (!seen.has(level)) {
    const found = [];
    const {partCap, kind} = level, least = eye.least || 0;
    for (let p = 0; p < level.parts; p++) {
      if ((kind[p] < EXTERIOR || partCap[4 * p + 3] >= least) && capInView(partCap, p, eye)) found.push(p);
    }
    seen.set(level, found);
  }
  return seen.get(level);
}

// Whether the rings of the members can be outlined by the path that fills them: none has a seam in
// it, and none follows the horizon.
const isOutlinedWhole = (level, members, eye) => eye.globe && eye.angle < HORIZON
  && partsInView(level, eye).every((p) => !level.seamed[p] || !members[level.feature[p]]);

// Add the parts of the members to the path. `outline` leaves out the seams of the data.
function trace(path, level, members, eye, {outline = false, step = 0.7} = {}) {
  let drawn = 0;
  for (const p of partsInView(level, eye)) {
    const kind = level.kind[p];
    if (kind === POINT || !members[level.feature[p]]) continue;
    face(eye, level, p);
    drawn += kind === LINE || outline
      ? traceLine(path, level, p, eye, kind !== LINE, step)
      : traceRing(path, level, p, eye, step);
  }
  return drawn;
}

function traceRing(path, level, p, eye, step) {
  if (level.whole[p]) return traceWorld(path, eye);
  const {xyz, start, chunkStart, chunkCap} = level;
  const least = step * step;
  let count = 0, area = 0, firstX = 0, firstY = 0, lastX = 0, lastY = 0, wasHidden = false, firstHidden = false;
  for (let c = chunkStart[p]; c < chunkStart[p + 1]; c++) {
    const from = start[p] + (c - chunkStart[p]) * CHUNK, to = Math.min(start[p + 1], from + CHUNK);
    const stride = capInView(chunkCap, c, eye) ? 1 : Math.max(1, to - from - 1);
    for (let i = from; i < to; i += stride) {
      eye.project(eye, xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2]);
      const {x, y, hidden} = at;
      if (!count) {
        path.moveTo(x, y); firstX = x; firstY = y; firstHidden = hidden;
      } else {
        const dx = x - lastX, dy = y - lastY;
        if (dx * dx + dy * dy < least) continue;
        area += hidden && wasHidden
          ? arcAlongHorizon(path, eye, lastX, lastY, x, y) : twiceArea(eye, lastX, lastY, x, y);
        path.lineTo(x, y);
      }
      lastX = x; lastY = y; wasHidden = hidden; count++;
    }
  }
  if (!count) return 0;
  area += wasHidden && firstHidden
    ? arcAlongHorizon(path, eye, lastX, lastY, firstX, firstY) : twiceArea(eye, lastX, lastY, firstX, firstY);
  // a fill closes its rings itself, an outline does not; closePath would copy the whole path in
  // Chromium, each time
  path.lineTo(firstX, firstY);
  if (eye.globe) mendInsideOut(path, level, p, eye, area);
  return count;
}

// All that can be seen, wound as an exterior is.
function traceWorld(path, eye) {
  path.moveTo(eye.globe ? eye.x0 + eye.horizon : 0, eye.globe ? eye.y0 : 0);
  if (eye.globe) path.arc(eye.x0, eye.y0, eye.horizon, 0, 2 * Math.PI, true);
  else for (const [x, y] of [[0, eye.height], [eye.width, eye.height], [eye.width, 0], [0, 0]]) path.lineTo(x, y);
  return 4;
}

// Twice the signed area between an edge and the middle of the view.
const twiceArea = (eye, x1, y1, x2, y2) =>
  (x1 - eye.x0) * (y2 - eye.y0) - (x2 - eye.x0) * (y1 - eye.y0);

// Between two points on the horizon the path follows it, rather than cut across the globe. Returns
// twice the area of that sector.
function arcAlongHorizon(path, eye, x1, y1, x2, y2) {
  const a = Math.atan2(y1 - eye.y0, x1 - eye.x0);
  let turn = Math.atan2(y2 - eye.y0, x2 - eye.x0) - a;
  if (turn > Math.PI) turn -= 2 * Math.PI; else if (turn < -Math.PI) turn += 2 * Math.PI;
  const steps = Math.floor(Math.abs(turn) / 0.15);
  for (let k = 1; k <= steps; k++) {
    const angle = a + turn * k / (steps + 1);
    path.lineTo(eye.x0 + eye.horizon * Math.cos(angle), eye.y0 + eye.horizon * Math.sin(angle));
  }
  return eye.horizon * eye.horizon * turn;
}

// A ring round the point opposite the camera is projected inside out: its winding is reversed. The
// whole disc, wound as the ring should be, turns the sum of windings right again.
function mendInsideOut(path, level, p, eye, area) {
  const cap = level.partCap;
  if (Math.PI - capAngle(cap, p, eye.up) > cap[4 * p + 3]) return;
  const anticlockwise = level.kind[p] === EXTERIOR; // on the screen, y down, its area is negative
  if (area < 0 === anticlockwise) return;
  path.moveTo(eye.x0 + eye.horizon, eye.y0);
  path.arc(eye.x0, eye.y0, eye.horizon, 0, 2 * Math.PI, anticlockwise);
}

function traceLine(path, level, p, eye, closed, step) {
  const {xyz, start, seam, chunkStart, chunkCap} = level;
  const least = step * step, leap = eye.width;
  let count = 0, lastX = 0, lastY = 0, last = -1, open = false;
  const visit = (i, end) => {
    eye.project(eye, xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2]);
    const {x, y, hidden} = at;
    const cut = hidden || (closed && last >= 0 && seam[i] && seam[last])
      || (!eye.globe && last >= 0 && Math.abs(x - lastX) > leap);
    if (!open || cut) {
      path.moveTo(x, y);
    } else {
      const dx = x - lastX, dy = y - lastY;
      if (!end && dx * dx + dy * dy < least) return;
      path.lineTo(x, y);
    }
    open = !hidden;
    lastX = x; lastY = y; last = i; count++;
  };
  for (let c = chunkStart[p]; c < chunkStart[p + 1]; c++) {
    const from = start[p] + (c - chunkStart[p]) * CHUNK, to = Math.min(start[p + 1], from + CHUNK);
    if (!capInView(chunkCap, c, eye)) { // only its ends matter: they lead out of view and back
      visit(from, true);
      open = false;
      visit(to - 1, true);
      continue;
    }
    for (let i = from; i < to; i++) visit(i, i === to - 1);
  }
  if (closed) visit(start[p], true);
  return count;
}
