// Kiosk: the story plays by itself, at the pace of a reader, round and round. Any input stops it; a
// page opened with ?kiosk takes up again when nobody has touched it for a while.
// ?kiosk=300 reads 300 words a minute.

const READING_WPM = 190, LOOKING_WORDS = 14, IDLE_MS = 60000;

feature("kiosk", (stage) => {
  const {reader, commands, mode} = stage;
  const asked = new URLSearchParams(location.search).get("kiosk");
  const pace = clamp(Number(asked) || READING_WPM, 20, 60000);
  let timer = 0, idle = 0, moved = 0;

  // Reading time of what the card shows; looking at the map counts as some words more.
  function pause(section) {
    const card = reader.sections[section].querySelector(".sg-card");
    const words = (card.innerText || "").split(/\s+/).length + LOOKING_WORDS;
    return 60000 * words / pace;
  }

  // a card taller than the screen is read on, a screen at a time
  function parts(section) {
    const card = cardOf(reader.sections[section]);
    return stage.reveals(section) + Math.max(1, Math.ceil(card.scrollHeight / Math.max(1, card.clientHeight)));
  }

  function tick() {
    clearTimeout(timer);
    if (!mode.kiosk) return;
    timer = setTimeout(() => {
      if (!stage.forward()) reader.go(0, {revealed: 0, focus: false});
      tick();
    }, pause(stage.section()) / parts(stage.section()));
  }

  function play() {
    commands.run("present");
    stage.setMode({kiosk: true, tool: "", blank: "", frozen: false});
    stage.announce("The story plays by itself. Any key stops it.");
    moved = 0;
    tick();
  }

  function stop(event) {
    if (asked !== null) {
      clearTimeout(idle);
      idle = setTimeout(() => { if (!openDialog()) play(); }, IDLE_MS);
    }
    if (!mode.kiosk) return;
    stage.setMode({kiosk: false});
    clearTimeout(timer);
    stage.announce("Stopped. The arrow keys move on.");
    if (event.type === "keydown") { event.preventDefault(); event.stopImmediatePropagation(); }
  }

  window.addEventListener("keydown", stop, true);
  for (const name of ["pointerdown", "wheel", "touchstart"]) window.addEventListener(name, stop, {capture: true, passive: true});
  window.addEventListener("pointermove", (event) => {
    moved += Math.abs(event.movementX || 0) + Math.abs(event.movementY || 0);
    if (moved > 60) { moved = 0; stop(event); }
  }, {capture: true, passive: true});

  commands.add("kiosk", {keys: ["k"], says: "Let the story play by itself; any key stops it", when: () => !stage.isSpeaker, run: play});
  if (asked !== null && !stage.isSpeaker) stage.whenBegun(play);
});
