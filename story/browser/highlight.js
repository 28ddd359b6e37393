// One feature drawn stronger than it is: asked for by the map, a chart, a table or a question.
// The event "storyglobe-highlight" on the root says which, and may be sent by anyone:
// detail {layer: name, key: id of the feature, or null for none}.

// Ink on the yellow of a marker pen: no border, route or symbol looks like that.
const STRONG = "#26221d", GLOW = "#ffd23f";

function createHighlight(stage) {
  const {root, scene, painter} = stage;
  let layer = null, key = null, found = null;

  function set(wantedLayer, wantedKey) {
    const none = wantedKey === null || wantedKey === undefined;
    const newLayer = none ? null : wantedLayer, newKey = none ? null : String(wantedKey);
    if (newLayer === layer && newKey === key) return;
    layer = newLayer;
    key = newKey;
    found = none ? null : locate();
    if (!stage.isBusy()) painter.paint();
    root.dispatchEvent(new CustomEvent(HIGHLIGHT, {bubbles: true, detail: {layer, key}}));
  }

  function locate() {
    const number = scene.layers.findIndex(({name}) => name === layer);
    if (number < 0) return null;
    const {features} = scene.layers[number], members = new Uint8Array(features.length);
    features.forEach(([id], i) => { members[i] = String(id) === key ? 1 : 0; });
    return {number, members};
  }

  root.addEventListener(HIGHLIGHT, ({detail}) => set(detail?.layer ?? null, detail?.key ?? null));
  painter.onStrong((c, eye) => {
    if (!found || !painter.packed[found.number]) return;
    drawStrong(c, eye, painter.packed[found.number], found.members, scene.layers[found.number]);
  });
  return {set, is: () => ({layer, key})};
}

const HIGHLIGHT = "storyglobe-highlight";

// A feature of the page's tables and charts is written "layer/key"; "" is none.
const featureNow = (detail) => (detail && detail.key !== null && detail.key !== undefined ? `${detail.layer}/${detail.key}` : "");
function light(root, feature) {
  const cut = feature.indexOf("/");
  const detail = cut < 0 ? {layer: null, key: null} : {layer: feature.slice(0, cut), key: feature.slice(cut + 1)};
  root.dispatchEvent(new CustomEvent(HIGHLIGHT, {bubbles: true, detail}));
}

// With a keyboard: the name in a row of a table becomes a button that shows the thing on the map.
function findButton(row, press) {
  const head = row.querySelector("th"), button = document.createElement("button");
  if (head.querySelector("button")) return null;
  button.type = "button";
  button.className = "sg-find";
  button.title = "Show on the map";
  button.setAttribute("aria-pressed", "false");
  button.append(...head.childNodes); // with the marks of its languages
  button.addEventListener("click", () => press(row.dataset.feature));
  head.append(button);
  return button;
}

// Mark the rows and marks of a feature.
function markLit(found, feature) {
  for (const element of found) {
    const is = element.dataset.feature === feature;
    element.classList.toggle("sg-lit", is);
    element.querySelector(".sg-find")?.setAttribute("aria-pressed", String(is));
  }
}

function drawStrong(c, eye, data, members, {styles, features}) {
  const level = levelFor(data, eye, 0.6), path = new Path2D();
  c.globalAlpha = 1;
  c.setLineDash([]);
  c.lineJoin = c.lineCap = "round";
  if (trace(path, level, members, eye, {outline: true, step: 0.7 * eye.pixelRatio})) {
    c.strokeStyle = GLOW;
    c.lineWidth = 7.5 * eye.unit;
    c.stroke(path);
    c.strokeStyle = STRONG;
    c.lineWidth = 2.2 * eye.unit;
    c.stroke(path);
  }
  eachPoint(level, members, eye, (x, y, feature) => {
    const reach = (sizeOf(styles[features[feature][1]]) / 2 + 5) * eye.unit;
    for (const [ink, width] of [[GLOW, 6], [STRONG, 2]]) {
      c.strokeStyle = ink;
      c.lineWidth = width * eye.unit;
      c.beginPath();
      c.arc(x, y, reach, 0, 7);
      c.stroke();
    }
  });
}
