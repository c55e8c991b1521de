/** A file as a data URL, which tests inside the Workers runtime can read: there is no file system there. */
declare module "*?inline" {
  const url: string;
  export default url;
}
