import type { JobKind } from "../domain/jobs/index.ts";
import { alert } from "./alert.ts";
import { count } from "./avatars/count.ts";
import { delivered, deliveredImage } from "./avatars/delivered.ts";
import { erase } from "./avatars/erase.ts";
import { faces } from "./avatars/faces.ts";
import { forget } from "./avatars/forget.ts";
import { order } from "./avatars/order.ts";
import { pack } from "./avatars/pack.ts";
import { photo } from "./avatars/photo.ts";
import { poll } from "./avatars/poll.ts";
import { stop } from "./avatars/stop.ts";
import { tell } from "./avatars/tell.ts";
import { tidy } from "./avatars/tidy.ts";
import { train } from "./avatars/train.ts";
import { trained } from "./avatars/trained.ts";
import { eraseStep } from "./deletions/erase.ts";
import { forgetStep } from "./deletions/forget.ts";
import { dropOriginal } from "./deletions/retain.ts";
import { receiptNotice } from "./deletions/send-receipt.ts";
import { sweepStep } from "./deletions/sweep.ts";
import { digestClip } from "./digests/clip.ts";
import { digestDeliver } from "./digests/deliver.ts";
import { digest } from "./digests/digest.ts";
import { digestExplain } from "./digests/explain.ts";
import { digestJoin } from "./digests/join.ts";
import { digestPart } from "./digests/part.ts";
import { pack as packExport } from "./exports/pack.ts";
import { declined } from "./groups/declined.ts";
import { discard } from "./groups/discard.ts";
import { settingsOfGroup } from "./groups/settings.ts";
import { tellGroup } from "./groups/tell.ts";
import { deliver as deliverImage } from "./images/deliver.ts";
import { draw } from "./images/draw.ts";
import { drawn } from "./images/drawn.ts";
import { erase as eraseImage } from "./images/erase.ts";
import { order as orderImage } from "./images/order.ts";
import { poll as pollImage } from "./images/poll.ts";
import { prepare } from "./images/prepare.ts";
import { stop as stopImage } from "./images/stop.ts";
import { tell as tellImage } from "./images/tell.ts";
import { avatarScreen } from "./notices/avatar.ts";
import { digestFileNotice, digestPage, digestScreen } from "./notices/digest.ts";
import { digestChoice } from "./notices/digest-choice.ts";
import { galleryScreen } from "./notices/gallery.ts";
import { imageScreen } from "./notices/image.ts";
import { invoice } from "./notices/invoice.ts";
import { news } from "./notices/news.ts";
import { photoScreen } from "./notices/photo.ts";
import { originals } from "./notices/picture.ts";
import { returnStars } from "./notices/return-stars.ts";
import { show } from "./notices/show.ts";
import { statement } from "./notices/statement.ts";
import { storedNotice } from "./notices/stored.ts";
import { styleScreen } from "./notices/style.ts";
import { subtitles } from "./notices/subtitles.ts";
import { transcriptFileNotice } from "./notices/transcript-file.ts";
import type { Step } from "./step.ts";
import { timeZone, todoCalendar, todoDue, todoReminderStep } from "./todos/steps.ts";
import { ask } from "./transcription/ask.ts";
import { cancelled } from "./transcription/cancelled.ts";
import { deliver } from "./transcription/deliver.ts";
import { explain } from "./transcription/explain.ts";
import { gather } from "./transcription/gather.ts";
import { ingest } from "./transcription/ingest.ts";
import { join } from "./transcription/join.ts";
import { merge } from "./transcription/merge.ts";
import { plan } from "./transcription/plan.ts";
import { play } from "./transcription/play.ts";
import { quote } from "./transcription/quote.ts";
import { redraw } from "./transcription/redraw.ts";
import { transcribe } from "./transcription/transcribe.ts";

/** Every kind of job and the step that does it. */
export const steps: { [K in JobKind]: Step<K> } = {
  "transcription.ingest": ingest,
  "transcription.plan": plan,
  "transcription.quote": quote,
  "transcription.ask": ask,
  "transcription.transcribe": transcribe,
  "transcription.merge": merge,
  "transcription.deliver": deliver,
  "transcription.explain": explain,
  "transcription.redraw": redraw,
  "transcription.gather": gather,
  "transcription.join": join,
  "transcription.cancelled": cancelled,
  "transcription.digest": digest,
  "transcription.digest-part": digestPart,
  "transcription.digest-join": digestJoin,
  "transcription.digest-deliver": digestDeliver,
  "transcription.digest-explain": digestExplain,
  "transcription.clip": play,
  "transcription.digest-clip": digestClip,
  "notices.digest": digestScreen,
  "notices.digest-page": digestPage,
  "notices.digest-file": digestFileNotice,
  "notices.digest-choice": digestChoice,
  "transcription.discard": discard,
  "transcription.erase": eraseStep,
  "transcription.drop-original": dropOriginal,
  "transcription.export": packExport,
  "transcription.forget": forgetStep,
  "transcription.sweep": sweepStep,
  "notices.show": show,
  "notices.stored": storedNotice,
  "notices.subtitles": subtitles,
  "notices.group": tellGroup,
  "notices.declined": declined,
  "notices.groupsettings": settingsOfGroup,
  "notices.transcript-file": transcriptFileNotice,
  "notices.todo-due": todoDue,
  "notices.todo-calendar": todoCalendar,
  "notices.todo-reminder": todoReminderStep,
  "notices.receipt": receiptNotice,
  "notices.time-zone": timeZone,
  "notices.invoice": invoice,
  "notices.return": returnStars,
  "notices.statement": statement,
  "notices.news": news,
  "notices.alert": alert,
  "notices.avatar": avatarScreen,
  "notices.photo": photoScreen,
  "avatars.photo": photo,
  "avatars.count": count,
  "avatars.faces": faces,
  "avatars.order": order,
  "avatars.pack": pack,
  "avatars.train": train,
  "avatars.delivered": delivered,
  "avatars.poll": poll,
  "avatars.trained": trained,
  "avatars.tell": tell,
  "avatars.stop": stop,
  "avatars.erase": erase,
  "avatars.forget": forget,
  "avatars.tidy": tidy,
  "notices.image": imageScreen,
  "notices.picture": originals,
  "images.delivered": deliveredImage,
  "notices.gallery": galleryScreen,
  "notices.style": styleScreen,
  "images.erase": eraseImage,
  "images.prepare": prepare,
  "images.order": orderImage,
  "images.draw": draw,
  "images.poll": pollImage,
  "images.drawn": drawn,
  "images.deliver": deliverImage,
  "images.tell": tellImage,
  "images.stop": stopImage,
};
