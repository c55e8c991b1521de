export function nodeBinary(project: string): string | undefined;
export function isInstalled(project: string): boolean;
type Packages = Record<
  string,
  { version?: string; optional?: boolean; devOptional?: boolean; peer?: boolean }
>;
export function fits(asked: Packages, present: Packages): boolean;
export function stamp(project: string): void;
export function locked<T>(
  directory: string,
  work: () => T | Promise<T>,
  onWait?: (holder: number) => void,
): Promise<T>;
