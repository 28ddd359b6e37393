// The bar of buttons while presenting: it shows itself when the pointer moves, a finger touches the
// screen or the focus is in it, and leaves the picture alone otherwise.

const BAR_MS = 3200;

feature("bar", (stage) => {
  const {root, mode, reader} = stage;
  const bar = root.querySelector(".sg-bar"), place = bar.querySelector(".sg-bar-place");
  let timer = 0, x = 0, y = 0, was = false;

  function wake() {
    if (!mode.presenting || mode.kiosk) return;
    document.documentElement.classList.add("sg-awake");
    clearTimeout(timer);
    timer = setTimeout(sleep, BAR_MS);
  }

  function sleep() {
    if (bar.matches(":hover")) wake(); else document.documentElement.classList.remove("sg-awake");
  }

  document.addEventListener("pointermove", (event) => {
    if (Math.hypot(event.clientX - x, event.clientY - y) > 3) wake();
    x = event.clientX; y = event.clientY;
  }, {passive: true});
  document.addEventListener("pointerdown", wake, {passive: true});
  document.addEventListener("focusin", (event) => { if (bar.contains(event.target)) wake(); });

  // a click must not leave the keys of a clicker on a button
  bar.addEventListener("click", (event) => {
    if (event.detail > 0 && mode.presenting && !openDialog() && !mode.tool) {
      reader.sections[reader.index()].focus({preventScroll: true});
    }
  });

  function show() {
    bar.hidden = !mode.presenting;
    const {section} = stage.lesson(), last = reader.sections.length - 1;
    place.textContent = section === 0 ? "Start" : section === last ? "End" : `${section} / ${last - 1}`;
  }
  stage.on("mode", () => {
    show();
    if (mode.presenting !== was) wake(); // a key changes the picture, and the bar would lie over it
    was = mode.presenting;
  });
  stage.on("arrive", show);
  stage.on("lesson", show);
});
