/** The small stand-in for RxJS that the client itself brings. */
export class Observable<T> {
  promise: Promise<T>;

  constructor(promise: Promise<T>) {
    this.promise = promise;
  }
  toPromise(): Promise<T> {
    return this.promise;
  }
  pipe<S>(callback: (value: T) => S | Promise<S>): Observable<S> {
    return new Observable(this.promise.then(callback));
  }
}

export const of = <T>(value: T): Observable<T> => new Observable(Promise.resolve(value));
