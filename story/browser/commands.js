// What a key, a button or the speaker's window may ask for: each command once, with its keys and
// what it is called, so that the list of keys is always the true one.

function createCommands() {
  const all = new Map();
  return {
    // when: whether the command makes sense now; dialog: the dialog that it opens and closes;
    // passes: its keys work while the question stands over the map, too.
    add(name, {keys = [], says, when = () => true, dialog = null, passes = false, run}) {
      all.set(name, {name, keys, says, when, dialog, passes, run});
    },
    run(name, detail) {
      const found = all.get(name);
      if (found && found.when()) found.run(detail);
    },
    // what was added last comes first: a tool takes the arrows while it is in the hand
    forKey: (key) => [...all.values()].reverse().find((command) => command.keys.includes(key) && command.when()),
    list: () => [...all.values()],
  };
}

const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.altKey);

const isTyping = (target) => Boolean(target.closest && target.closest(
  "input:not([type=range], [type=checkbox]), textarea, select, [contenteditable], audio, video"));

// Arrows, Home and End belong to a slider, to notes that scroll and to the named places while they have
// the focus, and Escape to the places; a clicker's keys do not.
const STEERED = "[type=range], [role=slider], [role=application], .sg-sp-words";
const isSteering = ({key, target}) => Boolean(target.closest) && Boolean(
  (/^(Arrow|Home|End)/.test(key) && target.closest(STEERED)) || (key === "Escape" && target.closest("[role=application]")));

// Space and Enter belong to what has the focus.
const isPressing = (event) => (event.key === " " || event.key === "Enter")
  && Boolean(event.target.closest && event.target.closest("button, summary, a, [role=button]"));

// A key by its Latin letter, on a Russian or Greek keyboard too.
function keyOf(event) {
  const latin = /^Key([A-Z])$/.exec(event.code || "");
  if (event.key.length === 1 && latin && event.key.charCodeAt(0) > 127) return latin[1].toLowerCase();
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

// Of several stories on one page the one that was touched or focused last has the keys, at first the first.
let keysOf = null;
const hasKeys = (root) => keysOf === null || keysOf === root;
function takeKeys(root, parts) {
  keysOf = keysOf || root;
  for (const part of parts) for (const type of ["pointerdown", "focusin"]) part.addEventListener(type, () => { keysOf = root; }, true);
}

const openDialog = () => document.querySelector("dialog[open]");

function recall(key) {
  try { return window.localStorage.getItem(`storyglobe ${key}`); } catch { return null; }
}

function remember(key, value) {
  try { window.localStorage.setItem(`storyglobe ${key}`, value); } catch { /* for this visit only */ }
}

// What a lesson leaves is this window's and this file's alone: tomorrow's begins anew, and another
// story in the same tab is another lesson.
const keyHere = (key) => `storyglobe ${key} ${location.pathname}`;

function recallHere(key) {
  try { return window.sessionStorage.getItem(keyHere(key)); } catch { return null; }
}

function rememberHere(key, value) {
  try { window.sessionStorage.setItem(keyHere(key), value); } catch { /* not kept */ }
}
