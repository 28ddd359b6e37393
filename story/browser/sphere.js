// The sphere: directions as unit vectors, so that nothing special happens at 180° or the poles.

const RADIANS = Math.PI / 180;
const EARTH_RADIUS_M = 6371000;
// Leaflet's zoom 0 shows the equator in 256 pixels; this is its scale in metres a pixel.
const METRES_AT_ZOOM_0 = 40075016.686 / 256;

const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

function vector(lon, lat) {
  const cosLat = Math.cos(lat * RADIANS);
  return [cosLat * Math.cos(lon * RADIANS), cosLat * Math.sin(lon * RADIANS), Math.sin(lat * RADIANS)];
}

function lonLat([x, y, z]) {
  return [Math.atan2(y, x) / RADIANS, Math.atan2(z, Math.hypot(x, y)) / RADIANS];
}

// The angle between two directions; atan2 stays exact for tiny and for opposite ones.
function angleBetween(a, b) {
  const cross = Math.hypot(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]);
  return Math.atan2(cross, a[0] * b[0] + a[1] * b[1] + a[2] * b[2]);
}

// The direction a share t of the way along the great circle from a to b.
function slerp(a, b, t) {
  const angle = angleBetween(a, b);
  if (angle < 1e-9) return t < 0.5 ? a : b;
  if (Math.PI - angle < 1e-6) { // opposite: any way round will do, so go over a third point
    const third = Math.abs(a[2]) < 0.9 ? [0, 0, 1] : [1, 0, 0];
    return t < 0.5 ? slerp(a, third, t * 2) : slerp(third, b, t * 2 - 1);
  }
  const p = Math.sin((1 - t) * angle) / Math.sin(angle);
  const q = Math.sin(t * angle) / Math.sin(angle);
  return [p * a[0] + q * b[0], p * a[1] + q * b[1], p * a[2] + q * b[2]];
}

// Rows: east, north and up at a place. A vector times this matrix is seen from that place.
function frameAt(lon, lat, into = new Float64Array(9)) {
  const sinLon = Math.sin(lon * RADIANS), cosLon = Math.cos(lon * RADIANS);
  const sinLat = Math.sin(lat * RADIANS), cosLat = Math.cos(lat * RADIANS);
  into.set([-sinLon, cosLon, 0, -sinLat * cosLon, -sinLat * sinLon, cosLat, cosLat * cosLon, cosLat * sinLon, sinLat]);
  return into;
}
