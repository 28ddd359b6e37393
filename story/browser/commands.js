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

// Arrows, Home and End belong to a slider that has the focus; a clicker's keys do not.
const isSteering = (event) => /^(Arrow|Home|End)/.test(event.key)
  && Boolean(event.target.closest && event.target.closest("[type=range], [role=slider]"));

// Space and Enter belong to what has the focus.
const isPressing = (event) => (event.key === " " || event.key === "Enter")
  && Boolean(event.target.closest && event.target.closest("button, summary, a, [role=button]"));

// A key by its Latin letter, on a Russian or Greek keyboard too.
function keyOf(event) {
  const latin = /^Key([A-Z])$/.exec(event.code || "");
  if (event.key.length === 1 && latin && event.key.charCodeAt(0) > 127) return latin[1].toLowerCase();
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

const openDialog = () => document.querySelector("dialog[open]");

function recall(key) {
  try { return window.localStorage.getItem(`storyglobe ${key}`); } catch { return null; }
}

function remember(key, value) {
  try { window.localStorage.setItem(`storyglobe ${key}`, value); } catch { /* for this visit only */ }
}
