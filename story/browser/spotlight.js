// A spotlight: the screen goes dim but for a circle, which a pointer, a finger or the arrows move.

feature("spotlight", (stage) => {
  const {root, mode, commands} = stage;
  const shade = root.querySelector(".sg-spotlight");
  const isOn = () => mode.tool === "spotlight";
  let radius = 0.13; // of the window's smaller side

  function draw({x, y} = stage.cursor) {
    if (!isOn()) return;
    shade.style.setProperty("--sg-x", `${x}px`);
    shade.style.setProperty("--sg-y", `${y}px`);
    shade.style.setProperty("--sg-r", `${radius * Math.min(window.innerWidth, window.innerHeight)}px`);
  }

  function resize(factor) { radius = clamp(radius * factor, 0.04, 0.5); draw(); }

  stage.on("cursor", draw);
  stage.on("mode", () => { shade.hidden = !isOn(); draw(); });
  shade.addEventListener("pointerdown", (event) => {
    stage.cursor.x = event.clientX; stage.cursor.y = event.clientY;
    draw();
  });
  commands.add("spotlight", {
    keys: ["l"], says: "While presenting: spotlight; move it with the pointer or the arrows, + and − change its size", when: () => mode.presenting,
    run() {
      stage.setMode({tool: isOn() ? "" : "spotlight"});
      stage.announce(isOn() ? "Spotlight. The arrow keys move it." : "Spotlight off.");
    },
  });
  commands.add("spotlight wider", {keys: ["+", "="], when: isOn, run: () => resize(1.2)});
  commands.add("spotlight narrower", {keys: ["-"], when: isOn, run: () => resize(1 / 1.2)});
});
