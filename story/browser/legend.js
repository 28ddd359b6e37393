// The legend: just what is on the screen now, drawn by the map's own code.

// [{style, text}] of the classes with a feature in view.
function legendOf(scene, painter) {
  const eye = painter.eye(), rows = [], state = painter.state();
  scene.layers.forEach((layer, number) => {
    const shown = state[number], data = painter.packed[number];
    if (!shown || !data || shown.unlisted) return;
    for (const [style, text] of layer.legend) {
      const members = new Uint8Array(layer.features.length);
      layer.features.forEach((feature, i) => { members[i] = feature[1] === style && alphaOf(shown, i) ? 1 : 0; });
      if (!isInView(levelFor(data, eye, 1), members, eye)) continue;
      if (!rows.some((row) => row.text === text)) rows.push({style: dress(layer.styles[style], shown), text});
    }
  });
  return rows.reverse(); // what lies on top comes first
}

function isInView(level, members, eye) {
  for (let p = 0; p < level.parts; p++) {
    if (!members[level.feature[p]] || !capInView(level.partCap, p, eye)) continue;
    face(eye, level, p);
    for (let i = level.start[p]; i < level.start[p + 1]; i++) {
      eye.project(eye, level.xyz[3 * i], level.xyz[3 * i + 1], level.xyz[3 * i + 2]);
      if (!at.hidden && at.x >= 0 && at.y >= 0 && at.x <= eye.width && at.y <= eye.height) return true;
    }
    if (level.kind[p] === EXTERIOR && capAngle(level.partCap, p, eye.up) < level.partCap[4 * p + 3]) return true;
  }
  return false;
}

function showLegend(element, rows) {
  const text = rows.map((row) => row.text).join("|");
  if (element.dataset.shown === text) return;
  element.dataset.shown = text;
  element.replaceChildren(...rows.map((row) => {
    const item = document.createElement("span");
    const sample = document.createElement("canvas");
    sample.setAttribute("aria-hidden", "true");
    drawSample(sample, row.style);
    item.className = "sg-legend-row";
    item.append(sample, row.text);
    return item;
  }));
  element.hidden = !rows.length;
}
