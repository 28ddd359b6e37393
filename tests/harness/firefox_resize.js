// Sizes the tab's content, whatever the window's own least size is.
const [width, height] = arguments;
const { style } = gBrowser.selectedBrowser;
for (const bound of ["", "min-", "max-"]) {
  style.setProperty(`${bound}width`, `${width}px`);
  style.setProperty(`${bound}height`, `${height}px`);
}
