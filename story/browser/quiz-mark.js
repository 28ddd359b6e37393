// A guess on the globe: the cross, the place, and the shortest way between the two.

const FOUND_INK = "#1d6b45", MISSED_INK = "#a31f33";

function drawGuess(c, eye, {spot, place, found}) {
  const a = vector(...spot), b = vector(...place), unit = eye.unit;
  const ink = found ? FOUND_INK : MISSED_INK;
  const seen = (v) => {
    eye.around = eye.middle;
    eye.project(eye, ...v);
    return at.hidden ? null : [at.x, at.y];
  };
  c.globalAlpha = 1;
  c.lineCap = "round";
  c.setLineDash([]);
  for (const [style, width] of [["rgba(255,255,255,.9)", 5.5], [ink, 2.6]]) {
    c.strokeStyle = style;
    c.lineWidth = width * unit;
    c.beginPath();
    let open = false;
    for (let i = 0; i <= 64; i++) {
      const point = seen(slerp(a, b, i / 64));
      if (!point) { open = false; continue; }
      if (open) c.lineTo(...point); else c.moveTo(...point);
      open = true;
    }
    c.stroke();
  }
  const from = seen(a), to = seen(b);
  if (from) {
    for (const [style, width] of [["#fff", 5], ["#1d2429", 2.2]]) {
      c.strokeStyle = style;
      c.lineWidth = width * unit;
      c.beginPath();
      c.moveTo(from[0] - 8 * unit, from[1]); c.lineTo(from[0] + 8 * unit, from[1]);
      c.moveTo(from[0], from[1] - 8 * unit); c.lineTo(from[0], from[1] + 8 * unit);
      c.stroke();
    }
  }
  if (!to) return;
  c.beginPath();
  c.arc(to[0], to[1], 6.5 * unit, 0, 7);
  c.fillStyle = ink;
  c.fill();
  c.lineWidth = 2.4 * unit;
  c.strokeStyle = "#fff";
  c.stroke();
}

// Names beside their places, clear of each other, of dots and crosses and of what is `taken` already.
// One of several that finds no room is left out: the list has it.
function nameGuesses(c, eye, guesses, taken) {
  const size = Math.round(15 * eye.unit), near = 13 * eye.unit, tall = size * 1.25;
  const spotOf = (place) => {
    eye.around = eye.middle;
    eye.project(eye, ...vector(...place));
    return at.hidden ? null : [at.x, at.y];
  };
  const seen = guesses.map((guess) => ({...guess, to: spotOf(guess.place), from: spotOf(guess.spot)})).filter(({to}) => to);
  const marks = seen.flatMap(({to, from}) => [[to, 7], ...(from ? [[from, 9]] : [])]).map(([[x, y], reach]) => boxAt(x, y, 2 * reach * eye.unit, 2 * reach * eye.unit));
  const blocked = [...taken, ...marks], meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const isInside = (box) => box.left > 0 && box.right < c.canvas.width && box.top > 0 && box.bottom < c.canvas.height;
  c.font = `700 ${size}px ${SANS}`;
  if ("letterSpacing" in c) c.letterSpacing = "0px";
  c.textBaseline = "middle";
  c.textAlign = "center";
  c.lineJoin = "round";
  c.lineWidth = 4.5 * eye.unit;
  for (const {name, to: [x, y], from} of seen) {
    const wide = c.measureText(name).width + 6 * eye.unit, right = near + wide / 2, up = near + tall / 2;
    // rather away from the cross
    const side = from && from[0] > x ? -1 : 1;
    const boxes = [[side * right, 0], [-side * right, 0], [0, -up], [0, up], [side * right, -up * 0.7], [side * right, up * 0.7], [-side * right, -up * 0.7], [-side * right, up * 0.7]]
      .map(([dx, dy]) => boxAt(x + dx, y + dy, wide, tall)).filter(isInside);
    const box = boxes.find((one) => !blocked.some((other) => meet(one, other))) || (seen.length > 1 ? null : boxes[0]);
    if (!box) continue;
    blocked.push(box);
    const middle = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    c.strokeStyle = "rgba(252,250,245,.95)";
    c.strokeText(name, ...middle);
    c.fillStyle = "#1d2429";
    c.fillText(name, ...middle);
  }
}
