// The speaker's window: what is on the screen, what comes next, the notes; it moves both windows, and
// goes on by itself while the audience's window is closed.

const PING_MS = 1500, GONE_MS = 4500;

// Any page may speak on the channel: what is no state of this story is not heard.
const isState = ({section, revealed, shown, mode}, last) => [section, shown].every((at) => Number.isInteger(at) && at >= 0 && at <= last)
  && (revealed === null || typeof revealed === "number") && Boolean(mode) && ["", "black", "white"].includes(mode.blank);

feature("speaker", (stage) => {
  if (!stage.isSpeaker) return;
  const {root, commands, reader} = stage;
  const panel = root.querySelector(".sg-speaker-panel");
  const part = (name) => panel.querySelector(`.sg-sp-${name}`);
  const last = reader.sections.length - 1;
  document.documentElement.classList.add("sg-speaking");
  document.title = `Speaker: ${document.title}`;
  panel.hidden = false;
  root.querySelector(".sg-story").inert = true;
  reader.setSlides(true);

  let lesson = {section: Math.max(0, reader.opening()), revealed: 0};
  let screen = null, heardAt = -Infinity, clockTaken = false;
  // The one window that is listened to: the first that presents, or till then the last that answered.
  let partner = null, chosen = false;
  const miniatures = createMiniatures(stage, {width: 640, height: 400, names: true});
  const clock = createLessonClock(stage, part, reader.sections, () => { if (partner) link.send("clock", {to: partner, clock: clock.value()}); });
  stage.lesson = () => lesson;

  const link = createLink("speaker", (message) => {
    const {kind, me} = message;
    if (kind === "bye" && me === partner) { heardAt = -Infinity; partner = null; chosen = false; show(); }
    if (kind === "hello" && !isThere()) {
      if (!chosen) partner = me; // what is asked for before its first answer is for it
      link.send("resume", {...lesson, to: me});
    }
    if (kind !== "state" || !isState(message, last)) return;
    // somebody else reads the file; one that has only been silent for a while is not given up for that
    if (partner && me !== partner && (isThere() ? chosen || !message.mode.presenting : chosen && !message.mode.presenting)) return;
    chosen = message.mode.presenting || chosen && me === partner;
    partner = me;
    heardAt = performance.now();
    if (message.clock && !clockTaken && !clock.isStarted()) clock.take(message.clock);
    clockTaken = true;
    screen = {shown: message.shown, mode: message.mode};
    if (message.mode.presenting) place({section: message.section, revealed: message.revealed}); else show();
  });
  const isThere = () => performance.now() - heardAt < GONE_MS;

  function place(at) {
    const moved = at.section !== lesson.section || at.revealed !== lesson.revealed;
    if (moved && at.section > 0) clock.start();
    lesson = {section: clamp(at.section, 0, last), revealed: at.revealed === null ? Infinity : at.revealed};
    rememberHere("at", String(lesson.section));
    show();
  }

  // The audience's window decides where a press leads; without one this window does. One that has
  // only been silent for a while, on a slow machine, still hears what is asked for.
  function ask(name, detail = {}) {
    if (partner) link.send("command", {to: partner, name, ...detail});
    if (isThere()) return;
    const {section, revealed} = lesson, all = stage.reveals(section);
    if (name === "next") place(revealed < all ? {section, revealed: revealed + 1} : {section: Math.min(last, section + 1), revealed: 0});
    else if (name === "previous") place(revealed > 0 && all ? {section, revealed: Math.min(revealed, all) - 1} : {section: Math.max(0, section - 1), revealed: Infinity});
    else if (name === "go") place({section: detail.section, revealed: detail.revealed || 0});
    else if (name === "first" || name === "last") place({section: name === "first" ? 0 : last, revealed: 0});
  }

  const asks = (name) => (detail) => ask(name, detail && Number.isFinite(detail.section) ? {section: detail.section, revealed: 0} : {});
  commands.add("next", {keys: ["ArrowRight", "ArrowDown", "PageDown", " "], says: "Next", run: asks("next")});
  commands.add("previous", {keys: ["ArrowLeft", "ArrowUp", "PageUp"], says: "Back", run: asks("previous")});
  commands.add("first", {keys: ["Home"], says: "The beginning", run: asks("first")});
  commands.add("last", {keys: ["End"], says: "The end", run: asks("last")});
  commands.add("black", {keys: ["b", "."], says: "Black screen, and back", run: asks("black")});
  commands.add("white", {keys: ["w"], says: "White screen, and back", run: asks("white")});
  commands.add("freeze", {keys: ["f"], says: "Freeze the audience’s screen", run: asks("freeze")});
  commands.add("question", {keys: ["q"], says: "The question in large type", run: asks("question")});
  commands.add("answer", {keys: ["a"], says: "With the question: a possible answer", run: asks("answer")});
  commands.add("since", {keys: ["t"], says: "Since then: show or hide what came later, at every step", run: asks("since")});
  commands.add("go", {run: asks("go")});
  commands.add("audience", {
    run() {
      const address = `${location.pathname}?present${lesson.section ? `#${reader.sections[lesson.section].id}` : ""}`;
      if (!link.open(address)) root.querySelector(".sg-blocked").showModal();
    },
  });
  panel.querySelector("[data-command=answer]").hidden = !root.querySelector(".sg-answer"); // a student's edition has none
  part("steps").append(...reader.sections.map((section, index) => {
    const option = document.createElement("option");
    option.value = index;
    option.textContent = nameOf(section, index, last);
    return option;
  }));
  part("steps").addEventListener("change", (event) => ask("go", {section: Number(event.target.value), revealed: 0}));

  const copy = (selector, into) => {
    const found = [...reader.sections[lesson.section].querySelectorAll(selector)];
    into.replaceChildren(...found.flatMap((element) => plainCopies([...element.childNodes].filter((node) => node.localName !== "summary"))));
    return found.length > 0;
  };

  let drawn = "";
  function show() {
    const {section, revealed} = lesson, all = stage.reveals(section), now = Math.min(revealed, all);
    const next = now < all ? [section, now + 1] : [Math.min(last, section + 1), stage.reveals(Math.min(last, section + 1)) ? 0 : Infinity];
    part("where").textContent = nameOf(reader.sections[section], section, last) + (all ? ` (${now} of ${all} shown)` : "");
    part("then").textContent = section === last ? "This is the end." : now < all ? `More of this step (${now + 1} of ${all})` : nameOf(reader.sections[next[0]], next[0], last);
    part("steps").value = section;
    const key = [section, now, next].join();
    if (drawn !== key) {
      drawn = key;
      miniatures.draw(part("now"), reader.stepOf(section), now);
      miniatures.draw(part("next"), reader.stepOf(next[0]), next[1]);
      part("notes").hidden = !copy(".sg-notes", part("notes"));
      part("first").hidden = section > 0 || !part("notes").hidden;
      part("none").hidden = !part("notes").hidden || !part("first").hidden;
      part("asked").hidden = part("asks").hidden = !copy(".sg-asked", part("asked"));
      part("answered").hidden = !copy(".sg-answered", part("answered"));
      part("later").hidden = !copy(".sg-since", part("later"));
      panel.querySelector(".sg-sp-words").scrollTop = 0;
    }
    clock.show(section);
    status();
  }

  function status() {
    const there = isThere(), shown = screen && screen.mode;
    const says = !there ? "The audience’s window is not open." : !shown || !shown.presenting ? "The audience’s window is not presenting: press Next."
      : shown.blank ? `The audience sees a ${shown.blank} screen.`
        : shown.frozen ? `Frozen: the audience sees ${nameOf(reader.sections[screen.shown], screen.shown, last)}.`
          : shown.question ? "The audience sees the question." : shown.tool === "quiz" ? "The audience plays the quiz."
            : "The audience sees this step.";
    if (part("status").textContent !== says) part("status").textContent = says;
    part("status").classList.toggle("sg-sp-warn", !there || Boolean(shown && (shown.blank || shown.frozen)));
    part("open").hidden = there;
    for (const button of panel.querySelectorAll("[data-shows]")) {
      const [name, value] = button.dataset.shows.split(" ");
      const on = Boolean(there && shown && (value ? shown[name] === value : shown[name]));
      if (button.ariaPressed !== String(on)) button.setAttribute("aria-pressed", String(on));
    }
  }

  stage.on("theme", () => { drawn = ""; show(); });
  link.send("hello");
  setInterval(() => { link.send("ping", chosen && isThere() ? {to: partner} : {}); status(); clock.show(lesson.section); }, PING_MS);
  window.addEventListener("pagehide", () => link.send("bye"));
  // a window of its own may have been loaded again while no audience was there
  const kept = recallHere("at");
  if (kept !== null && !location.hash) lesson.section = clamp(Math.trunc(Number(kept)) || 0, 0, last);
  stage.whenBegun(show);
});
