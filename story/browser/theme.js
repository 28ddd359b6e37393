// A light page or a dark room, and the larger letters of a projector.

const darkSystem = window.matchMedia("(prefers-color-scheme: dark)");
const chosenTheme = () => ["light", "dark"].find((theme) => theme === recall("theme"));

// The theme that the reader chose before, else the story's own; `auto` is that of the system.
const themeNow = (wanted) => chosenTheme() || (wanted === "auto" ? (darkSystem.matches ? "dark" : "light") : wanted);

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
  const {ui, painter, commands, scene} = stage, page = document.documentElement;
  const button = ui.querySelector(".sg-theme");
  const say = () => button.setAttribute("aria-pressed", String(tones.night));
  function show(theme) {
    setTheme(theme);
    say();
    stage.legend.replaceChildren(); // its samples are pictures: draw them anew
    painter.paint();
    stage.rest();
    stage.say("theme");
  }
  say();
  commands.add("theme", {
    keys: ["d"], says: "Dark room or light page",
    run() {
      show(tones.night ? "light" : "dark");
      remember("theme", page.dataset.theme);
      stage.announce(tones.night ? "Dark room." : "Light page.");
    },
  });
  // a system that turns dark in the evening takes the page along
  darkSystem.addEventListener("change", () => { if (scene.theme === "auto" && themeNow("auto") !== page.dataset.theme) show(themeNow("auto")); });
});
