// Presenting: one step at a time fills the screen; a clicker, keys or buttons move it.

function recallPlace() {
  const words = recallHere("presenting");
  if (!words) return null;
  const [section, revealed, read] = words.split(" ").map(Number);
  return {section, revealed: revealed >= 0 ? revealed : 0, read: read || 0};
}

feature("presenting", (stage) => {
  const {root, reader, commands, mode} = stage;
  const page = document.documentElement, cover = root.querySelector(".sg-cover");
  const number = root.querySelector(".sg-number");
  const last = reader.sections.length - 1;
  let ahead = null;  // where the lesson is while the audience's screen is frozen
  let digits = "";
  let wasFull = false, escaped = -1e9;
  let kept = recallPlace();  // where presenting was left or loaded again: that step goes on with its parts

  const isOn = () => mode.presenting, counts = () => mode.presenting || stage.isSpeaker;
  const here = () => (mode.frozen && ahead) || {section: reader.index(), revealed: stage.revealed()};

  function enter({full = true} = {}) {
    if (isOn()) return;
    const section = reader.index(), {revealed, read} = kept && kept.section === section ? kept : {revealed: 0, read: 0};
    reader.setSlides(true);
    stage.setMode({presenting: true});
    reader.go(section, {revealed, focus: false});
    if (full) fillScreen();
    stage.refit();
    focusStep();
    if (read) scrollCard(cardAt(section), read);
    stage.announce(`Presenting, ${placeOf(reader.index())}. The question mark lists the keys, Escape leaves.`);
  }

  function leave() {
    ahead = null;
    stage.setMode({presenting: false, blank: "", frozen: false, tool: "", kiosk: false, question: false});
    reader.go(reader.index(), {revealed: Infinity, focus: false}); // reading shows all of a step
    reader.setSlides(false);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    stage.refit();
    reader.go(reader.index(), {smooth: false});
    stage.announce("Presenting has ended.");
  }

  // For this tab alone, until presenting ends: a page that is loaded again presents again.
  function keep() {
    if (isOn()) kept = {section: stage.section(), revealed: stage.revealed(), read: cardAt(stage.section()).scrollTop};
    rememberHere("presenting", isOn() ? `${kept.section} ${kept.revealed} ${kept.read}` : "");
  }

  function fillScreen() {
    // a browser grants it to a key or a click only, and complains otherwise
    const mayAsk = !navigator.userActivation || navigator.userActivation.isActive;
    if (!page.requestFullscreen || !mayAsk) return;
    // from now on, for a key that ends it at once may come before the page is told that it began
    wasFull = true;
    page.requestFullscreen({navigationUI: "hide"}).catch(() => { wasFull = document.fullscreenElement !== null; });
  }

  const focusStep = () => reader.sections[reader.index()].focus({preventScroll: true});
  const placeOf = (section) => (section === 0 ? "beginning" : section === last ? "end" : `step ${section} of ${last - 1}`);

  // Move the lesson; the audience's screen follows unless it is frozen.
  function move(section, revealed = 0) {
    const wanted = {section: clamp(section, 0, last), revealed};
    if (mode.frozen) { ahead = wanted; stage.say("lesson", wanted); return; }
    const comes = wanted.section !== reader.index() && wanted.revealed !== Infinity;
    reader.go(wanted.section, {revealed: wanted.revealed});
    if (comes) cardAt(wanted.section).scrollTop = 0; // however far it was read before; Back finds it as it was left
  }

  // What is there is read to its end; then comes what is held back, the next part, the next step.
  // False at the end.
  function forward() {
    const {section, revealed} = here(), card = cardAt(section), more = revealed < stage.reveals(section);
    const bring = (part) => { if (part) bringIntoView(card, part); return true; };
    if (!ahead && turnCard(card, 1)) return true;
    if (!ahead && !mode.kiosk && stage.unhold(section)) return bring(reader.sections[section].querySelector(".sg-body > *"));
    if (!more && section === last) return false;
    const follows = !ahead && more;
    move(more ? section : section + 1, more ? revealed + 1 : 0);
    return !follows || bring(stage.part(section, revealed));
  }

  function next() {
    if (!forward()) stage.announce("This is the end.");
  }

  function previous() {
    const {section, revealed} = here(), shown = Math.min(revealed, stage.reveals(section));
    const card = cardAt(section), part = shown && !ahead ? stage.part(section, shown - 1) : null;
    const takesBack = shown > 0 && (part ? inView(card, part) : !hasMore(card));
    if (!ahead && !takesBack && turnCard(card, -1)) return;
    if (shown) move(section, shown - 1);
    else if (section > 0) move(section - 1, Infinity);
  }

  const cardAt = (section) => cardOf(reader.sections[section]);

  // The first press after a black or white screen, or over a question, only brings the picture back,
  // from whichever window it comes: nobody should move on unseen.
  const uncovered = (run) => (detail) => {
    typed("");
    if (mode.question) root.querySelector(".sg-discuss").close();
    else if (mode.blank) stage.setMode({blank: ""});
    else run(detail);
  };

  function blank(colour) {
    typed("");
    stage.setMode({blank: mode.blank === colour ? "" : colour});
    stage.announce(mode.blank ? `The screen is ${colour}.` : "The picture is back.");
  }

  function freeze() {
    if (!mode.frozen) ahead = here();
    const goal = ahead;
    stage.setMode({frozen: !mode.frozen});
    if (!mode.frozen) { ahead = null; move(goal.section, goal.revealed); }
    stage.announce(mode.frozen ? "The audience’s screen is frozen." : "The audience’s screen follows again.");
  }

  function typed(text) {
    digits = text.slice(-3);
    number.textContent = digits;
    number.hidden = !digits;
  }

  function escape() {
    escaped = performance.now();
    if (digits) typed("");
    else if (isTyping(document.activeElement)) focusStep();
    else if (mode.blank) stage.setMode({blank: ""});
    else if (mode.tool) stage.setMode({tool: ""});
    else if (stage.isExploring()) { stage.backToStory(); focusStep(); } else leave();
  }

  commands.add("present", {keys: ["p"], says: "Present, one step at a time", when: () => !isOn() && !stage.isSpeaker, run: enter});
  commands.add("next", {keys: ["ArrowRight", "ArrowDown", "PageDown", " "], says: "Next", passes: true, when: isOn, run: uncovered(next)});
  commands.add("previous", {keys: ["ArrowLeft", "ArrowUp", "PageUp"], says: "Back", passes: true, when: isOn, run: uncovered(previous)});
  commands.add("first", {keys: ["Home"], says: "The beginning", when: isOn, run: uncovered(() => move(0))});
  commands.add("last", {keys: ["End"], says: "The end", when: isOn, run: uncovered(() => move(last))});
  commands.add("digits", {says: "A number, then Enter: go to that step", keys: ["0–9"], when: () => false, run() {}});
  commands.add("jump", {keys: ["Enter"], when: () => counts() && digits !== "", run() { const section = Number(digits); typed(""); commands.run("go", {section, revealed: 0}); }});
  commands.add("black", {keys: ["b", "."], says: "Black screen, and back", when: isOn, run: () => blank("black")});
  commands.add("white", {keys: ["w"], says: "White screen, and back", when: isOn, run: () => blank("white")});
  commands.add("freeze", {keys: ["f"], says: "Freeze the audience’s screen while you move on, and let it follow again", when: isOn, run: freeze});
  commands.add("leave", {keys: ["Escape"], says: "Close what is open; then leave presenting", when: isOn, run: escape});
  commands.add("full", {run: fillScreen});
  commands.add("go", {
    when: isOn,
    run({section, revealed}) {
      if (mode.blank && !mode.frozen) stage.setMode({blank: ""}); // who names a step wants it seen
      move(section, revealed);
    },
  });
  for (const digit of "0123456789") {
    commands.add(`digit ${digit}`, {keys: [digit], when: counts, run: () => typed(digits + digit)});
  }
  cover.addEventListener("click", () => stage.setMode({blank: ""}));

  // Escape in full screen may reach the page as a key, as the end of full screen, or as both: what
  // is open on top closes first.
  document.addEventListener("cancel", () => { escaped = performance.now(); }, true);
  document.addEventListener("fullscreenchange", () => {
    const full = document.fullscreenElement !== null;
    if (wasFull && !full && isOn() && performance.now() - escaped > 800) {
      if (openDialog()) openDialog().close(); else escape();
    }
    wasFull = full;
  });

  stage.on("mode", () => {
    if (!mode.frozen) ahead = null; // a kiosk, too, lets the screen follow
    page.classList.toggle("sg-presenting", mode.presenting);
    if (mode.presenting) page.dataset.mode = "projector"; else delete page.dataset.mode;
    cover.hidden = !mode.blank;
    cover.dataset.colour = mode.blank;
    root.querySelector(".sg-frozen").hidden = !mode.frozen;
    for (const button of root.querySelectorAll("[data-shows]")) {
      const [key, value] = button.dataset.shows.split(" ");
      button.setAttribute("aria-pressed", String(value ? mode[key] === value : mode[key]));
    }
    keep();
  });
  stage.on("arrive", keep);
  window.addEventListener("pagehide", keep);

  // a second window may end full screen, which is not a wish to leave; nor is an Escape that closed something
  for (const type of ["speaker", "escaped"]) stage.on(type, () => { escaped = performance.now(); });
  stage.isCounting = () => digits !== "";
  stage.lesson = here;
  stage.forward = forward;
  const wanted = new URLSearchParams(location.search);
  if (!stage.isSpeaker && (wanted.has("present") || wanted.has("kiosk") || kept)) stage.whenBegun(() => enter({full: false}));
});
