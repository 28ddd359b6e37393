// From unit vectors to places on the canvas: how the map looks now, and what of it is in view.

// Beyond this angle from the camera nothing is drawn: the equal-area plane shows it stretched out
// of shape, and close to the opposite point it tears.
const HORIZON = 110 * RADIANS;
const HORIZON_UP = Math.cos(HORIZON);
const EDGE = 24; // lengths round the view in which wide lines still reach into it

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
  if (camera.globe) eye.edge = EDGE * eye.unit;
  eye.zoom = camera.here.zoom;
  eye.middle = eye.around = camera.here.lon;
  // the same view in a smaller picture
  eye.shrunk = (factor) => ({
    ...eye, seen: null, width: Math.ceil(eye.width * factor), height: Math.ceil(eye.height * factor),
    x0: eye.x0 * factor, y0: eye.y0 * factor, scale: eye.scale * factor,
    horizon: eye.horizon * factor, edge: eye.edge && eye.edge * factor, metres: eye.metres / factor,
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

// The least that half the angle from the camera to anywhere in a cap can have as its cosine, for an
// angle whose cosine is given; without trigonometry, since every frame asks it for every part.
function leastHalfCosine(cosine, radius) {
  return Math.sqrt((1 + cosine) / 2) * (1 - radius * radius / 8) - Math.sqrt((1 - cosine) / 2) * radius / 2;
}
const HALF_HORIZON = Math.cos(HORIZON / 2);

// Whether all of a cap is this side of the horizon, to be sure.
const isInFront = (caps, i, eye) => leastHalfCosine(clamp(dot(caps, i, eye.up), -1, 1), caps[4 * i + 3]) > HALF_HORIZON;

// Whether something of a cap may be in view. On the plane nothing of it lies farther from the cap's
// middle than its radius, stretched as the plane is at its far end: a circle beside the window.
function capInView(caps, i, eye) {
  const cosine = clamp(dot(caps, i, eye.up), -1, 1), radius = caps[4 * i + 3];
  const half = eye.edge === undefined ? 0 : leastHalfCosine(cosine, radius);
  if (half <= HALF_HORIZON) return Math.acos(cosine) - radius < eye.angle;
  const f = eye.frame, x = caps[4 * i], y = caps[4 * i + 1], z = caps[4 * i + 2];
  const k = eye.scale * Math.sqrt(2 / (1 + cosine)), reach = eye.scale * radius / half + eye.edge;
  const right = eye.x0 + k * (f[0] * x + f[1] * y + f[2] * z), down = eye.y0 - k * (f[3] * x + f[4] * y + f[5] * z);
  return right + reach > 0 && right - reach < eye.width && down + reach > 0 && down - reach < eye.height;
}

// The coarsest level whose faults are smaller than `pixels` on the screen: its number, and itself.
function levelNumber(packed, eye, pixels) {
  let chosen = 0;
  packed.levels.forEach((level, i) => { if (level.tolerance <= eye.metres * pixels) chosen = i; });
  return chosen;
}
const levelFor = (packed, eye, pixels) => packed.level(levelNumber(packed, eye, pixels));
function* levelMade(packed, eye, pixels) {
  const number = levelNumber(packed, eye, pixels);
  yield* packed.making(number);
  return packed.level(number);
}

// How many vertices of the members are in view, with what their chunks hold besides.
function verticesInView({kind, feature, start, chunkStart, chunkCap, partCap}, members, eye) {
  let count = 0;
  for (let p = 0; p < kind.length; p++) {
    if (kind[p] === POINT || !members[feature[p]] || !capInView(partCap, p, eye)) continue;
    for (let c = chunkStart[p], left = start[p + 1] - start[p]; c < chunkStart[p + 1]; c++, left -= CHUNK) {
      if (capInView(chunkCap, c, eye)) count += Math.min(CHUNK, left);
    }
  }
  return count;
}

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
