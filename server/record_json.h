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

// One object, member by member; object() ends it.
class RecordJson {
public:
    explicit RecordJson(std::size_t room = 256) { text_.reserve(room); }

    template <class T>
    void operator()(std::string_view name, const T& value) {
        append(member(name), value);
    }
    // Members that are no field of the record: already JSON.
    RecordJson& with(std::string_view name, std::string_view json) {
        member(name) += json;
        return *this;
    }
    // The text to which the caller adds this member's value. Names are ours: they hold nothing that JSON would escape.
    std::string& member(std::string_view name) {
        text_ += text_.size() == 1 ? "\"" : ",\"";
        text_ += name;
        text_ += "\":";
        return text_;
    }
    std::string object() {
        text_ += '}';
        return std::move(text_);
    }

private:
    static void append(std::string& text, int value) { text += std::to_string(value); }
    static void append(std::string& text, Money value);
    static void append(std::string& text, Date value);
    template <class T>
    static void append(std::string& text, const std::optional<T>& value) {
        if (value)
            append(text, *value);
        else
            text += "null";
    }
    template <class T>
    static void append(std::string& text, const T& value) {
        text += json_string(FieldWriter::text(value));
    }
    std::string text_ = "{";
};

template <class Record>
std::string record_json(const Record& record) {
    RecordJson writer;
    visit_fields(record, writer);
    return writer.object();
}

// What `write` gives for each item is already JSON.
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

// An array of the rows, each with the day it is collected on where these are given.
void append_schedule_json(std::string& text, const std::vector<ScheduleRow>& rows, const std::vector<Date>& pay_dates);
std::string totals_json(const ScheduleTotals& totals);

}  // namespace leasebook::server
