// The inks of the map by day and by night. Styles name the colours of a light page; a dark room
// turns their lightness round and keeps their hue, so that what stood out still stands out.

const tones = {night: false, known: new Map()};

// A colour as it is drawn now.
function tone(colour) {
  if (!tones.night || !colour) return colour;
  if (!tones.known.has(colour)) tones.known.set(colour, nightOf(colour));
  return tones.known.get(colour);
}

const colourReader = document.createElement("canvas").getContext("2d");

// Any CSS colour as [red, green, blue, opacity], each 0…1.
function channelsOf(colour) {
  colourReader.fillStyle = "#000";
  colourReader.fillStyle = colour;
  const text = colourReader.fillStyle; // #rrggbb, or rgba(r, g, b, a)
  if (text[0] === "#") return [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16) / 255).concat(1);
  const [r, g, b, a] = text.match(/[\d.]+/g).map(Number);
  return [r / 255, g / 255, b / 255, a];
}

const toLight = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const fromLight = (v) => (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055);

// Lightness and two axes of hue: B. Ottosson, A perceptual color space for image processing (2020).
function toOklab(r, g, b) {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab(lightness, a, b) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function nightOf(colour) {
  const [red, green, blue, opacity] = channelsOf(colour);
  const [lightness, a, b] = toOklab(...[red, green, blue].map(toLight));
  // a pale blue is water on a map, and by night water is darker than the land
  const isWater = lightness > 0.85 && a < 0 && b < 0;
  // tints stay dark, and the inks on them become light at twice the rate
  const turned = isWater ? 0.235 + 0.3 * (0.92 - lightness)
    : lightness > 0.65 ? 0.25 + 0.75 * (1 - lightness) : Math.min(0.97, 0.5125 + 1.56 * (0.65 - lightness));
  const strength = turned < 0.5 ? 0.6 : 0.85;
  const shown = fromOklab(turned, a * strength, b * strength).map((v) => Math.round(255 * fromLight(clamp(v, 0, 1))));
  return `rgba(${shown.join(",")},${opacity})`;
}

// How much larger than on a desk letters must be to be read from the back row.
const letterScale = () => (document.documentElement.dataset.mode === "projector" ? 1.3 : 1);
