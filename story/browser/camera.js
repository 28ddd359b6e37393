// The camera: where the map looks, and how it gets from one view to the next.
// A view is {lon, lat, zoom}: the place in the middle of the free part of the map (the part that no
// card covers) and Leaflet's zoom there.

// rho of van Wijk: how readily a flight rises. At the square root of two the top of a long flight is
// as wide as the way is long; a little more, and both ends are seen though the top is not midway.
const LIFT = 1.65;
const LONGEST_MS = 2500;
const SHORTEST_MS = 450, UNIT_MS = 800; // at the least, and for each unit of van Wijk's way

// The smooth path between two views: van Wijk and Nuij, Smooth and efficient zooming and panning
// (InfoVis 2003). Widths are radians of arc across the view; `angle` is the way to go. Returns the
// length of the path and a function from a place on it to [angle gone, width].
function vanWijk(fromWidth, toWidth, angle, rho = LIFT) {
  const square = rho * rho;
  if (angle < 1e-6) {
    const length = Math.abs(Math.log(toWidth / fromWidth)) / rho;
    const sign = toWidth < fromWidth ? -1 : 1;
    return {length, at: (s) => [length ? s / length * angle : angle, fromWidth * Math.exp(sign * rho * s)]};
  }
  const rise = (width, sign) =>
    (toWidth ** 2 - fromWidth ** 2 + sign * square * square * angle * angle) / (2 * width * square * angle);
  const start = Math.asinh(-rise(fromWidth, 1)), end = Math.asinh(-rise(toWidth, -1));
  const length = (end - start) / rho;
  return {length, at: (s) => [
    fromWidth / square * (Math.cosh(start) * Math.tanh(rho * s + start) - Math.sinh(start)),
    fromWidth * Math.cosh(start) / Math.cosh(rho * s + start)]};
}

const ease = (t) => (t < 0.5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2);
const slowDown = (t) => 1 - (1 - t) ** 2; // of a camera that moves already

// A flight from one view to another on a map with so many free pixels across: how long it lasts, and
// the view at a share 0…1 of its way.
function flightBetween(from, to, across) {
  const a = vector(from.lon, from.lat), b = vector(to.lon, to.lat), angle = angleBetween(a, b);
  const widthAt0 = across * METRES_AT_ZOOM_0 / EARTH_RADIUS_M;
  const path = vanWijk(widthAt0 / 2 ** from.zoom, widthAt0 / 2 ** to.zoom, angle);
  return {
    length: path.length,
    lasts: Math.min(LONGEST_MS, SHORTEST_MS + UNIT_MS * path.length),
    at(share) {
      const [gone, width] = path.at(share * path.length);
      const [lon, lat] = lonLat(slerp(a, b, angle ? clamp(gone / angle, 0, 1) : 1));
      return {lon, lat, zoom: Math.log2(widthAt0 / width)};
    },
  };
}

function createCamera(map, freeArea) {
  const crs = map.options.crs;
  const globe = typeof crs.setCentre === "function";
  const here = {lon: 0, lat: 0, zoom: 3};
  let flight = 0;
  let flying = null;

  // The metres that a pixel shows at the focus of a view.
  const metresPerPixel = (view) =>
    METRES_AT_ZOOM_0 / 2 ** view.zoom * (globe ? 1 : Math.cos(view.lat * RADIANS));

  // From the middle of the map's box to the middle of its free part, in pixels.
  function offset() {
    const size = map.getSize(), free = freeArea();
    return new L.Point((free.left + free.right - size.x) / 2, (free.top + free.bottom - size.y) / 2);
  }

  function lowestZoom() {
    if (!globe) return 1;
    // the globe must not shrink so far that the middle of the map's box falls off it
    const away = offset();
    const needed = Math.max(70, Math.hypot(away.x, away.y)) * 1.2;
    return Math.log2(needed * METRES_AT_ZOOM_0 / (2 * EARTH_RADIUS_M));
  }

  function place(lon, lat, zoom) {
    here.lon = (lon + 540) % 360 - 180;
    here.lat = clamp(lat, -89.9, 89.9);
    here.zoom = clamp(zoom, lowestZoom(), 14);
    if (globe) crs.setCentre(here.lon, here.lat);
    const middle = crs.latLngToPoint(new L.LatLng(here.lat, here.lon), here.zoom).subtract(offset());
    map.setView(crs.pointToLatLng(middle, here.zoom), here.zoom, {reset: true, animate: false});
  }

  // A step's view [lon, lat, width, height, zoom] for the screen as it is now.
  function frameOf([lon, lat, width, height, zoom]) {
    if (zoom !== null) return {lon, lat, zoom};
    const free = freeArea();
    const stretch = globe ? 1 : Math.cos(lat * RADIANS);
    const fit = Math.min((free.right - free.left) / width, (free.bottom - free.top) / height);
    return {lon, lat, zoom: clamp(Math.log2(fit * METRES_AT_ZOOM_0 * stretch), lowestZoom(), 14)};
  }

  function stop() {
    flight += 1;
    if (flying) { const done = flying; flying = null; done(false); }
  }

  function jump(view) {
    stop();
    place(view.lon, view.lat, view.zoom);
  }

  // Fly there; `progress` hears 0…1 on the way. Resolves to false when something else took over.
  function fly(view, progress = () => {}) {
    const eased = flying ? slowDown : ease;
    stop();
    const free = freeArea();
    const way = flightBetween({...here}, view, Math.min(free.right - free.left, free.bottom - free.top));
    if (isStill() || way.length < 1e-4) {
      place(view.lon, view.lat, view.zoom);
      progress(1);
      return Promise.resolve(true);
    }
    const mine = ++flight;
    const began = performance.now();
    return new Promise((resolve) => {
      flying = resolve;
      const frame = (now) => {
        if (mine !== flight) return;
        const t = clamp((now - began) / way.lasts, 0, 1);
        if (t === 1) {
          flying = null;
          place(view.lon, view.lat, view.zoom);
          progress(1);
          resolve(true);
          return;
        }
        const {lon, lat, zoom} = way.at(eased(t));
        progress(t);
        place(lon, lat, zoom);
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
  }

  return {
    here, globe, place, frameOf, jump, fly, stop, offset, metresPerPixel, lowestZoom,
    isFlying: () => flying !== null,
  };
}
