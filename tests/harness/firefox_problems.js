return window.storyglobeProblems;
