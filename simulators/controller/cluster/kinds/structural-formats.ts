/**
 * Does a text have the format that a schema asks for? Formats that are not known are passed over, as apiextensions does.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/validation/formats.go
 */
export function fitsFormat(text: string, format: string): boolean {
  return formats[format]?.test(text) ?? true;
}

const formats: Readonly<Record<string, RegExp>> = {
  "date-time": /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  uuid: /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i,
  ipv4: /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/,
  email: /^[^@\s]+@[^@\s]+$/,
  hostname: /^[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?)*\.?$/,
  byte: /^[A-Za-z0-9+/\r\n]*={0,2}$/,
};
