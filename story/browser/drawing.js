// Drawing over the map. Strokes are directions on the globe, so they stay on their places when the
// window changes, and each stays with its step.

const STROKES = {
  pen: {color: "#c2182b", width: 4.5, alpha: 0.95},
  highlighter: {color: "#ffd400", width: 22, alpha: 0.42},
};

feature("drawing", (stage) => {
  const {root, mode, commands, painter, container, ui} = stage;
  const sheet = root.querySelector(".sg-sketch"), tools = root.querySelector(".sg-sketch-bar");
  const drawn = new Map(); // section → strokes
  let kind = "pen", stroke = null, pointer = null; // the one that draws: a palm beside a pen does not
  container.insertBefore(sheet, ui);

  const isOn = () => mode.tool === "draw";
  const strokes = () => drawn.get(stage.section()) || [];

  function paint({c, eye}) {
    if (!strokes().length) return;
    c.save();
    c.lineCap = c.lineJoin = "round";
    c.setLineDash([]);
    for (const {kind: how, points} of strokes()) {
      const {color, width, alpha} = STROKES[how];
      c.globalAlpha = alpha;
      c.strokeStyle = color;
      c.lineWidth = width * eye.unit;
      c.beginPath();
      let open = false;
      for (const [x, y, z] of points) {
        eye.project(eye, x, y, z);
        if (at.hidden) { open = false; continue; }
        if (open) c.lineTo(at.x, at.y); else c.moveTo(at.x, at.y);
        open = true;
      }
      if (points.length === 1) c.lineTo(at.x + 0.1, at.y);
      c.stroke();
    }
    c.restore();
  }

  function begin(x, y) {
    stroke = {kind, points: []};
    drawn.set(stage.section(), [...strokes(), stroke]);
    extend(x, y);
  }

  function extend(x, y) {
    if (!stroke) return;
    const edge = container.getBoundingClientRect();
    stroke.points.push(painter.eye().unproject(x - edge.left, y - edge.top));
    painter.paint();
  }

  function undo() { drawn.set(stage.section(), strokes().slice(0, -1)); stroke = null; painter.paint(); }
  function clear() { drawn.delete(stage.section()); stroke = null; painter.paint(); }
  function choose(what) {
    kind = what;
    for (const button of tools.querySelectorAll("[data-pen]")) button.setAttribute("aria-pressed", String(button.dataset.pen === kind));
    stage.announce(kind === "pen" ? "Pen." : "Highlighter.");
  }

  // the map and the page must not hear of it
  for (const name of ["pointerdown", "pointermove", "pointerup", "pointercancel", "click", "dblclick", "mousedown", "touchstart"]) {
    sheet.addEventListener(name, (event) => event.stopPropagation());
  }
  sheet.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    if (event.button || (stroke && pointer !== null)) return;
    pointer = event.pointerId;
    try { sheet.setPointerCapture(event.pointerId); } catch { /* the pointer has gone already */ }
    begin(event.clientX, event.clientY);
  });
  sheet.addEventListener("pointermove", (event) => { if (stroke && event.buttons && event.pointerId === pointer) extend(event.clientX, event.clientY); });
  for (const name of ["pointerup", "pointercancel"]) sheet.addEventListener(name, (event) => { if (event.pointerId === pointer) stroke = pointer = null; });

  stage.on("paint", paint);
  stage.on("arrive", () => { stroke = null; });
  stage.on("cursor", ({x, y, byKey}) => { if (byKey && isOn()) extend(x, y); });
  stage.on("mode", () => {
    sheet.hidden = tools.hidden = !isOn();
    document.documentElement.classList.toggle("sg-sketching", isOn());
    if (!isOn()) stroke = null;
  });

  commands.add("draw", {
    keys: ["d"], says: "While presenting: draw over the map, with the pointer, or Enter and the arrows", when: () => mode.presenting,
    run(detail) {
      stage.setMode({tool: isOn() ? "" : "draw"});
      stage.announce(isOn() ? "Drawing. Enter sets the pen down and lifts it, the arrow keys move it." : "Drawing has ended.");
      if (isOn() && !(detail && detail.byPointer)) stage.cursorShown();
    },
  });
  commands.add("pen", {keys: ["Enter"], when: () => isOn() && !stage.isCounting(),
    run() { if (stroke) stroke = null; else { stage.cursorShown(); begin(stage.cursor.x, stage.cursor.y); } stage.announce(stroke ? "Pen down." : "Pen up."); }});
  commands.add("highlighter", {keys: ["h"], says: "While drawing: highlighter or pen", when: isOn, run: () => choose(kind === "pen" ? "highlighter" : "pen")});
  commands.add("undo", {keys: ["z"], says: "While drawing: undo", when: isOn, run: undo});
  commands.add("clear", {keys: ["x"], says: "While drawing: clear the step", when: isOn, run: clear});
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pen]");
    if (button) choose(button.dataset.pen);
  });
  stage.strokes = () => strokes().map(({kind: how, points}) => ({kind: how, points: points.length}));
});
