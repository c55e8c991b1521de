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
  type OwnedUpload,
  openUpload,
} from "./upload.ts";
