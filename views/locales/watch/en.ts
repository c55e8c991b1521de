/** Alarms for admins, and the operator's page. */
export const en = `
alert-help = What to do: docs/runbook.md, section <code>{ $id }</code>
alert-page = 📊 Open the page
alert-over = ✅ All right again: { $what }. It went on for { $minutes } min.
alert-dead-letters = 🪦 <b>Some work was given up</b>: { $detail }
alert-queue-old = 🐢 <b>The queue stands still</b>: the oldest job has been waiting for { $detail }
alert-error-rate = ⚠️ <b>Many failures</b>: { $detail } in a quarter of an hour
alert-vendor = ⚠️ <b>A vendor answers with errors</b>: { $detail }
alert-webhook = ⚠️ <b>Telegram cannot deliver messages</b>: { $detail }
alert-storage = ⚠️ <b>Files lie in the fallback store</b>: { $detail }
alert-budget = 💸 <b>The day’s budget is nearly used up</b>: { $detail }
alert-name-dead-letters = no work lies given up
alert-name-queue-old = the queue moves
alert-name-error-rate = the failures have stopped
alert-name-vendor = the vendors answer
alert-name-webhook = messages are delivered
alert-name-storage = files are where they belong
alert-name-budget = the budget suffices
alert-name-ceiling = the budget is no longer in the way
alert-name-fal-balance = FAL no longer refuses for want of money
alert-name-fal-key = FAL no longer refuses the key
`;
