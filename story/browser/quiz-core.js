// The quiz's own rules: pure functions.

const WINDS = ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"];

// From a guess to a place, both [lon, lat]: the great circle in km, and the wind in which it sets out.
function wayTo(guess, place) {
  const a = vector(...guess), b = vector(...place), frame = frameAt(...guess);
  const east = frame[0] * b[0] + frame[1] * b[1] + frame[2] * b[2];
  const north = frame[3] * b[0] + frame[4] * b[1] + frame[5] * b[2];
  const bearing = (Math.atan2(east, north) / RADIANS + 360) % 360;
  return {km: angleBetween(a, b) * EARTH_RADIUS_M / 1000, wind: WINDS[Math.round(bearing / 45) % 8]};
}

// Which places are asked in a round, in order. The first round takes the author's order; later ones
// are shuffled by their number, so that a class that plays together sees the same.
function roundOf(places, count, round) {
  const order = [...places];
  let seed = round;
  const random = () => { // mulberry32
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  for (let i = order.length - 1; round > 1 && i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order.slice(0, count);
}

// A distance as it is said: nearer ones finer, and from 100 km on in two figures.
function kilometres(km) {
  const unit = km < 10 ? 0.1 : km < 100 ? 1 : 10 ** (Math.floor(Math.log10(km)) - 1);
  return `${Number((Math.round(km / unit) * unit).toFixed(1)).toLocaleString(document.documentElement.lang || "en")} km`;
}
const aboutSoFar = (km) => (km < 100 ? "" : "about ") + kilometres(km);
