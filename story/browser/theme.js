// A light page or a dark room, and the larger letters of a projector.

// The theme that the reader chose before, else the story's own.
function takeTheme(wanted) {
  const chosen = recall("theme"), dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  setTheme(["light", "dark"].includes(chosen) ? chosen : wanted === "auto" ? (dark ? "dark" : "light") : wanted);
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  tones.night = theme === "dark";
}

// Paper is light whatever the screen is, and its letters are for the desk; the way back is returned.
function onPaper() {
  const page = document.documentElement, {theme, mode} = page.dataset;
  setTheme("light");
  delete page.dataset.mode;
  return () => { setTheme(theme); if (mode) page.dataset.mode = mode; };
}

feature("theme", (stage) => {
  const {ui, painter, commands} = stage, page = document.documentElement;
  const button = ui.querySelector(".sg-theme");
  const say = () => button.setAttribute("aria-pressed", String(tones.night));
  say();
  commands.add("theme", {
    keys: ["d"], says: "Dark room or light page",
    run() {
      setTheme(tones.night ? "light" : "dark");
      remember("theme", page.dataset.theme);
      say();
      stage.legend.replaceChildren(); // its samples are pictures: draw them anew
      painter.paint();
      stage.rest();
      stage.say("theme");
      stage.announce(tones.night ? "Dark room." : "Light page.");
    },
  });
  stage.on("mode", ({presenting}) => {
    if (presenting) page.dataset.mode = "projector"; else delete page.dataset.mode;
  });
});
