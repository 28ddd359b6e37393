// Lambert's azimuthal equal-area projection, centred wherever the camera is.
// Formulas: Snyder, Map Projections: A Working Manual (USGS 1395, 1987), p. 185, on a sphere.

function createLAEA() {
  const frame = frameAt(0, 0);
  const projection = {
    bounds: L.bounds([-2 * EARTH_RADIUS_M, -2 * EARTH_RADIUS_M], [2 * EARTH_RADIUS_M, 2 * EARTH_RADIUS_M]),
    project(latLng) {
      const [x, y, z] = vector(latLng.lng, latLng.lat);
      const up = frame[6] * x + frame[7] * y + frame[8] * z;
      const k = EARTH_RADIUS_M * Math.sqrt(2 / Math.max(1e-9, 1 + up));
      return new L.Point(
        k * (frame[0] * x + frame[1] * y + frame[2] * z), k * (frame[3] * x + frame[4] * y + frame[5] * z));
    },
    unproject(point) {
      let px = point.x / EARTH_RADIUS_M, py = point.y / EARTH_RADIUS_M;
      const reach = Math.hypot(px, py);
      if (reach > 1.9999) { px *= 1.9999 / reach; py *= 1.9999 / reach; } // off the globe: its rim
      const square = px * px + py * py, k = Math.sqrt(1 - square / 4);
      const east = k * px, north = k * py, up = 1 - square / 2;
      const [lon, lat] = lonLat([
        frame[0] * east + frame[3] * north + frame[6] * up,
        frame[1] * east + frame[4] * north + frame[7] * up,
        frame[2] * east + frame[5] * north + frame[8] * up]);
      return new L.LatLng(lat, lon);
    },
  };
  return L.extend({}, L.CRS, {
    code: "StoryLAEA",
    infinite: true,
    projection,
    frame,
    transformation: new L.Transformation(1 / METRES_AT_ZOOM_0, 0, -1 / METRES_AT_ZOOM_0, 0),
    scale: (zoom) => Math.pow(2, zoom),
    zoom: (scale) => Math.log2(scale),
    distance: L.CRS.Earth.distance,
    setCentre(lon, lat) { frameAt(lon, lat, frame); },
  });
}

// Folium writes `crs: L.CRS.StoryLAEA`; each map gets a projection of its own, so two maps on one
// page have two centres.
const laea = L.CRS.StoryLAEA = createLAEA();
L.Map.addInitHook(function () {
  if (this.options.crs !== laea) return;
  this.options.crs = createLAEA();
  const centre = this.getCenter(), zoom = this.getZoom();
  this.options.crs.setCentre(centre.lng, centre.lat);
  this.setView(centre, zoom, {reset: true, animate: false});
});
