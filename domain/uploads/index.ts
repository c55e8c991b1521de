export { packToken, readToken } from "./token.ts";
export {
  beginFile,
  countParts,
  dropUpload,
  findUpload,
  finishUpload,
  forgetFile,
  isSameFile,
  type LocalFile,
  lengthOfPart,
  listExpired,
  notePart,
  OPEN_SECONDS,
  type OwnedUpload,
  openUpload,
} from "./upload.ts";
