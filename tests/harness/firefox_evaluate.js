const [answer] = arguments;
(async () => EXPRESSION)().then(
  (result) => answer({ result }),
  (error) => answer({ error: String(error) }),
);
