#include "server/record_json.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "domain/decimal_text.h"

namespace leasebook::server {

namespace {

// Characters written one behind the other, without asking for room each time: whoever uses it knows that it suffices.
template <std::size_t room>
class Line {
public:
    Line& text(std::string_view text) {
        end_ = std::ranges::copy(text, end_).out;
        return *this;
    }
    Line& number(int value) {
        end_ = std::to_chars(end_, end_ + 11, value).ptr;
        return *this;
    }
    Line& date(Date date) {
        write_date(end_, date);
        end_ += 10;
        return *this;
    }
    Line& amount(Money amount) {
        end_ = write_decimal(end_, amount.minor_units(), minor_digits(amount.currency()));
        return *this;
    }
    std::string_view view() const { return {characters_.data(), end_}; }

private:
    std::array<char, room> characters_;
    char* end_ = characters_.data();
};

using RowLine = Line<512>;  // names and quotes take 130, five amounts 200, dates, number and kind the rest

void write_row(RowLine& line, const ScheduleRow& row, const Date* pay_date) {
    line.text("{\"number\":").number(row.number).text(",\"due_date\":\"").date(row.due_date);
    if (pay_date != nullptr) line.text("\",\"pay_date\":\"").date(*pay_date);
    line.text("\",\"opening\":\"").amount(row.opening).text("\",\"rent\":\"").amount(row.rent);
    line.text("\",\"interest\":\"").amount(row.interest).text("\",\"principal\":\"").amount(row.principal);
    line.text("\",\"closing\":\"").amount(row.closing).text("\",\"kind\":\"").text(name_of(row.kind)).text("\"}");
}

}  // namespace

void RecordJson::append(std::string& text, Money value) {
    text += Line<longest_decimal + 2>().text("\"").amount(value).text("\"").view();
}

void RecordJson::append(std::string& text, Date value) { text += Line<12>().text("\"").date(value).text("\"").view(); }

void append_schedule_json(std::string& text, const std::vector<ScheduleRow>& rows, const std::vector<Date>& pay_dates) {
    ensure(pay_dates.empty() || pay_dates.size() == rows.size(), "every row is collected on a day, or none is");
    text += '[';
    for (std::size_t i = 0; i < rows.size(); ++i) {
        RowLine line;
        if (i > 0) line.text(",");
        write_row(line, rows[i], pay_dates.empty() ? nullptr : &pay_dates[i]);
        text += line.view();
    }
    text += ']';
}

std::string totals_json(const ScheduleTotals& totals) {
    RecordJson out;
    out("rent", totals.rent);
    out("interest", totals.interest);
    out("principal", totals.principal);
    return out.object();
}

}  // namespace leasebook::server
