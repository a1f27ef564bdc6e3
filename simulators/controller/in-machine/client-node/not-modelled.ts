/** What the client can do beside the API of objects: every call is reported where it is. */
export function refuse(name: string): unknown {
  const say = (what: string): never =>
    $notModelled(`\`${what}\` of @kubernetes/client-node is not modelled: put it behind a function that a check can replace`);
  return function refused(): never {
    return say(name);
  };
}
