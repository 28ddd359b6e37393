// A cursor that arrow keys move over the screen, for every tool that a pointer can use: spotlight,
// pen, quiz. It says "cursor" {x, y, byKey}, in CSS pixels of the window.

const CURSOR_STEP = 9, CURSOR_FAST = 30;

feature("cursor", (stage) => {
  const {root, mode, commands} = stage;
  const mark = root.querySelector(".sg-cursor");
  const cursor = stage.cursor = {x: window.innerWidth * 0.6, y: window.innerHeight * 0.5};
  let run = 0;

  function place(x, y, byKey) {
    cursor.x = clamp(x, 0, window.innerWidth - 1);
    cursor.y = clamp(y, 0, window.innerHeight - 1);
    mark.hidden = !(byKey && mode.tool && mode.tool !== "spotlight");
    mark.style.transform = `translate(${cursor.x}px, ${cursor.y}px)`;
    stage.say("cursor", {...cursor, byKey});
  }

  // a key that is held down runs faster
  function move(dx, dy, repeat) {
    run = repeat ? Math.min(run + 1.5, CURSOR_FAST) : CURSOR_STEP;
    place(cursor.x + dx * run, cursor.y + dy * run, true);
  }

  for (const [key, dx, dy] of [["ArrowLeft", -1, 0], ["ArrowRight", 1, 0], ["ArrowUp", 0, -1], ["ArrowDown", 0, 1]]) {
    commands.add(`cursor ${key}`, {keys: [key], when: () => mode.tool !== "", run: (detail) => move(dx, dy, detail && detail.repeat)});
  }
  window.addEventListener("pointermove", (event) => { if (mode.tool) place(event.clientX, event.clientY, false); }, {passive: true});
  stage.on("mode", () => { if (!mode.tool) mark.hidden = true; });
  stage.cursorShown = () => place(cursor.x, cursor.y, true);
});
