// Runs beside every page, in the page's process: reports its console and its missing files.
const report = (text) => sendAsyncMessage("storyglobe:problem", text);

addEventListener(
  "DOMWindowCreated",
  ({ target }) => {
    const failed = ({ target: element }) => {
      // Errors of scripts have the window as their target; the browser's console has those.
      if (element.localName) report(`load: ${element.src || element.href || element.localName}`);
    };
    target.addEventListener("error", failed, true);
  },
  true,
);

const storage = Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage);
const system = Cc["@mozilla.org/systemprincipal;1"].createInstance(Ci.nsIPrincipal);
const levels = { error: "error", assert: "error", exception: "error", warn: "warning" };
const onConsole = (message) => {
  const { level, arguments: words } = message.wrappedJSObject;
  if (level in levels) report(`console.${levels[level]}: ${words.map(String).join(" ")}`);
};
storage.addLogEventListener(onConsole, system);
addEventListener("unload", () => storage.removeLogEventListener(onConsole));
