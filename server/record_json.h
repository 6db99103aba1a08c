#pragma once
// Records as JSON, in the order in which they name their fields: whole numbers as numbers, absent values as null,
// everything else (money, rates, dates, codes) as strings.
#include <string>
#include <vector>

#include "db/page.h"
#include "domain/fields.h"
#include "domain/schedule.h"
#include "server/json.h"

namespace leasebook::server {

class RecordJson {
public:
    template <class T>
    void operator()(std::string_view name, const T& value) {
        begin(name);
        text_ += json_value(value);
    }
    // Members that are no field of the record: already JSON.
    RecordJson& with(std::string_view name, std::string_view json) {
        begin(name);
        text_ += json;
        return *this;
    }
    std::string object() const { return "{" + text_ + "}"; }

    static std::string json_value(int value) { return std::to_string(value); }
    template <class T>
    static std::string json_value(const std::optional<T>& value) {
        return value ? json_value(*value) : "null";
    }
    template <class T>
    static std::string json_value(const T& value) {
        return json_string(FieldWriter::text(value));
    }

private:
    // Names are ours: they hold nothing that JSON would escape.
    void begin(std::string_view name) {
        if (text_.empty()) text_.reserve(256);
        text_ += text_.empty() ? "\"" : ",\"";
        text_ += name;
        text_ += "\":";
    }
    std::string text_;
};

template <class Record>
std::string record_json(const Record& record) {
    RecordJson writer;
    visit_fields(record, writer);
    return writer.object();
}

template <class Item, class Write>
std::string json_array(const std::vector<Item>& items, Write write) {
    std::string text = "[";
    for (const auto& item : items) {
        if (text.size() > 1) text += ',';
        text += write(item);
    }
    return text += ']';
}

// {"items": […], "next": "cursor" or null}
template <class Item, class Write>
std::string page_json(const db::Page<Item>& page, Write write) {
    return "{\"items\":" + json_array(page.rows, write) +
           ",\"next\":" + (page.next.empty() ? "null" : json_string(page.next)) + "}";
}

// With the day it is collected on, where that is known.
std::string schedule_row_json(const ScheduleRow& row, std::optional<Date> pay_date);
std::string totals_json(const ScheduleTotals& totals);

}  // namespace leasebook::server
