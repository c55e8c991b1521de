/** Тревоги для администраторов и страница оператора. */
export const ru = `
alert-help = Что делать: docs/runbook.md, раздел <code>{ $id }</code>
alert-page = 📊 Открыть страницу
alert-over = ✅ Снова в порядке: { $what }. Продолжалось { $minutes } мин.
alert-dead-letters = 🪦 <b>Есть работы, от которых бот отказался</b>: { $detail }
alert-queue-old = 🐢 <b>Очередь стоит</b>: самая старая работа ждёт { $detail }
alert-error-rate = ⚠️ <b>Много сбоев</b>: за четверть часа не удалось { $detail }
alert-vendor = ⚠️ <b>Внешний сервис отвечает с ошибками</b>: { $detail }
alert-webhook = ⚠️ <b>Телеграм не может доставить сообщения</b>: { $detail }
alert-storage = ⚠️ <b>Файлы лежат в запасном хранилище</b>: { $detail }
alert-budget = 💸 <b>Дневной бюджет почти исчерпан</b>: { $detail }
alert-name-dead-letters = отказов больше нет
alert-name-queue-old = очередь движется
alert-name-error-rate = сбои прекратились
alert-name-vendor = внешние сервисы отвечают
alert-name-webhook = сообщения доставляются
alert-name-storage = файлы на своих местах
alert-name-budget = бюджета хватает
alert-name-ceiling = бюджет больше не мешает
alert-name-fal-balance = FAL больше не отказывает из-за счёта
alert-name-fal-key = FAL больше не отказывает из-за ключа
`;
