// The audience's window: opens the speaker's, tells it what is shown, and does what it asks for.

const REMOTE = new Set(["next", "previous", "first", "last", "go", "black", "white", "freeze", "question", "answer", "since", "present"]);

feature("audience", (stage) => {
  if (stage.isSpeaker) return;
  const {root, commands, mode} = stage;
  const blocked = root.querySelector(".sg-blocked"), title = document.title;
  let clock = null, linked = false;
  // of a step, or of reveals; null is how a message writes "all"
  const whole = (value) => (Number.isFinite(value) ? Math.max(0, Math.trunc(value)) : value === null || value === Infinity ? Infinity : 0);

  // Every window of this file that is no speaker's answers; only the one that a speaker has chosen, or
  // that presents, is an audience.
  const link = createLink("audience", (message) => {
    if (message.to || mode.presenting) {
      linked = true;
      document.title = `Audience: ${title}`;
    }
    if (mode.kiosk && message.to) stage.setMode({kiosk: false});
    if (message.kind === "command" && REMOTE.has(message.name)) {
      if (message.name !== "present" && !mode.presenting) commands.run("present");
      commands.run(message.name, {remote: true, section: whole(message.section), revealed: whole(message.revealed)});
    } else if (message.kind === "clock") { clock = message.clock; return; } // asks for no answer
    // this window was closed or loaded again in the middle of a lesson
    else if (message.kind === "resume" && mode.presenting) commands.run("go", {section: whole(message.section), revealed: whole(message.revealed)});
    else if (message.kind === "bye") { linked = false; document.title = title; return; }
    tell();
  });

  function tell() {
    const {section, revealed} = stage.lesson();
    link.send("state", {section, revealed, shown: stage.section(), mode: {...mode}, clock});
  }

  function open() {
    stage.say("speaker");
    const address = `${location.pathname}?speaker${location.hash}`;
    if (!link.open(address, "popup,width=1180,height=800")) { blocked.showModal(); return; }
    commands.run("present", {full: false});
  }

  commands.add("speaker", {keys: ["s"], says: "Open the speaker’s window: notes, next step, clock", run: open});
  blocked.querySelector("a").href = `?speaker${location.hash}`;
  blocked.querySelector("a").addEventListener("click", () => { blocked.close(); commands.run("present", {full: false}); });
  for (const type of ["arrive", "mode", "lesson"]) stage.on(type, () => { if (linked) tell(); });
  window.addEventListener("pagehide", () => link.send("bye"));
  stage.whenBegun(() => link.send("hello"));
});
