/** Texts for admins, and about news. */
export const en = `
coins-given =
    🪙 An admin has given you <b>{ $coins }</b> coins.

    /balance: how many there are now
coins-taken =
    🪙 An admin has taken <b>{ $coins }</b> coins from you.

    /balance: why, and how many are left; /paysupport: if this is a mistake
coins-refunded =
    🪙 An admin has given back your coins for something that did not work out.

    /balance: how many there are now
news-off = 🔕 No more of these
news-on = 🔔 Send them again
news-are-off = 🔕 You will get no more news. The texts of your recordings come as always.
news-are-on = 🔔 News will come again.
admin-help =
    🛠 <b>An admin's commands</b>

    /user @name or number: a card
    /give @name 50 why: give coins
    /take @name 50 why: take coins
    /refund trn_… why: give back what a work cost
    /refund charge why: return the Stars
    /block @name why, /unblock @name
    /promos, /promo_new CODE coins 50 [uses] [days] [per person], /promo_off CODE
    /jobs [dead, waiting, running]
    /day: today, /costs [days]: revenue and cost
    /broadcast as a reply to a message: send it to everybody

    Every act is written to the audit log.
admin-nobody = Found nobody and nothing: { $named }
admin-usage = It is written like this: { $usage }
admin-refused-not-enough = Not done: they do not have that many free coins. Nothing has changed.
admin-refused-no-message = Reply with /broadcast to the message that is to be sent.
admin-refused-nothing-to-refund = There is nothing to give back: nothing was taken for it, or it went back before.
admin-refused-promo-exists = There is such a code already, and it stays as it was. Choose another name: /promos
admin-refused-promo-unknown = There is no such valid code: /promos
admin-empty = Nothing here.
admin-card-blocked = ⛔️ Blocked since { $day }
admin-card-unreachable = 📵 Not reachable since { $day }
admin-card-days = Language { $locale }, with us since { $since }, seen { $seen }
admin-card-coins = Coins: <b>{ $available }</b> (held { $held })
admin-card-work = Recordings: { $all }, delivered { $delivered }, failed { $failed }. Avatars: { $avatars }, pictures: { $pictures }. Cost { $cost } in 30 days
admin-card-payments = Payments
admin-card-entries = Last movements
admin-card-audit = Audit
admin-day =
    📊 <b>Today (UTC)</b>

    People: { $activePeople }, new { $newPeople }
    Recordings: { $recordings }, delivered { $delivered }, failed { $failed }, waiting for an answer { $waiting }
    Avatars: trained { $avatarsReady }, failed { $avatarsFailed }
    Pictures: { $pictures }, failed { $picturesFailed }
    Coins: spent { $coinsSpent }, given { $coinsGiven }
    Stars: { $starsPaid } ⭐, returned { $starsReturned } ⭐
    Outside services: { $vendor }
    Jobs: waiting { $jobsWaiting }, dead { $jobsDead }
admin-costs = 💵 <b>Revenue, cost, margin by day</b>
admin-costs-line = { $day } { $feature }: { $works } works, { $coins } coins, { $revenue } − { $vendor } = <b>{ $margin }</b>
admin-costs-stars = Stars in this time: { $paid } ⭐, returned { $returned } ⭐
admin-promos = 🎟 <b>Promo codes</b> (used/all, per person, until)
admin-jobs = ⚙️ <b>Jobs</b>
admin-retry-refunded = There is nothing to retry: the work has failed and its user was refunded. It can only be dropped.
admin-job-refunded = refunded
admin-retry-nothing = Nothing was started: somebody has dealt with this job already.
admin-news = 📣 The message you replied to will go to { $people } people. Send it?
admin-news-send = 📣 Send ({ $people })
admin-news-drop = ✖️ No
admin-news-stop = 🛑 Stop
admin-news-state = 📣 The news are { $state }. Sent: { $sent }, failed: { $failed }
admin-news-draft = not begun
admin-news-sending = on their way
admin-news-done = done
admin-news-stopped = stopped
`;
