// The legend: just what is on the screen now, drawn by the map's own code.

// [{style, text}] of the classes with a feature in the part of the map that is free of cards.
function legendOf(scene, painter, free) {
  const eye = painter.eye(), rows = [], state = painter.state();
  scene.layers.forEach((layer, number) => {
    const shown = state[number], data = painter.packed[number];
    if (!shown || !data || shown.unlisted) return;
    const add = (text, style, isMember) => {
      const members = new Uint8Array(layer.features.length);
      layer.features.forEach((feature, i) => { members[i] = isMember(feature, i) && alphaOf(shown, i) ? 1 : 0; });
      if (rows.some((row) => row.text === text) || isNamedOnMap(layer, shown, members, text)) return;
      if (isInView(levelFor(data, eye, 1), members, eye, free)) rows.push({style, text});
    };
    for (const [style, text] of layer.legend) {
      add(text, dress(layer.styles[style], shown), (feature, i) => feature[1] === style && !isMarked(shown, i));
    }
    const {mark} = shown;
    if (mark && mark.legend) {
      const first = [...mark.only][0];
      add(mark.legend, styleOf(layer, shown, first), (_, i) => mark.only.has(i));
    }
  });
  return rows.reverse(); // what lies on top comes first
}

// A class of one feature that bears its name on the map needs no row.
function isNamedOnMap(layer, shown, members, text) {
  if (!layer.label || layer.label === "none" || shown.quiet) return false;
  const only = layer.features.filter((_, i) => members[i]);
  return only.length === 1 && only[0][2] === text;
}

function isInView(level, members, eye, free) {
  const ratio = eye.pixelRatio;
  const left = free.left * ratio, right = free.right * ratio, top = free.top * ratio, bottom = free.bottom * ratio;
  for (let p = 0; p < level.parts; p++) {
    if (!members[level.feature[p]] || !capInView(level.partCap, p, eye)) continue;
    face(eye, level, p);
    for (let i = level.start[p]; i < level.start[p + 1]; i++) {
      eye.project(eye, level.xyz[3 * i], level.xyz[3 * i + 1], level.xyz[3 * i + 2]);
      if (!at.hidden && at.x >= left && at.y >= top && at.x <= right && at.y <= bottom) return true;
    }
  }
  // an area may fill the view without a vertex in it
  return areaUnder(level, members, eye, (left + right) / 2, (top + bottom) / 2) !== null;
}

// When another step begins: what it cannot show fades, and what stays does not blink.
function fadeLegend(element, scene, state) {
  const possible = new Set(scene.layers.flatMap((layer, i) => (state[i] ? layer.legend.map(([, text]) => text) : [])));
  for (const row of element.children) row.classList.toggle("sg-leaving", !possible.has(row.textContent));
}

function showLegend(element, rows) {
  const before = new Map([...element.children].map((row) => [row.dataset.look, row]));
  const keys = rows.map((row) => JSON.stringify([row.text, row.style]));
  element.replaceChildren(...rows.map((row, i) => {
    const same = before.get(keys[i]);
    if (same) { same.classList.remove("sg-leaving"); return same; }
    const item = document.createElement("span");
    item.dataset.look = keys[i];
    const sample = document.createElement("canvas");
    sample.setAttribute("aria-hidden", "true");
    drawSample(sample, row.style);
    item.className = "sg-legend-row";
    item.append(sample, row.text);
    return item;
  }));
  element.hidden = !rows.length;
}
