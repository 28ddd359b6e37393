// From vertices to paths on the canvas: rings and lines, clipped at the horizon.

// The projected vertices of a chunk: arrays that are filled again and again, for speed.
const chunk = {x: new Float64Array(CHUNK), y: new Float64Array(CHUNK), hidden: new Uint8Array(CHUNK)};

// Project the vertices from…to, or only the first and the last of them; returns how many.
function projectChunk(eye, xyz, from, to, all) {
  const {x: xs, y: ys, hidden: hiddens} = chunk, stride = all ? 1 : Math.max(1, to - from - 1);
  let n = 0;
  if (eye.project !== projectGlobe) {
    for (let i = from; i < to; i += stride, n++) {
      eye.project(eye, xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2]);
      xs[n] = at.x; ys[n] = at.y; hiddens[n] = at.hidden ? 1 : 0;
    }
    return n;
  }
  // as projectGlobe does, written out: each drawn vertex of a frame goes through here
  const [f0, f1, f2, f3, f4, f5, f6, f7, f8] = eye.frame, {x0, y0, scale, horizon} = eye;
  for (let i = from; i < to; i += stride, n++) {
    const x = xyz[3 * i], y = xyz[3 * i + 1], z = xyz[3 * i + 2];
    const up = f6 * x + f7 * y + f8 * z, east = f0 * x + f1 * y + f2 * z, north = f3 * x + f4 * y + f5 * z;
    const isHidden = up < HORIZON_UP;
    const k = isHidden ? horizon / (Math.sqrt(east * east + north * north) || 1e-9) : scale * Math.sqrt(2 / (1 + up));
    xs[n] = x0 + k * east; ys[n] = y0 - k * north; hiddens[n] = isHidden ? 1 : 0;
  }
  return n;
}

// Add the parts of the members to the path. `outline` leaves out the seams of the data.
function trace(path, level, members, eye, {outline = false, step = 0.7} = {}) {
  let drawn = 0;
  for (const p of partsInView(level, eye)) {
    const kind = level.kind[p];
    if (kind === POINT || !members[level.feature[p]]) continue;
    face(eye, level, p);
    drawn += kind === LINE || outline
      ? traceLine(path, level, p, eye, kind !== LINE, step)
      : traceRing(path, level, p, eye, step);
  }
  return drawn;
}

function traceOne(level, members, eye, how) {
  const path = new Path2D();
  return {fill: path, edge: path, drawn: trace(path, level, members, eye, how)};
}

// The areas of the members as a path to be filled and one to be stroked: {fill, edge, drawn}. A ring
// is traced once for both; twice only where it has a seam in it, or follows the horizon.
function traceAreas(level, members, eye, step) {
  const edge = new Path2D(), twice = [], isSure = eye.angle < HORIZON;
  let drawn = 0;
  for (const p of partsInView(level, eye)) {
    if (level.kind[p] === POINT || !members[level.feature[p]]) continue;
    if (!eye.globe || level.kind[p] === LINE || level.seamed[p] || !(isSure || isInFront(level.partCap, p, eye))) { twice.push(p); continue; }
    face(eye, level, p);
    drawn += traceRing(edge, level, p, eye, step);
  }
  if (!twice.length) return {fill: edge, edge, drawn};
  const fill = new Path2D(edge);
  for (const p of twice) {
    face(eye, level, p);
    const isRing = level.kind[p] !== LINE;
    drawn += (isRing ? traceRing(fill, level, p, eye, step) : 0) + traceLine(edge, level, p, eye, isRing, step);
  }
  return {fill, edge, drawn};
}

function traceRing(path, level, p, eye, step) {
  if (level.whole[p]) return traceWorld(path, eye);
  const {xyz, start, chunkStart, chunkCap} = level, {x: xs, y: ys, hidden: hiddens} = chunk, {x0, y0} = eye;
  const least = step * step;
  let count = 0, area = 0, firstX = 0, firstY = 0, lastX = 0, lastY = 0, wasHidden = 0, firstHidden = 0;
  for (let c = chunkStart[p]; c < chunkStart[p + 1]; c++) {
    const from = start[p] + (c - chunkStart[p]) * CHUNK, to = Math.min(start[p + 1], from + CHUNK);
    const n = projectChunk(eye, xyz, from, to, capInView(chunkCap, c, eye));
    for (let i = 0; i < n; i++) {
      const x = xs[i], y = ys[i], hidden = hiddens[i];
      if (!count) {
        path.moveTo(x, y); firstX = x; firstY = y; firstHidden = hidden;
      } else {
        const dx = x - lastX, dy = y - lastY;
        if (dx * dx + dy * dy < least) continue;
        area += hidden && wasHidden
          ? arcAlongHorizon(path, eye, lastX, lastY, x, y) : (lastX - x0) * (y - y0) - (x - x0) * (lastY - y0);
        path.lineTo(x, y);
      }
      lastX = x; lastY = y; wasHidden = hidden; count++;
    }
  }
  if (!count) return 0;
  area += wasHidden && firstHidden
    ? arcAlongHorizon(path, eye, lastX, lastY, firstX, firstY) : (lastX - x0) * (firstY - y0) - (firstX - x0) * (lastY - y0);
  // a fill closes its rings itself, an outline does not; closePath would copy the whole path in
  // Chromium, each time
  path.lineTo(firstX, firstY);
  if (eye.globe) mendInsideOut(path, level, p, eye, area);
  return count;
}

// All that can be seen, wound as an exterior is.
function traceWorld(path, eye) {
  path.moveTo(eye.globe ? eye.x0 + eye.horizon : 0, eye.globe ? eye.y0 : 0);
  if (eye.globe) path.arc(eye.x0, eye.y0, eye.horizon, 0, 2 * Math.PI, true);
  else for (const [x, y] of [[0, eye.height], [eye.width, eye.height], [eye.width, 0], [0, 0]]) path.lineTo(x, y);
  return 4;
}

// Between two points on the horizon the path follows it, rather than cut across the globe. Returns
// twice the area of that sector.
function arcAlongHorizon(path, eye, x1, y1, x2, y2) {
  const a = Math.atan2(y1 - eye.y0, x1 - eye.x0);
  let turn = Math.atan2(y2 - eye.y0, x2 - eye.x0) - a;
  if (turn > Math.PI) turn -= 2 * Math.PI; else if (turn < -Math.PI) turn += 2 * Math.PI;
  const steps = Math.floor(Math.abs(turn) / 0.15);
  for (let k = 1; k <= steps; k++) {
    const angle = a + turn * k / (steps + 1);
    path.lineTo(eye.x0 + eye.horizon * Math.cos(angle), eye.y0 + eye.horizon * Math.sin(angle));
  }
  return eye.horizon * eye.horizon * turn;
}

// A ring round the point opposite the camera is projected inside out: its winding is reversed. The
// whole disc, wound as the ring should be, turns the sum of windings right again.
function mendInsideOut(path, level, p, eye, area) {
  const cap = level.partCap;
  if (Math.PI - capAngle(cap, p, eye.up) > cap[4 * p + 3]) return;
  const anticlockwise = level.kind[p] === EXTERIOR; // on the screen, y down, its area is negative
  if (area < 0 === anticlockwise) return;
  path.moveTo(eye.x0 + eye.horizon, eye.y0);
  path.arc(eye.x0, eye.y0, eye.horizon, 0, 2 * Math.PI, anticlockwise);
}

function traceLine(path, level, p, eye, closed, step) {
  const {xyz, start, seam, chunkStart, chunkCap} = level, {x: xs, y: ys, hidden: hiddens} = chunk;
  const least = step * step, leap = eye.globe ? Infinity : eye.width, chunks = chunkStart[p + 1];
  let count = 0, lastX = 0, lastY = 0, last = -1, open = false;
  // after its last chunk a closed line has its first vertex once more
  for (let c = chunkStart[p]; c < chunks + (closed ? 1 : 0); c++) {
    const from = c < chunks ? start[p] + (c - chunkStart[p]) * CHUNK : start[p];
    const to = c < chunks ? Math.min(start[p + 1], from + CHUNK) : from + 1;
    const seen = c === chunks || capInView(chunkCap, c, eye); // else only its ends matter: they lead out of view and back
    const n = projectChunk(eye, xyz, from, to, seen);
    for (let k = 0; k < n; k++) {
      const i = seen ? from + k : k ? to - 1 : from, x = xs[k], y = ys[k], hidden = hiddens[k];
      if (!seen && k) open = false;
      if (!open || hidden || (closed && last >= 0 && seam[i] && seam[last]) || Math.abs(x - lastX) > leap) {
        path.moveTo(x, y);
      } else {
        const dx = x - lastX, dy = y - lastY;
        if (seen && i !== to - 1 && dx * dx + dy * dy < least) continue;
        path.lineTo(x, y);
      }
      open = !hidden;
      lastX = x; lastY = y; last = i; count++;
    }
  }
  return count;
}
