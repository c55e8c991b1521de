/** Русские тексты о файлах, выгрузке и делах. */
export const ru = `
export-heard-by = Распознано: { $model }
pdf-lacks-letters = Некоторых букв нет в шрифте этого PDF, вместо них □. В DOCX и TXT они есть.
command-export = Забрать всё своё архивом
export =
    📦 <b>Всё моё</b>

    Соберу архив: тексты записей, всё написанное по ним, дела, историю монет и настройки — и пришлю ссылку. Она действует { $hours } ч. Во втором варианте в архиве будут ещё сами записи, картинки и фото.
export-texts = 📄 Тексты
export-all = 📦 Тексты и файлы
export-begun = 📦 Собираю архив… Пришлю ссылку, как только он будет готов.
export-ready = 📦 Архив готов: файлов — { $files }, { $megabytes } МБ. Список с контрольными суммами — в manifest.json.
export-link = ⬇️ Скачать архив
export-until = Ссылка действует { $hours } ч. и открывает архив любому, у кого она есть: не пересылайте её.
export-failed = Не получилось собрать архив. Попробуйте ещё раз: /export
command-todo = Дела из записей
command-timezone = Часовой пояс
todos-name = Дела
todos-open = ☐ Мои дела
todos-head = ✅ <b>Дела</b> · открыто: { $open }, готово: { $done }
todos-none-open = Открытых дел нет. Нажмите «✅ Задачи» под расшифровкой — найду, кто что обещал.
todos-none-done = Пока ничего не отмечено.
todos-show-done = ☑ Готовые
todos-show-open = ☐ Открытые
todos-more = Дальше ›
todos-first = « К началу
todos-back = ‹ К делам
todos-calendar = 🗓 В календарь
todos-calendar-sent = { $count ->
    [one] 🗓 { $count } дело. Откройте файл — календарь предложит добавить.
    [few] 🗓 { $count } дела. Откройте файл — календарь предложит добавить.
   *[many] 🗓 { $count } дел. Откройте файл — календарь предложит добавить.
 }
todo-done = ☑ Готово
todo-undone = ☐ Ещё не готово
todo-drop = 🗑 Удалить
todo-drop-sure = Удалить это дело? Вернуть его будет нельзя; расшифровка останется.
todo-drop-yes = 🗑 Да, удалить
todo-drop-no = Оставить
todo-due-today = 🗓 Сегодня
todo-due-tomorrow = 🗓 Завтра
todo-due-week = 🗓 Через неделю
todo-due-none = Без срока
todo-due-hour = ⏰ Через час
todo-due-words = Как было сказано: «{ $words }»
todo-remind-at = ⏰ Напомню: { $at }
todo-reminder = ⏰ <b>Напоминание</b>
time-zone = 🕒 <b>Часовой пояс: { $zone }</b>

    Сейчас у вас { $now }. По этим часам я считаю дни и напоминаю о делах.

    Выберите город или напишите свой: <code>/timezone Караганда</code> или <code>/timezone +5</code>
time-zone-button = 🕒 Часовой пояс
time-zone-guessed = 🕒 Считаю время по часам { $zone }. Если у вас другие, поправьте: /timezone
time-zone-unknown = Такого города или сдвига я не знаю. Напишите, например, <code>/timezone Алматы</code>, <code>/timezone +5</code> или <code>/timezone Europe/Berlin</code>.
`;
