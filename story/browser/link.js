// The audience's window and the speaker's are two windows of one file. They talk over a broadcast
// channel; a window that opened the other is told by message too, and where there is no channel the
// browser's store carries the word. Whatever comes twice is heard once.

// hear(message) gets {kind, from, me, …}; only messages of this file are heard. One that says `to` is
// for the window of that name alone.
function createLink(role, hear) {
  const name = `storyglobe ${location.pathname}`;
  const me = `${role} ${Date.now()} ${Math.random()}`;
  const heard = new Set(), peers = new Set();
  let count = 0, channel = null, closed = 0;

  function take(message) {
    if (!message || message.storyglobe !== name || message.me === me || message.from === role || (message.to && message.to !== me)) return;
    const key = `${message.me} ${message.count}`;
    if (heard.has(key)) return;
    heard.add(key);
    if (message.kind === "bye") closed += 1;
    hear(message);
  }

  try {
    channel = new BroadcastChannel(name);
    channel.addEventListener("message", (event) => take(event.data));
  } catch {
    window.addEventListener("storage", (event) => {
      if (event.key !== `${name} link` || !event.newValue) return;
      try { take(JSON.parse(event.newValue)); } catch { /* somebody else’s */ }
    });
  }
  if (window.opener) peers.add(window.opener);
  window.addEventListener("message", (event) => { if (peers.has(event.source)) take(event.data); });

  function send(kind, detail = {}) {
    count += 1;
    const message = {...detail, storyglobe: name, me, count, from: role, kind};
    if (channel) channel.postMessage(message);
    else try { window.localStorage.setItem(`${name} link`, JSON.stringify(message)); } catch { /* no store */ }
    for (const peer of peers) {
      try { if (!peer.closed) peer.postMessage(message, "*"); } catch { /* gone */ }
    }
  }

  // The other window, opened or found again; null when the browser blocks it. One that is closing
  // still holds its name, and would swallow a page opened under it: after a farewell the name is new.
  function open(address, features = "") {
    const opened = window.open(address, `storyglobe-${role === "speaker" ? "audience" : "speaker"}${closed || ""}`, features);
    if (opened) peers.add(opened);
    return opened;
  }
  return {send, open};
}
