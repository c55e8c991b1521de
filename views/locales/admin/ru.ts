/** Тексты для администраторов и новости. */
export const ru = `
coins-given =
    🪙 Администратор начислил вам монеты: <b>{ $coins }</b>.

    /balance — сколько их теперь
coins-taken =
    🪙 Администратор списал у вас монеты: <b>{ $coins }</b>.

    /balance — за что и сколько осталось, /paysupport — если это ошибка
coins-refunded =
    🪙 Администратор вернул вам монеты за работу, которая не удалась.

    /balance — сколько их теперь
news-off = 🔕 Больше не присылать
news-on = 🔔 Присылать снова
news-are-off = 🔕 Новостей больше не будет. Ответы на ваши записи придут как обычно.
news-are-on = 🔔 Новости снова будут приходить.
admin-help =
    🛠 <b>Команды администратора</b>

    /user @имя или номер — карточка
    /give @имя 50 за что — начислить
    /take @имя 50 за что — списать
    /refund trn_… за что — вернуть монеты за работу
    /refund платёж за что — вернуть звёзды
    /block @имя за что, /unblock @имя
    /promos, /promo_new КОД coins 50 [раз] [дней] [на человека], /promo_off КОД
    /jobs [dead, waiting, running] — работы
    /day — сегодня, /costs [дней] — доход и расход
    /broadcast ответом на сообщение — разослать его

    Каждое действие записывается в журнал.
admin-nobody = Никого и ничего не нашлось: { $named }
admin-usage = Пишется так: { $usage }
admin-refused-not-enough = Не получилось: столько монет у человека нет (свободных). Ничего не изменилось.
admin-refused-no-message = Ответьте командой /broadcast на сообщение, которое надо разослать.
admin-refused-nothing-to-refund = Возвращать нечего: за это ничего не взято, или уже возвращено.
admin-refused-promo-exists = Такой код уже есть, он остался прежним. Выберите другое имя: /promos
admin-refused-promo-unknown = Такого действующего кода нет: /promos
admin-empty = Пусто.
admin-card-blocked = ⛔️ Закрыт с { $day }
admin-card-unreachable = 📵 Недоступен с { $day }
admin-card-days = Язык { $locale }, с нами с { $since }, был { $seen }
admin-card-coins = Монет: <b>{ $available }</b> (отложено { $held })
admin-card-work = Записей: { $all }, готово { $delivered }, не вышло { $failed }. Аватаров: { $avatars }, картинок: { $pictures }. За 30 дней стоил { $cost }
admin-card-payments = Платежи
admin-card-entries = Последние движения
admin-card-audit = Журнал
admin-day =
    📊 <b>Сегодня (UTC)</b>

    Люди: { $activePeople }, новых { $newPeople }
    Записи: { $recordings }, готово { $delivered }, не вышло { $failed }, ждут ответа { $waiting }
    Аватары: обучено { $avatarsReady }, не вышло { $avatarsFailed }
    Картинки: { $pictures }, не вышло { $picturesFailed }
    Монеты: потрачено { $coinsSpent }, подарено { $coinsGiven }
    Звёзды: { $starsPaid } ⭐, возвращено { $starsReturned } ⭐
    Внешние сервисы: { $vendor }
    Работы: ждут { $jobsWaiting }, брошено { $jobsDead }
admin-costs = 💵 <b>Доход, расход, прибыль по дням</b>
admin-costs-line = { $day } { $feature }: { $works } шт., { $coins } монет, { $revenue } − { $vendor } = <b>{ $margin }</b>
admin-costs-stars = Звёзды за это время: { $paid } ⭐, возвращено { $returned } ⭐
admin-promos = 🎟 <b>Промокоды</b> (использовано/всего, на человека, до)
admin-jobs = ⚙️ <b>Работы</b>
admin-retry-refunded = Повторять нечего: работа не удалась, и пользователю всё вернули. Её можно только убрать.
admin-job-refunded = пользователю всё вернули
admin-retry-nothing = Ничего не запущено: этой работой уже кто-то занялся.
admin-news = 📣 Сообщение, на которое вы ответили, получат: { $people }. Разослать?
admin-news-send = 📣 Разослать ({ $people })
admin-news-drop = ✖️ Не надо
admin-news-stop = 🛑 Остановить
admin-news-state = 📣 Рассылка { $state }. Отправлено: { $sent }, не дошло: { $failed }
admin-news-draft = не начата
admin-news-sending = идёт
admin-news-done = закончена
admin-news-stopped = остановлена
`;
