/** Stands for a class until it is used; may be called without `new`, and inherited from. */
export function lazily<Class extends new (...args: never[]) => object>(name: string, get: () => Class): Class {
  const stand: unknown = {
    [name]: function (this: unknown, ...args: never[]): object {
      const Real = get();
      if (new.target === undefined || new.target === stand) return new Real(...args);
      Object.setPrototypeOf((stand as Class).prototype as object, Real.prototype as object);
      return Reflect.construct(Real, args, new.target) as object;
    },
  }[name];
  const hasInstance = (value: unknown): boolean => value instanceof get();
  return Object.defineProperty(stand as Class, Symbol.hasInstance, { value: hasInstance });
}
