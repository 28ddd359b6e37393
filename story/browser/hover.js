// What is under the pointer: symbols first, then lines, then areas, from the top layer down.

const NEAR_POINT = 14, NEAR_LINE = 7; // CSS pixels

function featureAt(scene, painter, placed, x, y) {
  // a name belongs to its place
  const named = placed.find(({layer, box, boxes}) => scene.layers[layer].popup.length
    && (boxes || [box]).some((b) => x >= b.left && x <= b.right && y >= b.top && y <= b.bottom));
  if (named) return {layer: named.layer, feature: named.feature};
  const shown = new Set(placed.map(({layer, feature}) => `${layer}:${feature}`));
  const eye = painter.eye(), ratio = eye.pixelRatio, state = painter.state();
  const px = x * ratio, py = y * ratio;
  const tests = [
    (level, members) => nearestPoint(level, members, eye, px, py, NEAR_POINT * ratio),
    (level, members) => nearestLine(level, members, eye, px, py, NEAR_LINE * ratio),
    (level, members) => areaUnder(level, members, eye, px, py),
  ];
  for (const test of tests) {
    for (let number = scene.layers.length - 1; number >= 0; number--) {
      const layer = scene.layers[number], now = state[number], data = painter.packed[number];
      if (!now || !data || !layer.popup.length || !zoomShare(layer, eye.zoom)) continue;
      const members = new Uint8Array(layer.features.length);
      layer.features.forEach((_, i) => {
        // a ranked place without its name is not drawn, so it cannot be met
        members[i] = alphaOf(now, i) && (!isContext(layer, now) || shown.has(`${number}:${i}`)) ? 1 : 0;
      });
      const feature = test(levelFor(data, eye, 1), members);
      if (feature !== null) return {layer: number, feature};
    }
  }
  return null;
}

function nearestPoint(level, members, eye, px, py, limit) {
  let best = null, least = limit;
  eachPoint(level, members, eye, (x, y, feature) => {
    const distance = Math.hypot(x - px, y - py);
    if (distance < least) { least = distance; best = feature; }
  });
  return best;
}

function nearestLine(level, members, eye, px, py, limit) {
  let best = null, least = limit * limit;
  const {xyz, start} = level;
  for (let p = 0; p < level.parts; p++) {
    if (level.kind[p] !== LINE || !members[level.feature[p]] || !capInView(level.partCap, p, eye)) continue;
    face(eye, level, p);
    let x1 = 0, y1 = 0, open = false;
    for (let i = start[p]; i < start[p + 1]; i++) {
      eye.project(eye, xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2]);
      const x2 = at.x, y2 = at.y;
      if (open && !at.hidden) {
        const dx = x2 - x1, dy = y2 - y1, length = dx * dx + dy * dy;
        const t = length ? clamp(((px - x1) * dx + (py - y1) * dy) / length, 0, 1) : 0;
        const away = (x1 + t * dx - px) ** 2 + (y1 + t * dy - py) ** 2;
        if (away < least) { least = away; best = level.feature[p]; }
      }
      x1 = x2; y1 = y2; open = !at.hidden;
    }
  }
  return best;
}

const probe = document.createElement("canvas").getContext("2d");

function areaUnder(level, members, eye, px, py) {
  const only = new Uint8Array(members.length);
  for (const feature of areasInView(level, members, eye)) {
    only.fill(0);
    only[feature] = 1;
    const path = new Path2D();
    if (trace(path, level, only, eye, {step: 1.5}) && probe.isPointInPath(path, px, py)) return feature;
  }
  return null;
}

// The box that tells what a feature is. Text enters through textContent only.
function createTip(element, scene) {
  const list = element.querySelector("dl");
  let pinned = null;
  function fill({layer, feature}) {
    const {popup, features} = scene.layers[layer];
    const rows = popup.map(([title, unit, kind, language], i) => ({title, unit, kind, language, value: features[feature][4][i]}))
      .filter((row) => row.value !== null && row.value !== "" && row.value !== undefined);
    list.replaceChildren(...rows.flatMap((row, i) => {
      const name = document.createElement("dt"), value = document.createElement("dd");
      name.textContent = row.title;
      name.hidden = !row.title;
      if (row.kind === "link" && isSafeAddress(row.value)) value.append(linkTo(row.value));
      else setSpoken(value, spoken(row.value) + (row.unit ? `\u00a0${row.unit}` : ""));
      if (row.language) value.lang = row.language;
      if (i === 0) value.className = "sg-tip-name";
      return [name, value];
    }));
    return rows.length > 0;
  }
  function show(found, x, y, box, pin) {
    if (pinned && !pin) return;
    if (!found || !fill(found)) { if (!pinned || pin) hide(); return; }
    pinned = pin ? found : null;
    element.hidden = false;
    element.classList.toggle("sg-tip-pinned", pin);
    const width = element.offsetWidth, height = element.offsetHeight;
    const left = x + 16 + width > box.right ? x - 16 - width : x + 16;
    element.style.left = `${clamp(left, box.left, Math.max(box.left, box.right - width))}px`;
    element.style.top = `${clamp(y - height / 2, box.top, Math.max(box.top, box.bottom - height))}px`;
  }
  function hide() { element.hidden = true; pinned = null; }
  return {show, hide, isPinned: () => pinned !== null};
}

const spoken = (value) => (typeof value === "number" && Math.abs(value) >= 10000
  ? value.toLocaleString(document.documentElement.lang || "en") : String(value));

const isSafeAddress = (text) => /^(https?:\/\/|mailto:)[^\s"'<>\\]+$/.test(text);

function linkTo(address) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = address.replace(/^(https?:\/\/(www\.)?|mailto:)/, "").replace(/\/$/, "");
  link.rel = "noopener noreferrer";
  link.target = "_blank";
  return link;
}
