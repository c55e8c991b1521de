/** Әкімшілерге және жаңалықтарға арналған мәтіндер. */
export const kk = `
coins-given =
    🪙 Әкімші сізге <b>{ $coins }</b> монета берді.

    /balance — қазір қанша екені
coins-taken =
    🪙 Әкімші сізден <b>{ $coins }</b> монета алды.

    /balance — не үшін және қанша қалғаны, /paysupport — егер бұл қате болса
coins-refunded =
    🪙 Әкімші нәтиже бермеген жұмыстың монеталарын сізге қайтарды.

    /balance — қазір қанша екені
news-off = 🔕 Енді жіберілмесін
news-on = 🔔 Қайта жіберілсін
news-are-off = 🔕 Жаңалықтар енді келмейді. Жазбаларыңыздың мәтіні бұрынғыдай келе береді.
news-are-on = 🔔 Жаңалықтар қайтадан келеді.
admin-help =
    🛠 <b>Әкімші командалары</b>

    /user @аты немесе нөмірі — карточка
    /give @аты 50 себебі — монета беру
    /take @аты 50 себебі — монета алу
    /refund trn_… себебі — жұмыс монеталарын қайтару
    /refund төлем себебі — жұлдыздарды қайтару
    /block @аты себебі, /unblock @аты
    /promos, /promo_new КОД coins 50 [рет] [күн] [бір адамға], /promo_off КОД
    /jobs [dead, waiting, running] — жұмыстар
    /day — бүгін, /costs [күн] — кіріс пен шығын
    /broadcast хабарламаға жауап ретінде — оны бәріне жіберу

    Әр әрекет журналға жазылады.
admin-nobody = Ешкім де, ештеңе де табылмады: { $named }
admin-usage = Былай жазылады: { $usage }
admin-refused-not-enough = Болмады: адамда мұнша бос монета жоқ. Ештеңе өзгерген жоқ.
admin-refused-no-message = Жіберілетін хабарламаға /broadcast деп жауап беріңіз.
admin-refused-nothing-to-refund = Қайтаратын ештеңе жоқ: бұл үшін ештеңе алынбаған немесе бұрын қайтарылған.
admin-refused-promo-exists = Мұндай код бар, ол бұрынғыша қалды. Басқа атау таңдаңыз: /promos
admin-refused-promo-unknown = Мұндай жарамды код жоқ: /promos
admin-empty = Бос.
admin-card-blocked = ⛔️ { $day } бастап жабық
admin-card-unreachable = 📵 { $day } бастап қолжетімсіз
admin-card-days = Тілі { $locale }, { $since } бастап бізбен, соңғы рет { $seen }
admin-card-coins = Монета: <b>{ $available }</b> (қойылған { $held })
admin-card-work = Жазба: { $all }, дайын { $delivered }, шықпаған { $failed }. Аватар: { $avatars }, сурет: { $pictures }. 30 күнде { $cost } тұрды
admin-card-payments = Төлемдер
admin-card-entries = Соңғы қозғалыстар
admin-card-audit = Журнал
admin-day =
    📊 <b>Бүгін (UTC)</b>

    Адам: { $activePeople }, жаңа { $newPeople }
    Жазба: { $recordings }, дайын { $delivered }, шықпаған { $failed }, жауап күтеді { $waiting }
    Аватар: үйретілді { $avatarsReady }, шықпады { $avatarsFailed }
    Сурет: { $pictures }, шықпады { $picturesFailed }
    Монета: жұмсалды { $coinsSpent }, берілді { $coinsGiven }
    Жұлдыз: { $starsPaid } ⭐, қайтарылды { $starsReturned } ⭐
    Сыртқы қызметтер: { $vendor }
    Жұмыс: күтеді { $jobsWaiting }, тасталған { $jobsDead }
admin-costs = 💵 <b>Күндер бойынша кіріс, шығын, пайда</b>
admin-costs-line = { $day } { $feature }: { $works } жұмыс, { $coins } монета, { $revenue } − { $vendor } = <b>{ $margin }</b>
admin-costs-stars = Осы уақыттағы жұлдыз: { $paid } ⭐, қайтарылды { $returned } ⭐
admin-promos = 🎟 <b>Промокодтар</b> (қолданылды/барлығы, бір адамға, дейін)
admin-jobs = ⚙️ <b>Жұмыстар</b>
admin-retry-refunded = Қайталайтын ештеңе жоқ: жұмыс орындалмады, пайдаланушыға бәрі қайтарылды. Оны тек алып тастауға болады.
admin-job-refunded = пайдаланушыға бәрі қайтарылды
admin-retry-nothing = Ештеңе іске қосылмады: бұл жұмыспен біреу айналысып қойған.
admin-news = 📣 Сіз жауап берген хабарлама { $people } адамға барады. Жіберейін бе?
admin-news-send = 📣 Жіберу ({ $people })
admin-news-drop = ✖️ Керек емес
admin-news-stop = 🛑 Тоқтату
admin-news-state = 📣 Жаңалық { $state }. Жіберілді: { $sent }, бармады: { $failed }
admin-news-draft = басталмаған
admin-news-sending = жіберіліп жатыр
admin-news-done = аяқталды
admin-news-stopped = тоқтатылды
`;
