// Keys and buttons that give commands. Keys of one character can be turned off (WCAG 2.1.4), and never
// fire while somebody types.

feature("keys", (stage) => {
  const {root, commands, mode} = stage;
  const dialog = root.querySelector(".sg-keys"), box = dialog.querySelector("input");
  const parts = [root, stage.container];
  takeKeys(root, parts);
  box.checked = recall("letters") !== "off";
  box.addEventListener("change", () => remember("letters", box.checked ? "on" : "off"));

  // Escape leaves a field of a step, and nothing else: after that the keys work again.
  window.addEventListener("keydown", (event) => {
    const step = event.key === "Escape" && hasKeys(root) && isTyping(event.target) && event.target.closest(".sg-step");
    if (!step) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    step.focus({preventScroll: true});
    stage.say("escaped");
  }, true);

  // a window hears a key before the page does, so that scrolling does not see it
  window.addEventListener("keydown", (event) => {
    if (!hasKeys(root) || event.defaultPrevented || !isPlain(event) || isTyping(event.target) || isSteering(event)) return;
    // Enter ends a number that was typed, wherever the focus is
    if (isPressing(event) && !(event.key === "Enter" && stage.isCounting())) return;
    const key = keyOf(event), open = openDialog();
    if (key.length === 1 && key !== " " && !box.checked) return;
    const command = commands.forKey(key);
    if (!command || (open && command.dialog !== open && !(command.passes && mode.question))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    command.run({repeat: event.repeat});
    if (key === "Escape") stage.say("escaped");
  }, true);

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-command]");
    if (button && parts.some((part) => part.contains(button))) commands.run(button.dataset.command, {byPointer: event.detail > 0});
  });

  commands.add("keys", {
    keys: ["?"], says: "This list of keys", dialog,
    run() {
      if (dialog.open) { dialog.close(); return; }
      dialog.querySelector("dl").replaceChildren(...listed(commands).flatMap(described));
      dialog.showModal();
    },
  });
});

// What a lesson needs most stands first.
const FIRST = ["next", "previous", "digits", "present", "leave", "first", "last", "black", "white", "freeze", "question", "answer", "since", "overview", "speaker", "draw", "spotlight"];

// Every command that has keys and words, each with the keys that are its own now: D draws while
// presenting, and otherwise makes the page dark.
function listed(commands) {
  const placeOf = ({name}) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return commands.list()
    .filter(({name, says, when}) => says && (name !== "present" || when())) // who presents cannot begin to
    .map((command) => ({...command, keys: command.keys.filter((key) => [undefined, command.name].includes(commands.forKey(key)?.name))}))
    .filter(({keys}) => keys.length)
    .sort((a, b) => placeOf(a) - placeOf(b));
}

const SPOKEN = {
  " ": "Space", ArrowRight: "→", ArrowLeft: "←", ArrowDown: "↓", ArrowUp: "↑", PageDown: "Page Down",
  PageUp: "Page Up", Escape: "Esc",
};

function described({keys, says}) {
  const term = document.createElement("dt"), words = document.createElement("dd");
  keys.forEach((key, i) => {
    const cap = document.createElement("kbd");
    cap.textContent = SPOKEN[key] || (key.length === 1 ? key.toUpperCase() : key);
    term.append(i ? " " : "", cap);
  });
  words.textContent = says;
  return [term, words];
}
