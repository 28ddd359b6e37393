// The globe under everything that is drawn on it: the sea, the rim, and what lies round it.

const INK = {
  sea: "#dbe6ec", deep: "#cddce4", rim: "#9fb4c1", space: "#f4f2ec",
};
const EVEN_SEA = 0.2; // of the globe's radius on the map; farther out the sea gets darker

// Whether the edge of the globe is in view.
const showsRim = (eye) => eye.globe && eye.angle === HORIZON;

function paintSea(c, eye) {
  if (showsRim(eye)) {
    c.fillStyle = tone(INK.space);
    c.fillRect(0, 0, eye.width, eye.height);
  }
  if (Math.sin(eye.angle / 2) < EVEN_SEA * Math.sin(HORIZON / 2)) { // so near that it has one colour
    c.fillStyle = tone(INK.sea);
    c.fillRect(0, 0, eye.width, eye.height);
    return;
  }
  const sea = c.createRadialGradient(eye.x0, eye.y0, eye.horizon * EVEN_SEA, eye.x0, eye.y0, eye.horizon);
  sea.addColorStop(0, tone(INK.sea));
  sea.addColorStop(1, tone(INK.deep));
  c.fillStyle = sea;
  if (!showsRim(eye)) { c.fillRect(0, 0, eye.width, eye.height); return; }
  c.beginPath();
  c.arc(eye.x0, eye.y0, eye.horizon, 0, 7);
  c.fill();
}

// What lies round the globe, over what reaches out of it: to clip all of the drawing to a disc
// would take longer than the drawing.
function paintSpace(c, eye) {
  c.fillStyle = tone(INK.space);
  c.beginPath();
  c.rect(0, 0, eye.width, eye.height);
  c.moveTo(eye.x0 + eye.horizon, eye.y0);
  c.arc(eye.x0, eye.y0, eye.horizon, 0, 2 * Math.PI); // no more: browsers differ in what overlaps
  c.fill("evenodd");
}

function paintRim(c, eye) {
  c.strokeStyle = tone(INK.rim);
  c.lineWidth = 1.2 * eye.pixelRatio;
  c.setLineDash([]);
  c.beginPath();
  c.arc(eye.x0, eye.y0, eye.horizon, 0, 7);
  c.stroke();
}
