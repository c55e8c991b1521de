export { eachDigest, eachPhoto, eachPicture, eachRecording } from "./contents.ts";
export {
  beginExport,
  dropExport,
  EXPORT_HOURS,
  endExport,
  findExport,
  listExpiredExports,
  type UserExport,
} from "./wish.ts";
