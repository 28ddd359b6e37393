// What another page on the channel might say: of each part of a message something that it should
// never be. HOSTILE is a text.
(() => {
  const name = `storyglobe ${location.pathname}`, channel = new BroadcastChannel(name);
  const odd = [undefined, null, -1, 1.5, 1e9, NaN, "x", HOSTILE, [], {}, {toString: null}];
  const kinds = ["hello", "state", "command", "clock", "resume", "ping", HOSTILE, null];
  const names = ["go", "next", "present", "speaker", "print", "__proto__", HOSTILE];
  let count = 0;
  const say = (part) => {
    const whole = {storyglobe: name, me: "intruder", count: count++, name: names[count % names.length], ...part};
    channel.postMessage(whole);
    window.postMessage(whole, "*");
  };
  for (const from of ["audience", "speaker", HOSTILE]) {
    for (const kind of kinds) {
      for (const what of odd) {
        say({from, kind, section: what, revealed: what, shown: what, mode: what, clock: what});
        say({from, kind, section: 3, revealed: 0, shown: 3, name: "go",
          mode: {presenting: true, blank: what, frozen: what}, clock: {minutes: what, gone: what, since: what}});
        channel.postMessage(what);
      }
    }
  }
  channel.close();
})()
