// Storyglobe's engine. One frame round all modules: nothing leaks but `storyglobe`.
window.storyglobe = window.storyglobe || (function () {
"use strict";
// @@MODULES@@
return {start, layer: (element) => new PackedLayer(element), core: {vector, lonLat, slerp, vanWijk, flightBetween, inflate, decode, createThrift, createLAEA, quickRelief, slowRelief, laea, planLesson, paceOf, skippedAfter, withoutSkipped, missOf, missOfLine, placeWords, wrap, createRoom, placeBeside, wayTo, kilometres, aboutSoFar, roundOf, stateOf, lookOf, changeBetween, lookAt, blend, nightOf}};
})();
