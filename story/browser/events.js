// Events between the parts of a story, and the features that a page adds to its bare map.

function createBus() {
  const heard = new Map();
  return {
    on(type, use) { heard.set(type, [...(heard.get(type) || []), use]); },
    // one listener's fault must not keep the word from the others
    say(type, detail) {
      for (const use of heard.get(type) || []) try { use(detail); } catch (error) { report(error); }
    },
  };
}

// Whether motion is unwelcome on this screen.
const isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

// To the console, as an uncaught error, without stopping what goes on.
function report(error) { setTimeout(() => { throw error; }); }

const FEATURES = [];

// `begin(stage)` is called once for each story, after its first step has been painted. What a
// feature needs of the map it finds on the stage (stage.js); it must not reach into other features.
function feature(name, begin) { FEATURES.push({name, begin}); }
