// Arrow heads on lines that lead somewhere: on the line, past the middle of each stretch in view, or
// at its ends.

const isArrowed = (style) => Boolean(style.arrow) && style.arrow !== "none";

function drawArrows(c, level, members, style, eye) {
  const ratio = eye.pixelRatio, unit = eye.unit / ratio, half = (3.2 + (style.width || 2) * 1.15) * unit;
  if (style.arrow !== "along") { drawEnds(c, level, members, style, eye, half * ratio); return; }
  eachRun(level, members, eye, (_, run) => {
    const {length, at: place} = measuredRun(run);
    if (length < 9 * half) return;
    const count = clamp(Math.floor(length / 420), 1, 4);
    for (let k = 0; k < count; k++) {
      const along = length * (count === 1 ? 0.6 : (k + 0.6) / count);
      const [x, y] = place(along), [x0, y0] = place(along - 2 * half);
      drawHead(c, x * ratio, y * ratio, Math.atan2(y - y0, x - x0), half * ratio, style, ratio);
    }
  });
}

// A head at each end that the style names, its tip where the line ends.
function drawEnds(c, level, members, style, eye, half) {
  for (let p = 0; p < level.parts; p++) {
    if (level.kind[p] !== LINE || !members[level.feature[p]] || !capInView(level.partCap, p, eye)) continue;
    face(eye, level, p);
    const first = level.start[p], last = level.start[p + 1] - 1;
    if (style.arrow !== "start") drawEnd(c, level, last, first, style, eye, half);
    if (style.arrow !== "end") drawEnd(c, level, first, last, style, eye, half);
  }
}

function drawEnd(c, level, tip, other, style, eye, half) {
  const {xyz, seam} = level, project = (i) => eye.project(eye, xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2]);
  if (seam && seam[tip]) return; // the line goes on across 180°
  project(tip);
  if (at.hidden) return;
  const {x, y} = at, step = other > tip ? 1 : -1;
  // the direction is that of the stretch under the head: a last vertex may turn by chance
  for (let i = tip + step; (other - i) * step >= 0; i += step) {
    project(i);
    const away = Math.hypot(x - at.x, y - at.y);
    if (away < 2 * half && i !== other) continue;
    if (away < 1) return;
    const angle = Math.atan2(y - at.y, x - at.x);
    // so far on that it covers the end of the line, however wide
    const back = half - 1.2 * (style.width || 0) * eye.pixelRatio;
    drawHead(c, x - back * Math.cos(angle), y - back * Math.sin(angle), angle, half, style, eye.pixelRatio);
    return;
  }
}

// The length of a run and the place at a distance along it.
function measuredRun(run) {
  const until = [0];
  for (let i = 1; i < run.length; i++) until.push(until[i - 1] + Math.hypot(run[i][0] - run[i - 1][0], run[i][1] - run[i - 1][1]));
  const length = until[until.length - 1];
  return {length, at(along) {
    let i = 1;
    while (i < run.length - 1 && until[i] < along) i++;
    const part = clamp((along - until[i - 1]) / (until[i] - until[i - 1] || 1), 0, 1);
    return [run[i - 1][0] + (run[i][0] - run[i - 1][0]) * part, run[i - 1][1] + (run[i][1] - run[i - 1][1]) * part];
  }};
}

function drawHead(c, x, y, angle, half, style, ratio) {
  c.save();
  c.translate(x, y);
  c.rotate(angle);
  c.setLineDash([]);
  c.lineJoin = "round";
  c.beginPath();
  polygon(c, [[half, 0], [-half, -half * 0.82], [-half * 0.55, 0], [-half, half * 0.82]]);
  c.strokeStyle = tone(style.casing || "#ffffff");
  c.lineWidth = 2.4 * ratio;
  c.stroke();
  c.fillStyle = tone(style.color);
  c.fill();
  c.restore();
}
