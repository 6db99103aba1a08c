#include "server/books/translated_books.h"

#include "db/journal_store.h"
#include "db/monthly_movements.h"

namespace leasebook::server {

Result<TranslatedBooks> translated_books(db::Connection& connection, Period period, Currency company) {
    const auto movements = db::monthly_movements(connection, period);
    std::map<std::pair<Currency, Period>, std::optional<Rate>> known;
    const auto rate = [&](Currency from, Period month) {
        const auto [found, fresh] = known.try_emplace({from, month});
        if (fresh) found->second = db::closing_rate(connection, from, company, month.last_day());
        return found->second;
    };
    return translated(movements, period, company, rate);
}

std::string to_csv(const TranslatedBooks& books) {
    std::string text = "account,opening,debits,credits,revaluation,closing\r\n";
    const auto add = [&](const std::string& name, const TranslatedLine& line) {
        text += name;
        for (const Money amount : {line.opening, line.debits, line.credits, line.revaluation, line.closing})
            text += "," + to_text(amount);
        text += "\r\n";
    };
    for (const auto& line : books.lines) add(to_text(line.account), line);
    add("translation_difference", books.difference);
    return text;
}

}  // namespace leasebook::server
