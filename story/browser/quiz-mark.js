// A guess on the globe: the cross, the place, and the shortest way between the two.

const FOUND_INK = "#1d6b45", MISSED_INK = "#a31f33";

function drawGuess(c, eye, {spot, place, name, found}) {
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
  c.font = `700 ${Math.round(15 * unit)}px ${SANS}`;
  if ("letterSpacing" in c) c.letterSpacing = "0px";
  c.textBaseline = "middle";
  // away from the cross, but never over the window's edge
  const room = c.measureText(name).width + 16 * unit;
  const isLeft = to[0] < room || ((!from || from[0] <= to[0]) && to[0] + room < c.canvas.width);
  c.textAlign = isLeft ? "left" : "right";
  const beside = to[0] + (c.textAlign === "left" ? 12 : -12) * unit;
  c.lineJoin = "round";
  c.lineWidth = 4.5 * unit;
  c.strokeStyle = "rgba(252,250,245,.95)";
  c.strokeText(name, beside, to[1]);
  c.fillStyle = "#1d2429";
  c.fillText(name, beside, to[1]);
}
