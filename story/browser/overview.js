// All steps at a glance, as pictures: choose one with a click, a tap or the arrow keys.

const FRAME_MS = 30;

// The numbers below `count`, nearest to `first` before the others.
const outwards = (first, count) => [...Array(count).keys()]
  .sort((a, b) => Math.abs(a - first) - Math.abs(b - first) || a - b);

feature("overview", (stage) => {
  const {root, reader, commands, mode} = stage;
  const dialog = root.querySelector(".sg-overview"), list = dialog.querySelector("ol");
  let miniatures = null, buttons = [], due = 0, isPainted = false;

  function furnish() {
    buttons = reader.sections.map((section, index) => {
      const item = document.createElement("li"), button = document.createElement("button");
      const picture = document.createElement("canvas"), name = document.createElement("span");
      button.type = "button";
      picture.width = 320; picture.height = 200;
      picture.setAttribute("aria-hidden", "true");
      name.textContent = nameOf(section, index, reader.sections.length - 1);
      button.append(picture, name);
      button.addEventListener("click", () => { dialog.close(); choose(index); });
      item.append(button);
      list.append(item);
      return button;
    });
  }

  function choose(index) {
    if (mode.presenting || stage.isSpeaker) commands.run("go", {section: index, revealed: 0}); else reader.go(index, {smooth: false});
  }

  function open() {
    if (dialog.open) { dialog.close(); return; }
    if (!buttons.length) furnish();
    const {section} = stage.lesson();
    buttons.forEach((button, i) => { if (i === section) button.setAttribute("aria-current", "step"); else button.removeAttribute("aria-current"); });
    dialog.showModal();
    buttons[section].focus();
    buttons[section].scrollIntoView({block: "center"});
    if (!isPainted) paintAll();
  }

  function paintAll() {
    isPainted = true;
    delete dialog.dataset.painted;
    miniatures = miniatures || createMiniatures(stage, {width: 320, height: 200});
    paint(outwards(stage.lesson().section, buttons.length));
  }
  // by night the pictures are others
  stage.on("theme", () => { isPainted = false; if (dialog.open) paintAll(); });

  // some pictures a frame, so that the list answers at once: those that are looked at come first
  function paint(waiting) {
    cancelAnimationFrame(due);
    const until = performance.now() + FRAME_MS;
    do {
      const index = waiting.shift();
      miniatures.draw(buttons[index].querySelector("canvas"), reader.stepOf(index));
    } while (waiting.length && performance.now() < until);
    if (waiting.length) due = requestAnimationFrame(() => paint(waiting));
    else dialog.dataset.painted = "yes";
  }

  dialog.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    if (at < 0 || !isPlain(event)) return;
    const columns = buttons.filter((button) => button.offsetTop === buttons[0].offsetTop).length;
    const step = {
      ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, PageDown: 1, PageUp: -1,
      Home: -buttons.length, End: buttons.length,
    }[event.key];
    if (!step) return;
    event.preventDefault();
    buttons[clamp(at + step, 0, buttons.length - 1)].focus();
  });

  commands.add("overview", {keys: ["o"], says: "Overview of all steps", dialog, run: open});
});

function nameOf(section, index, last) {
  const heading = section.querySelector("h1, h2");
  const text = heading ? heading.textContent : index ? "In closing" : "Start";
  return index && index < last ? `${index}. ${text}` : text;
}
